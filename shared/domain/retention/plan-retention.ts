import { findKeepReasons, type KeepReasons } from './keep-reasons.ts'
import {
  takenMsOf,
  type RemovalRule,
  type RetainedBackup,
  type RetentionPlan,
  type RetentionPolicy,
  type RetentionRefusal,
} from './retention-policy.ts'

/** What bounds a removal, whatever the policy says. */
export interface RetentionGuard {
  /** The last backup or verification of the database failed. */
  readonly hasFailed: boolean
  /** The share of a database's backups, 0 to 1, that may go at once; above it somebody has to agree. */
  readonly shareAtOnce: number
  /** How long it may be without any backup, milliseconds: it follows from the database's schedules. */
  readonly silenceMs: number
  /** When the database was last found to be as its newest backup has it. UTC, ISO 8601; null: never since that one. */
  readonly unchangedAt: string | null
  /** When the clock was seen before it jumped further than `silenceMs`, and when it is to be believed again; null: it did not. */
  readonly jumpedClock: { readonly seenAt: string; readonly believedAt: string } | null
}

/** The least that `silenceMs` is worth: a weekend away. */
export const leastSilenceMs = 48 * 3_600_000
/** Below so few, one that goes is always a large share. */
const fewBackups = 10

export function ruleFor({ type, label, verdict }: RetainedBackup): RemovalRule {
  if (verdict === 'failed') return 'failed_long_ago'
  if (type === 'schema') return 'older_schema'
  return label === 'preupdate' ? 'update_long_ago' : 'outlived'
}

/** Newest first; of one moment, those that need more others first. */
export function newestFirstOf(backups: readonly RetainedBackup[]): readonly RetainedBackup[] {
  return backups
    .map((backup) => ({ backup, takenMs: takenMsOf(backup) }))
    .toSorted(
      (one, other) => other.takenMs - one.takenMs || other.backup.needs.length - one.backup.needs.length,
    )
    .map(({ backup }) => backup)
}

/** Those that need others before those they need, whatever their times say: a clock may have been wrong. */
function dependentsFirst(removed: readonly RetainedBackup[]): readonly RetainedBackup[] {
  const byId = new Map(removed.map((backup) => [backup.id, backup]))
  const after: RetainedBackup[] = []
  const visited = new Set<string>()
  const visit = (backup: RetainedBackup): void => {
    if (visited.has(backup.id)) return
    visited.add(backup.id)
    for (const id of backup.needs) {
      const needed = byId.get(id)
      if (needed !== undefined) visit(needed)
    }
    after.push(backup)
  }
  for (const backup of removed.toReversed()) visit(backup)
  return after.toReversed()
}

function laterOf(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return Date.parse(one) >= Date.parse(other) ? one : other
}

/** What is wrong with the clock, as far as backups can tell. */
function clockRefusal(
  guard: RetentionGuard,
  newestAt: string | null,
  nowMs: number,
): RetentionRefusal | null {
  const newestMs = newestAt === null ? null : Date.parse(newestAt)
  if (newestAt !== null && newestMs !== null && newestMs > nowMs) return { because: 'clock_behind', newestAt }
  if (guard.jumpedClock !== null) return { because: 'clock_jumped', ...guard.jumpedClock }
  const limitMs = Math.max(leastSilenceMs, guard.silenceMs)
  const isSilent = newestMs === null || nowMs - newestMs > limitMs
  return isSilent ? { because: 'nothing_new', newestAt, limitMs } : null
}

function refusalOf(
  guard: RetentionGuard,
  newestFirst: readonly RetainedBackup[],
  removedCount: number,
  nowMs: number,
): RetentionRefusal | null {
  const newestAt = laterOf(newestFirst[0]?.takenAt ?? null, guard.unchangedAt)
  const ofClock = clockRefusal(guard, newestAt, nowMs)
  if (ofClock !== null) return ofClock
  if (guard.hasFailed) return { because: 'last_failed' }
  const share = removedCount / newestFirst.length
  const isMany = newestFirst.length > fewBackups && share > guard.shareAtOnce
  return isMany ? { because: 'too_many', share } : null
}

/** What no rule keeps, and what speaks against removing it. */
export interface GoingBackups {
  readonly reasons: KeepReasons
  /** Newest first: not yet in an order in which they may be removed. */
  readonly goes: readonly RetainedBackup[]
  readonly refusal: RetentionRefusal | null
}

/** What of a database's backups goes at a moment (milliseconds since 1970 UTC). `newestFirst` as `newestFirstOf` has them. Throws RangeError as `planRetention`. */
export function findGoing(
  policy: RetentionPolicy,
  newestFirst: readonly RetainedBackup[],
  nowMs: number,
  guard: RetentionGuard,
): GoingBackups {
  const reasons = findKeepReasons(policy, newestFirst, nowMs)
  const goes = newestFirst.filter(({ id }) => !reasons.has(id))
  return {
    reasons,
    goes,
    refusal: goes.length === 0 ? null : refusalOf(guard, newestFirst, goes.length, nowMs),
  }
}

/**
 * What of a database's backups is kept and what goes, at a moment (milliseconds since 1970 UTC). Never removes what a kept one
 * needs, the last proved or drilled one, a pinned or held one, nor what was never told of. Throws RangeError for a time zone
 * that is not known.
 */
export function planRetention(
  policy: RetentionPolicy,
  backups: readonly RetainedBackup[],
  nowMs: number,
  guard: RetentionGuard,
): RetentionPlan {
  const newestFirst = newestFirstOf(backups)
  const { reasons, goes, refusal } = findGoing(policy, newestFirst, nowMs, guard)
  return {
    kept: newestFirst.filter(({ id }) => reasons.has(id)).map(({ id }) => ({ id, reasons: reasons.of(id) })),
    removed: dependentsFirst(goes).map((backup) => ({ id: backup.id, rule: ruleFor(backup) })),
    refusal,
  }
}
