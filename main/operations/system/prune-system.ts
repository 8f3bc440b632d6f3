import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import { findKeepReasons } from '../../../shared/domain/retention/keep-reasons.ts'
import {
  newestFirstOf,
  planRetention,
  type RetentionGuard,
} from '../../../shared/domain/retention/plan-retention.ts'
import type {
  KeepReason,
  RetainedBackup,
  RetentionPlan,
} from '../../../shared/domain/retention/retention-policy.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'

/** An archive as retention judges it. */
export interface RetainedArchive extends RetainedBackup {
  /** No database that should be in it is missing. */
  readonly isComplete: boolean
}

/** What retention has to know of an archive: it is held by holds on itself, and by those on every backup of a database that is in it. */
export function retainedArchive(archive: StoredArchive, marks: readonly KeepMark[]): RetainedArchive {
  const { archiveId, takenAt, lastValidation, missing, databases } = archive
  const inIt = new Set(databases.map(({ databaseId }) => databaseId))
  const its = marks.filter(
    ({ backupId, databaseId }) => backupId === archiveId || (backupId === null && inIt.has(databaseId)),
  )
  return {
    id: archiveId,
    type: 'full',
    label: 'monthly',
    takenAt,
    needs: [],
    verdict: lastValidation.status,
    isComplete: missing.length === 0,
    isDrilled: false,
    isPinned: its.some(({ kind }) => kind === 'pin'),
    holds: its.filter(({ kind }) => kind === 'legal_hold').map(({ name }) => name),
  }
}

function reasonsIn(plans: readonly RetentionPlan[], id: string): readonly KeepReason[] {
  const all = plans.flatMap(({ kept }) => kept.find((one) => one.id === id)?.reasons ?? [])
  return [...new Map(all.map((reason) => [JSON.stringify(reason), reason])).values()]
}

/** What one policy says. An archive that lacks a database counts as any other beside those like it, and never pushes out one that is complete. */
function planBy(
  { retention, timeZone }: Policy,
  archives: readonly RetainedArchive[],
  nowMs: number,
  guard: RetentionGuard,
): RetentionPlan {
  const rules = { ...retention, timeZone }
  const plan = planRetention(rules, archives, nowMs, guard)
  const complete = newestFirstOf(archives.filter(({ isComplete }) => isComplete))
  const reasons = findKeepReasons(rules, complete, nowMs)
  const stays = complete
    .filter(({ id }) => reasons.has(id))
    .map(({ id }) => ({ id, reasons: reasons.of(id) }))
  const known = new Set(stays.map(({ id }) => id))
  return {
    kept: [...stays, ...plan.kept.filter(({ id }) => !known.has(id))],
    removed: plan.removed.filter(({ id }) => !known.has(id)),
    refusal: plan.refusal,
  }
}

/**
 * What goes of archives at a moment (milliseconds since 1970 UTC): what none of these policies keeps, unless one of them refuses. Without a
 * policy all stay, without a reason.
 */
export function planArchives(
  policies: readonly Policy[],
  archives: readonly RetainedArchive[],
  nowMs: number,
  guardOf: (policy: Policy) => RetentionGuard,
): RetentionPlan {
  const plans = policies.map((policy) => planBy(policy, archives, nowMs, guardOf(policy)))
  const [first, ...others] = plans
  const removed = (first?.removed ?? []).filter(({ id }) =>
    others.every((plan) => plan.removed.some((one) => one.id === id)),
  )
  const goes = new Set(removed.map(({ id }) => id))
  const kept = archives
    .filter(({ id }) => !goes.has(id))
    .map(({ id }) => ({ id, reasons: reasonsIn(plans, id) }))
  const refusal = plans.find((plan) => plan.refusal !== null)?.refusal ?? null
  return { kept, removed, refusal: removed.length === 0 ? null : refusal }
}
