import type { Logger } from '../engine/engine.ts'
import { placeOfFailure } from './commands.ts'
import { failureSubject, type ShowNote } from './desktop-note.ts'

/** What the shell takes from a notice of the back end. */
export interface FailureNotice {
  readonly jobId: string
  readonly databaseId: string
  readonly title: string
  readonly message: string
}

/**
 * Answers what shows a notice on the desktop, once for each job; a click opens that failure. One that the desktop did not take is told to the
 * log: the alert of the failure goes out by the channels of its people all the same.
 */
export function notifyFailures(show: ShowNote, logger: Logger): (notice: FailureNotice) => void {
  const told = new Set<string>()
  return ({ jobId, databaseId, title, message }) => {
    if (told.has(jobId)) return
    told.add(jobId)
    const place = placeOfFailure(databaseId)
    const note = { subject: failureSubject(databaseId), title, body: message, isUrgent: true, place }
    void tell(jobId, show(note).catch(String), logger)
  }
}

async function tell(jobId: string, shown: Promise<string | null>, logger: Logger): Promise<void> {
  const failure = await shown
  if (failure !== null) logger.error('shell.notification-failed', { jobId, failure })
}
