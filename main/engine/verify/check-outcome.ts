import type { CheckOutcome } from '../../../shared/domain/validation.ts'
import type { Ports } from '../ports/ports.ts'

/** Whole milliseconds since a monotonic moment. */
export function elapsedMs(ports: Ports, sinceMs: number): number {
  return Math.max(0, Math.round(ports.clock.monotonicMs() - sinceMs))
}

/** The first findings, and how many more there are. */
export function inShort(findings: readonly string[]): string {
  const more = findings.length > 3 ? `; and ${findings.length - 3} more` : ''
  return findings.slice(0, 3).join('; ') + more
}

/** A check that was made: failed when anything was found, and then its first findings are the detail. */
export function concludeCheck(
  findings: readonly string[],
  passedDetail: string,
  durationMs: number,
): CheckOutcome {
  if (findings.length === 0) return { status: 'passed', detail: passedDetail, durationMs }
  return { status: 'failed', detail: inShort(findings), durationMs }
}

/** A check that could not be made. It is failed, never silently passed. */
export function notMade(because: string): CheckOutcome {
  return { status: 'failed', detail: `not made: ${because}`, durationMs: 0 }
}
