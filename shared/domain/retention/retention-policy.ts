/**
 * How long the backups of a database are kept. A backup is kept as long as one of the rules keeps it; numbers of 0 switch a
 * rule off. Only recovery points count (not schema backups, nor those from before an update: they have rules of their own), and
 * only proved ones: a backup that failed its checks, or was not checked yet, never takes the place of one that passed.
 */
export interface RetentionPolicy {
  /** Where a day begins: a zone of the IANA database. */
  readonly timeZone: string
  /** Every point of so many days, and the newest before them, so that each moment of these days can be gone back to. */
  readonly days: number
  /** The newest points, however old; at least 1. */
  readonly newest: number
  /** The newest point of each of the newest days that have one; weeks begin on Monday. */
  readonly daily: number
  readonly weekly: number
  readonly monthly: number
  readonly yearly: number
  /** Proved fulls that are kept in any case: what every chain stands on. At least 1. */
  readonly fulls: number
  /** Backups from before an update. Days. */
  readonly preUpdateDays: number
  /** The newest schema backups. */
  readonly schemas: number
}

/** 7 days, 8 weeks, 12 months, and a point of each year for a duty of 7 years: of 8, as the year that is not over counts as one. */
export const defaultRetention: Omit<RetentionPolicy, 'timeZone'> = {
  days: 7,
  newest: 3,
  daily: 7,
  weekly: 8,
  monthly: 12,
  yearly: 8,
  fulls: 1,
  preUpdateDays: 30,
  schemas: 3,
}

/** A backup as retention judges it. */
export interface RetainedBackup {
  readonly id: string
  readonly type: 'full' | 'incremental' | 'differential' | 'schema'
  readonly label: string
  /** UTC, ISO 8601. */
  readonly takenAt: string
  /** The same in milliseconds since 1970 UTC, where it was worked out already: see `takenMsOf`. */
  readonly takenMs?: number
  /** Backups that a restore of this one reads, itself not among them. */
  readonly needs: readonly string[]
  /** What the newest look at it came to. */
  readonly verdict: 'passed' | 'failed' | 'not_known'
  /** It was brought back by a drill, and proved. */
  readonly isDrilled: boolean
  readonly isPinned: boolean
  /** The legal holds that name it. */
  readonly holds: readonly string[]
}

/** When a backup was taken, milliseconds since 1970 UTC. Retention asks for it a dozen times of each of a hundred thousand. */
export function takenMsOf({ takenMs, takenAt }: Pick<RetainedBackup, 'takenMs' | 'takenAt'>): number {
  return takenMs ?? Date.parse(takenAt)
}

/** Why a backup is kept: a code for the words, never words. */
export type KeepReason =
  | { readonly rule: 'held'; readonly hold: string }
  | { readonly rule: 'pinned' }
  | { readonly rule: 'last_proved' }
  | { readonly rule: 'last_drilled' }
  | { readonly rule: 'last_full' }
  | { readonly rule: 'newest' }
  | { readonly rule: 'within_days' }
  | { readonly rule: 'begin_of_days' }
  /** `period`: `2026-11-27`, `2026-W48`, `2026-11`, `2026`. */
  | { readonly rule: 'daily' | 'weekly' | 'monthly' | 'yearly'; readonly period: string }
  | { readonly rule: 'before_update' }
  | { readonly rule: 'newest_schema' }
  /** It failed its checks and is young: it may yet be looked into. */
  | { readonly rule: 'unproved_young' }
  /** What it is worth can't be told: nothing is removed for that. A verification finds out. */
  | { readonly rule: 'verdict_not_known' }
  | { readonly rule: 'needed_by'; readonly backupId: string }

/** Why a backup goes. */
export type RemovalRule = 'outlived' | 'update_long_ago' | 'older_schema' | 'failed_long_ago'

/** Why nothing may be removed now, whatever the rules say. Moments are UTC, ISO 8601. */
export type RetentionRefusal =
  /** A backup was taken later than it is now: the clock was set back. */
  | { readonly because: 'clock_behind'; readonly newestAt: string }
  /** The clock jumped since it was last looked at: it must go on for a day before it is believed. */
  | { readonly because: 'clock_jumped'; readonly seenAt: string; readonly believedAt: string }
  /** No backup for longer than the schedules allow: the clock was set forward, or backups fail; both want a look first. */
  | { readonly because: 'nothing_new'; readonly newestAt: string | null; readonly limitMs: number }
  | { readonly because: 'last_failed' }
  | { readonly because: 'too_many'; readonly share: number }

/** What retention would do. */
export interface RetentionPlan {
  readonly kept: readonly { readonly id: string; readonly reasons: readonly KeepReason[] }[]
  /** Those that need others before those they need: at each moment of the removal what is left is whole. */
  readonly removed: readonly { readonly id: string; readonly rule: RemovalRule }[]
  /** Null: it may be carried out. */
  readonly refusal: RetentionRefusal | null
}
