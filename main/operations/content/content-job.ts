import type { JobOrder, OutcomeOf } from '../../jobs/job-messages.ts'
import type { OperationsContext } from '../operations-context.ts'

const msPerMinute = 60_000

/** Runs a job that a person waits for, outside of the queue, within the time that any job may take. */
export function runContentJob<O extends JobOrder>(
  { world, settings }: OperationsContext,
  order: O,
  signal: AbortSignal,
): Promise<OutcomeOf[O['kind']]> {
  const timeLimitMs = settings.current().jobTimeLimitMinutes * msPerMinute
  return world.jobs.run(order, { signal, timeLimitMs, onProgress: () => undefined })
}

/** A signal that is never aborted. */
export const neverAborted: AbortSignal = new AbortController().signal
