import { drillPatienceMs } from '../drills/drill-due.ts'
import { defaultSettings, type Settings } from '../views.ts'
import type { HealthCause, HealthCheckName } from './health-cause.ts'

/** From when on a check degrades. */
export interface HealthThresholds {
  /** Of the time between two runs that a schedule names, how much longer is waited: 1/24 makes 25 hours of a daily one. */
  readonly delayShare: number
  /** And no less than so long, for a schedule of every few minutes: a run has to wait for its turn, and takes its time. Milliseconds. */
  readonly leastDelayMs: number
  /** Bad verdicts of a database, one after the other. */
  readonly validationFailures: number
  /** Of the vault's file system, used by whomever. */
  readonly storageShare: number
  /** Of the newest backup of a database. Milliseconds. */
  readonly backupDurationMs: number
  /** A database may be so long without a drill that came to a verdict. Milliseconds. */
  readonly drillPatienceMs: number
}

const minutesPerDay = 24 * 60
const msPerMinute = 60_000

/** What the settings say of it. */
export type HealthSettings = Pick<
  Settings,
  | 'delayMinutesPerDay'
  | 'validationFailuresInARow'
  | 'storageUsedPerCent'
  | 'slowBackupMinutes'
  | 'drillsBySchedule'
  | 'drillEveryDays'
>

/** The thresholds that settings mean. */
export function thresholdsOf(settings: HealthSettings): HealthThresholds {
  return {
    delayShare: settings.delayMinutesPerDay / minutesPerDay,
    leastDelayMs: 5 * msPerMinute,
    validationFailures: settings.validationFailuresInARow,
    storageShare: settings.storageUsedPerCent / 100,
    backupDurationMs: settings.slowBackupMinutes * msPerMinute,
    drillPatienceMs: drillPatienceMs(settings.drillsBySchedule ? settings.drillEveryDays : null),
  }
}

export const defaultThresholds: HealthThresholds = thresholdsOf(defaultSettings)

/** `not_applicable`: there is nothing to check. `not_known`: it could not be checked, which is not fine. */
export interface HealthCheck {
  readonly status: 'passed' | 'degraded' | 'not_known' | 'not_applicable'
  /** What was looked at: so many databases, or 1 for the vault. */
  readonly checkedCount: number
  /** Databases of which nothing says what to expect, so that nothing is checked: they have no schedule. */
  readonly unscheduledCount: number
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
