import type { Policy, Schedule } from './policy.ts'

/** When a cron expression runs. */
export interface CronView {
  /** 'At 07:00, only on Sunday'; null where it is no cron expression. */
  readonly words: string | null
  /** The next five runs. UTC, ISO 8601. */
  readonly nextRuns: readonly string[]
}

/** A policy as it is shown. */
export interface PolicyView extends Omit<Policy, 'schedules'> {
  readonly schedules: readonly (Schedule & CronView)[]
  /** Registered databases that have it. */
  readonly databaseIds: readonly string[]
}

/** Every policy of a vault. */
export interface PoliciesView {
  readonly policies: readonly PolicyView[]
  /** Files of policies that can't be read: nothing is run, and nothing removed, of the databases that have them. */
  readonly damaged: readonly string[]
  /** Registered databases without a policy. */
  readonly unprotectedIds: readonly string[]
}

/** What came of reading a file of policies. */
export interface PolicyImport {
  readonly made: readonly string[]
  readonly replaced: readonly string[]
  /** Databases that were given a policy. */
  readonly applied: readonly string[]
  /** Names in the file that no database of this vault has. */
  readonly unknownDatabases: readonly string[]
}
