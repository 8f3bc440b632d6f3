import type { FromJob, ToJob } from './job-messages.ts'

/** The job's end of the line to whoever ordered it, whatever the line is made of. */
export interface JobChannel {
  /** Resolves when the message has left this process; never rejects, also when nobody listens any more. */
  send(message: FromJob): Promise<void>
  onMessage(listener: (message: ToJob) => void): void
  /** Whoever ordered the job is gone: nobody waits for its outcome. */
  onGone(listener: () => void): void
}
