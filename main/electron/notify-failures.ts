import { Notification } from 'electron'

import type { Commands } from './commands.ts'

/** What the shell takes from a notice of the back end. */
export interface FailureNotice {
  readonly jobId: string
  readonly databaseId: string
  readonly title: string
  readonly message: string
}

/** More than these at once are one failure of many databases; the newest are kept clickable. */
const mostShown = 20

/**
 * Answers what shows a notice on the desktop, once for each job; a click opens that failure.
 * Trap: a notification that nothing refers to is collected, and its click is lost.
 */
export function notifyFailures(commands: Commands): (notice: FailureNotice) => void {
  const told = new Set<string>()
  const shown: Notification[] = []
  return ({ jobId, databaseId, title, message }) => {
    if (told.has(jobId) || !Notification.isSupported()) return
    told.add(jobId)
    const notification = new Notification({ title, body: message, urgency: 'critical' })
    notification.on('click', () => commands.openFailure({ databaseId }))
    notification.show()
    shown.push(notification)
    if (shown.length > mostShown) shown.shift()
  }
}
