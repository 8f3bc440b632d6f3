import type { HealthReport } from '../../../shared/domain/health/health-report.ts'
import type { PastReport } from '../../../shared/domain/health/health-views.ts'

/** How the vault was from one moment to another. Milliseconds since 1970 UTC. */
export interface HealthPeriod {
  /** `not_watched`: no report was kept, as where the machine was off. */
  readonly state: HealthReport['status'] | 'not_watched'
  readonly fromMs: number
  readonly toMs: number
  /** The reports that it is made of, oldest first; none where nobody watched. */
  readonly reports: readonly PastReport[]
}

/** A check may wait for its turn: so much longer than its interval a report still holds. */
const grace = 1.5
const leastGraceMs = 5 * 60_000

/** A report holds until the next one, or until the next one should have come. */
function holdsUntil(atMs: number, everyMs: number): number {
  return atMs + Math.max(everyMs * grace, everyMs + leastGraceMs)
}

function joined(periods: readonly HealthPeriod[], next: HealthPeriod): readonly HealthPeriod[] {
  const last = periods.at(-1)
  if (last === undefined || last.state !== next.state || last.toMs !== next.fromMs) return [...periods, next]
  return [...periods.slice(0, -1), { ...last, toMs: next.toMs, reports: [...last.reports, ...next.reports] }]
}

/**
 * The periods from one moment to another without a hole between them: HEALTHY, DEGRADED, and when nobody watched. `everyMs`: how often a
 * report is kept at least.
 */
export function healthPeriods(
  reports: readonly PastReport[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  everyMs: number,
): readonly HealthPeriod[] {
  const oldestFirst = reports
    .map((report) => ({ report, atMs: Date.parse(report.checkedAt) }))
    .filter(({ atMs }) => atMs <= toMs && holdsUntil(atMs, everyMs) > fromMs)
    .sort((one, other) => one.atMs - other.atMs)
  let periods: readonly HealthPeriod[] = []
  let atMs = fromMs
  for (const [n, { report, atMs: checkedMs }] of oldestFirst.entries()) {
    if (checkedMs > atMs) {
      periods = joined(periods, { state: 'not_watched', fromMs: atMs, toMs: checkedMs, reports: [] })
    }
    const startMs = Math.max(checkedMs, atMs)
    const nextMs = oldestFirst[n + 1]?.atMs ?? toMs
    const endMs = Math.min(toMs, nextMs, holdsUntil(checkedMs, everyMs))
    if (endMs > startMs) {
      periods = joined(periods, { state: report.status, fromMs: startMs, toMs: endMs, reports: [report] })
      atMs = endMs
    }
  }
  return atMs < toMs ? joined(periods, { state: 'not_watched', fromMs: atMs, toMs, reports: [] }) : periods
}

/** Shares of the time that somebody watched; null where nobody ever did. */
export function healthyShare(periods: readonly HealthPeriod[]): number | null {
  const lengthOf = (state: HealthPeriod['state']): number =>
    periods.filter((one) => one.state === state).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  const watchedMs = lengthOf('HEALTHY') + lengthOf('DEGRADED')
  return watchedMs === 0 ? null : lengthOf('HEALTHY') / watchedMs
}
