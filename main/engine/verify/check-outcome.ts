import type { CheckOutcome } from '../../../shared/domain/validation.ts'
import type { Ports } from '../ports/ports.ts'

/** Whole milliseconds since a monotonic moment. */
export function elapsedMs(ports: Ports, sinceMs: number): number {
  return Math.max(0, Math.round(ports.clock.monotonicMs() - sinceMs))
}

/** A check that was made: failed when anything was found, and then its first findings are the detail. */
export function concludeCheck(
  findings: readonly string[],
  passedDetail: string,
  durationMs: number,
): CheckOutcome {
  if (findings.length === 0) return { status: 'passed', detail: passedDetail, durationMs }
  const more = findings.length > 3 ? `; and ${findings.length - 3} more` : ''
  return { status: 'failed', detail: findings.slice(0, 3).join('; ') + more, durationMs }
}

/** A check that could not be made. It is failed, never silently passed. */
export function notMade(because: string): CheckOutcome {
  return { status: 'failed', detail: `not made: ${because}`, durationMs: 0 }
}
