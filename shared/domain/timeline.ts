import type { BackupLabel, BackupType } from './backup-record.ts'
import type { KeepReason, RemovalRule, RetentionRefusal } from './retention/retention-policy.ts'

/** Bits of what is said of a mark. */
export const markFlags = {
  pinned: 1,
  held: 2,
  /** The next clean-up removes it. */
  goesNext: 4,
  /** Its end rests on backups that are yet to be taken. */
  estimated: 8,
  /** A backup that it needs is missing or damaged, or it is damaged itself. */
  broken: 16,
} as const

/** Rules that keep a backup, in the order of their bits in `LaneMarks.why`. */
export const keepRules: readonly KeepReason['rule'][] = [
  'held',
  'pinned',
  'last_proved',
  'last_drilled',
  'last_full',
  'newest',
  'within_days',
  'begin_of_days',
  'daily',
  'weekly',
  'monthly',
  'yearly',
  'before_update',
  'newest_schema',
  'unproved_young',
  'verdict_not_known',
  'needed_by',
]

/** How a type of backup is drawn; a pre-update backup has a mark of its own. */
export type MarkKind = BackupType | 'preupdate'

/** Backups of a lane, oldest first, as lists of equal length: a hundred thousand have to cross a wire. Moments are milliseconds since 1970 UTC. */
export interface LaneMarks {
  readonly ids: readonly string[]
  readonly takenMs: readonly number[]
  readonly types: readonly BackupType[]
  readonly labels: readonly BackupLabel[]
  readonly verdicts: readonly ('passed' | 'failed' | 'not_known')[]
  readonly sizeBytes: readonly number[]
  /** When it is expected to go; null: no end can be foreseen. */
  readonly endMs: readonly (number | null)[]
  readonly flags: readonly number[]
  /** Bits of `keepRules`: why it is kept now. */
  readonly why: readonly number[]
  /** Where in these lists the newest backup is that it needs; -1: it needs none, or that one is not among them. */
  readonly bases: readonly number[]
}

/** Numbers of backups by slices of time, where there are more than could be told apart. */
export interface LaneDensity {
  /** Length of a slice, milliseconds; the first begins at the answer's `fromMs`. */
  readonly sliceMs: number
  readonly counts: readonly number[]
  /** The largest of the counts. */
  readonly most: number
  /** Of those, how many failed a check or can't be restored. */
  readonly failed: readonly number[]
  /** Of those, how many the next clean-up removes. */
  readonly goNext: readonly number[]
}

/** A span in which the database's state at each moment is known and can be brought back. */
export interface RestorableWindow {
  readonly fromMs: number
  readonly toMs: number
  /** Its backup passed its checks; otherwise what it is worth is not known. */
  readonly isProved: boolean
}

/** One database by time. */
export interface TimelineLane {
  readonly databaseId: string
  readonly database: string
  /** Null: nothing is cleaned up by itself. */
  readonly policy: string | null
  /** Backups that were taken in the range. */
  readonly count: number
  /** Null: there are too many; `density` counts them. */
  readonly marks: LaneMarks | null
  readonly density: LaneDensity | null
  /** Oldest first, those that can't be told apart in the range joined. Between them a restore brings an earlier state back. */
  readonly windows: readonly RestorableWindow[]
  /** Runs that are to come in the range, soonest first; of those too near to be told apart, the first. */
  readonly upcoming: readonly { readonly atMs: number; readonly kind: BackupType }[]
  /** What the next clean-up removes, in the whole lane. */
  readonly goesNext: { readonly count: number; readonly bytes: number }
  /** Why the next clean-up removes nothing of it, whatever its rules say; null: nothing stands in the way. */
  readonly refusal: RetentionRefusal | null
}

/** A part of the timeline. */
export interface TimelineView {
  readonly fromMs: number
  readonly toMs: number
  readonly lanes: readonly TimelineLane[]
}

/** A lane before anything of it is asked for. */
export interface LaneHead {
  readonly databaseId: string
  readonly database: string
  /** False: only its backups are left. */
  readonly isRegistered: boolean
  readonly policy: string | null
  readonly backupCount: number
  readonly oldestMs: number | null
  readonly newestMs: number | null
}

/** Files of pins and holds that can't be read: while there are any it is not known what they keep, and everything stays. */
interface KeptForDamage {
  readonly damagedMarks: readonly string[]
}

/** Every lane of a vault, by name. */
export interface TimelineLanes extends KeptForDamage {
  readonly lanes: readonly LaneHead[]
  readonly nowMs: number
  /** When expired backups are cleaned up next. */
  readonly nextCleanUpMs: number
}

/** A backup that the next clean-up removes. */
export interface GoingBackup {
  readonly backupId: string
  readonly databaseId: string
  readonly database: string
  readonly takenAt: string
  readonly type: BackupType
  readonly label: BackupLabel
  readonly sizeBytes: number
  readonly rule: RemovalRule
}

/** What the next clean-up removes, if the runs until then are made. */
export interface CleanUpPreview extends KeptForDamage {
  readonly atMs: number
  readonly count: number
  readonly bytes: number
  /** The first 1,000 of them, by database and from the oldest on. */
  readonly backups: readonly GoingBackup[]
  /** Databases of which nothing is removed, though some backups have outlived their rules. */
  readonly refused: readonly {
    readonly databaseId: string
    readonly database: string
    readonly count: number
    readonly refusal: RetentionRefusal
  }[]
}

/** Why one backup is kept, and until when. */
export interface BackupFate extends KeptForDamage {
  readonly backupId: string
  readonly policy: string | null
  /** Null: nothing keeps it, or its database has no policy. */
  readonly reasons: readonly KeepReason[]
  readonly endMs: number | null
  readonly isEstimated: boolean
  /** The rule by which the next clean-up removes it; null: it stays. */
  readonly goesBy: RemovalRule | null
}
