import type { BackupLabel, BackupType } from '../backup-record.ts'

/** All schedules of a vault are paused. */
export interface SchedulesPaused {
  /** UTC, ISO 8601. */
  readonly since: string
  /** The operating system's user, with the machine's name. */
  readonly by: string
}

/** A run that is to come. */
export interface UpcomingRun {
  /** Null: the complete system. */
  readonly databaseId: string | null
  readonly database: string
  readonly policy: string
  readonly type: BackupType
  readonly label: BackupLabel
  /** UTC, ISO 8601. */
  readonly at: string
}

/** Who runs a vault's schedules, and what is next. */
export interface SchedulesView {
  /** The program that acts; null: none, so nothing runs by itself. */
  readonly actedBy: {
    readonly isThisProgram: boolean
    readonly pid: number
    readonly hostName: string
  } | null
  readonly paused: SchedulesPaused | null
  /** The next ones, soonest first, at most 100. */
  readonly upcoming: readonly UpcomingRun[]
  /** When expired backups are cleaned up next; null: never by itself. UTC, ISO 8601. */
  readonly nextCleanUpAt: string | null
  /** Files of policies that can't be read: what they would run is not known, and does not run. */
  readonly damagedPolicies: readonly string[]
}
