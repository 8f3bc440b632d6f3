import type { BackupLabel, BackupType } from '../backup-record.ts'
import type { HealthRules } from './health-rules.ts'
import type { RetentionPolicy } from '../retention/retention-policy.ts'

/** What is taken of a database, and when. */
export interface Schedule {
  /** Random (version 4 UUID): what ran, and what was missed, is remembered by it. */
  readonly id: string
  /** A system policy takes fulls, whatever this says. */
  readonly type: BackupType
  readonly label: BackupLabel
  /** Five fields: minute, hour, day of the month, month, day of the week. In the policy's time zone. */
  readonly cron: string
  /** Slots before this moment are none of its: when it was made, or last changed. UTC, ISO 8601. */
  readonly since: string
}

/** What of retention a policy chooses; the time zone is the policy's. */
export type RetentionRules = Omit<RetentionPolicy, 'timeZone'>

/**
 * How databases are protected: what is taken and when, how long it is kept, where it is sent. Kept in the vault
 * (`.holdfast/policies/ID.json`), one for many databases; a database has at most one.
 */
export interface Policy {
  /** Random (version 4 UUID). */
  readonly id: string
  /** Unique in the vault without regard to case. */
  readonly name: string
  /** `system`: one archive of all databases together; it is applied to none. */
  readonly scope: 'databases' | 'system'
  /** Databases of these tiers get it when they are registered. */
  readonly tiers: readonly string[]
  /** Of the IANA database: what its cron expressions and its days, weeks, months and years are counted in. */
  readonly timeZone: string
  readonly schedules: readonly Schedule[]
  readonly retention: RetentionRules
  /** 1 runs before 9 where several are due at once. */
  readonly priority: number
  /** Names of destinations that its backups are sent to. */
  readonly destinations: readonly string[]
  /** A policy that rests starts nothing; what it keeps is kept. */
  readonly isEnabled: boolean
  /** Left out: health follows its schedules and the settings. */
  readonly health?: HealthRules | undefined
}

/** A policy without what only a vault gives it: for a file, a form, a preset. */
export interface PolicyDraft extends Omit<Policy, 'id' | 'schedules'> {
  readonly schedules: readonly Omit<Schedule, 'id' | 'since'>[]
}
