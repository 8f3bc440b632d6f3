import type { JobProgress } from '../../shared/domain/job.ts'

/** Ten a second: faster is not seen by a person, and a stream has no back-pressure on any of the transports. */
const leastMsBetween = 100

/** Progress that is told at a bounded rate. */
export interface CoalescedProgress {
  /** Tells it now if the last was told long enough ago, else with the next turn; a newer value replaces a waiting one. */
  report(progress: JobProgress): void
  /** Tells what still waits, at once. Nothing is told after it. */
  end(): void
}

/** Lets through the first value at once and then at most ten a second; the last value is never lost. */
export function coalesceProgress(tell: (progress: JobProgress) => void): CoalescedProgress {
  let waiting: JobProgress | undefined
  let timer: NodeJS.Timeout | undefined
  let hasEnded = false

  const flush = (): void => {
    const next = waiting
    waiting = undefined
    timer = next && setTimeout(flush, leastMsBetween)
    if (next) tell(next)
  }
  return {
    report(progress) {
      if (hasEnded) return
      waiting = progress
      if (!timer) flush()
    },
    end() {
      hasEnded = true
      clearTimeout(timer)
      if (waiting) tell(waiting)
      waiting = undefined
    },
  }
}
