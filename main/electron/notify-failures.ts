import { placeOfFailure } from './commands.ts'
import { failureSubject, type ShowNote } from './desktop-notifications.ts'

/** What the shell takes from a notice of the back end. */
export interface FailureNotice {
  readonly jobId: string
  readonly databaseId: string
  readonly title: string
  readonly message: string
}

/** Answers what shows a notice on the desktop, once for each job; a click opens that failure. */
export function notifyFailures(show: ShowNote): (notice: FailureNotice) => void {
  const told = new Set<string>()
  return ({ jobId, databaseId, title, message }) => {
    if (told.has(jobId)) return
    told.add(jobId)
    const place = placeOfFailure(databaseId)
    show({ subject: failureSubject(databaseId), title, body: message, isUrgent: true, place })
  }
}
