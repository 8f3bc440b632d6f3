import type { HealthCause, HealthCheckName } from './health-cause.ts'

/** From when on a check degrades. */
export interface HealthThresholds {
  /** Of the time between two runs that a schedule names, how much longer is waited: 1/24 makes 25 hours of a daily one. */
  readonly delayShare: number
  /** Bad verdicts of a database, one after the other. */
  readonly validationFailures: number
  /** Of the vault's file system, used by whomever. */
  readonly storageShare: number
  /** Of the newest backup of a database. Milliseconds. */
  readonly backupDurationMs: number
}

export const defaultThresholds: HealthThresholds = {
  delayShare: 1 / 24,
  validationFailures: 2,
  storageShare: 0.85,
  backupDurationMs: 30 * 60_000,
}

/** `not_applicable`: there is nothing to check. `not_known`: it could not be checked, which is not fine. */
export interface HealthCheck {
  readonly status: 'passed' | 'degraded' | 'not_known' | 'not_applicable'
  /** What was looked at: so many databases, or 1 for the vault. */
  readonly checkedCount: number
  readonly causes: readonly HealthCause[]
}

/** The health of a vault at one moment. */
export interface HealthReport {
  readonly status: 'HEALTHY' | 'DEGRADED'
  /** UTC, ISO 8601. */
  readonly checkedAt: string
  readonly checks: Readonly<Record<HealthCheckName, HealthCheck>>
}

/** Every cause of a report, in the order of its checks. */
export function causesOf({ checks }: Pick<HealthReport, 'checks'>): readonly HealthCause[] {
  return Object.values(checks).flatMap(({ causes }) => causes)
}
