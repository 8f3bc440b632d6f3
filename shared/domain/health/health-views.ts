import type { WatchedBy } from '../alerts/alert-views.ts'
import type { HealthCause, HealthCheckName } from './health-cause.ts'
import type { HealthCheck, HealthReport } from './health-report.ts'

/** The health of a vault now. */
export interface HealthView {
  readonly report: HealthReport
  /** Null: no program looks by itself. */
  readonly watchedBy: WatchedBy | null
}

/** One check of a report of the history. */
export interface PastCheck extends Pick<HealthCheck, 'status' | 'checkedCount' | 'unscheduledCount'> {
  readonly causeCount: number
  /** The first of them. */
  readonly causes: readonly HealthCause[]
}

/** A report of the history, kept in the vault. */
export interface PastReport extends Pick<HealthReport, 'status' | 'checkedAt'> {
  readonly checks: Readonly<Record<HealthCheckName, PastCheck>>
}

/** So many causes of each check are kept in the history. */
export const keptCauses = 20

/** What is kept of a report. */
export function pastReportOf({ status, checkedAt, checks }: HealthReport): PastReport {
  const past = Object.entries(checks).map(([name, { causes, ...check }]) => [
    name,
    { ...check, causeCount: causes.length, causes: causes.slice(0, keptCauses) },
  ])
  return { status, checkedAt, checks: Object.fromEntries(past) as PastReport['checks'] }
}
