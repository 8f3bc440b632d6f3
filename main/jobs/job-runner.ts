import type { JobProgress } from '../../shared/domain/job.ts'
import type { JobOrder, OutcomeOf } from './job-messages.ts'

/** What a caller hands along with an order. */
export interface JobOptions {
  /** Aborting asks the job to stop, and ends its process if it has not within a grace time. */
  readonly signal: AbortSignal
  /** After this the job is stopped with JOB_TIMED_OUT. Milliseconds. */
  readonly timeLimitMs: number
  onProgress(progress: JobProgress): void
}

/**
 * Runs one engine job in one process of its own. Resolves with the order's outcome; rejects with FaultError:
 * the job's own fault, JOB_CANCELLED, JOB_TIMED_OUT, or JOB_DIED when its process ended without a word.
 */
export interface JobRunner {
  run<O extends JobOrder>(order: O, options: JobOptions): Promise<OutcomeOf[O['kind']]>
}
