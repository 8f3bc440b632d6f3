import type { FromJob, ToJob } from '../jobs/job-messages.ts'

/**
 * To a job in a utility process. Its port has no word for 'the message has left', so the host says when it has heard the last
 * one; a process that ended before would take its answer with it.
 */
export type ToUtility = ToJob | { readonly say: 'heard' }

/** Whether nothing comes after this. */
export function isLastWord(message: FromJob): boolean {
  return message.say === 'done' || message.say === 'failed'
}
