import { Notification } from 'electron'

import { asNotificationMarkup } from '../../shared/domain/words/notification-markup.ts'
import type { ShowNote } from './desktop-note.ts'
import { bodyFor, whetherShown } from './whether-shown.ts'

/** More than these at once are one failure of many databases; the newest are kept clickable. */
const mostShown = 20

/**
 * Answers what shows a note; a click opens its place in the window.
 * Trap: a notification that nothing refers to is collected, and its click is lost.
 */
export function desktopNotifications(openPlace: (place: string) => void): ShowNote {
  const shown = new Map<string, Notification>()
  return async ({ subject, title, body: text, isUrgent, place }) => {
    if (!Notification.isSupported()) return ''
    shown.get(subject)?.close()
    const body = bodyFor(process.platform, text, asNotificationMarkup)
    const notification = new Notification({ title, body, urgency: isUrgent ? 'critical' : 'normal' })
    notification.on('click', () => openPlace(place))
    shown.delete(subject)
    shown.set(subject, notification)
    const [oldest] = shown.keys()
    if (shown.size > mostShown && oldest !== undefined) shown.delete(oldest)
    const failure = await whetherShown(notification)
    if (failure !== null && shown.get(subject) === notification) shown.delete(subject)
    return failure
  }
}
