import { faultOf } from '../../../shared/domain/fault.ts'
import type { JobOrder, OutcomeOf } from '../../jobs/job-messages.ts'
import type { OperationsContext } from '../operations-context.ts'
import { keepDamage } from '../verifications/keep-damage.ts'

const msPerMinute = 60_000

/**
 * Runs a job that a person waits for, outside of the queue, within the time that any job may take. What it finds wrong with a backup is
 * remembered.
 */
export async function runContentJob<O extends JobOrder>(
  context: OperationsContext,
  order: O,
  signal: AbortSignal,
): Promise<OutcomeOf[O['kind']]> {
  const { world, settings, session } = context
  const timeLimitMs = settings.current().jobTimeLimitMinutes * msPerMinute
  try {
    return await world.jobs.run(order, { signal, timeLimitMs, onProgress: () => undefined })
  } catch (error) {
    const vault = session.current()
    if (vault !== null) await keepDamage(context, vault, faultOf(error))
    throw error
  }
}

/** A signal that is never aborted. */
export const neverAborted: AbortSignal = new AbortController().signal
