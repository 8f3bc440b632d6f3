import { Notification } from 'electron'

/** Something to show on the desktop. */
export interface DesktopNote {
  /** What it is about: a later one of the same subject takes its place. */
  readonly subject: string
  readonly title: string
  readonly body: string
  readonly isUrgent: boolean
  /** Where in the window a click leads. */
  readonly place: string
}

/** Shows something on the desktop; false where no desktop takes it. */
export type ShowNote = (note: DesktopNote) => boolean

/** More than these at once are one failure of many databases; the newest are kept clickable. */
const mostShown = 20

/**
 * Answers what shows a note; a click opens its place in the window.
 * Trap: a notification that nothing refers to is collected, and its click is lost.
 */
export function desktopNotifications(openPlace: (place: string) => void): ShowNote {
  const shown = new Map<string, Notification>()
  return ({ subject, title, body, isUrgent, place }) => {
    if (!Notification.isSupported()) return false
    shown.get(subject)?.close()
    const notification = new Notification({ title, body, urgency: isUrgent ? 'critical' : 'normal' })
    notification.on('click', () => openPlace(place))
    notification.show()
    shown.delete(subject)
    shown.set(subject, notification)
    const [oldest] = shown.keys()
    if (shown.size > mostShown && oldest !== undefined) shown.delete(oldest)
    return true
  }
}

/** The subject of a failed backup of a database, whichever of the two ways it is told by first. */
export function failureSubject(databaseId: string): string {
  return `failure ${databaseId}`
}
