import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import { planRetention, type RetentionGuard } from '../../../shared/domain/retention/plan-retention.ts'
import type {
  KeepReason,
  RetainedBackup,
  RetentionPlan,
} from '../../../shared/domain/retention/retention-policy.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'

/** An archive as retention judges it: held by holds on itself, and by those on every backup of a database that is in it. */
export function retainedArchive(archive: StoredArchive, marks: readonly KeepMark[]): RetainedBackup {
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
    // One that lacks a database must never push out one that is complete.
    verdict: lastValidation.status === 'passed' && missing.length > 0 ? 'failed' : lastValidation.status,
    isDrilled: false,
    isPinned: its.some(({ kind }) => kind === 'pin'),
    holds: its.filter(({ kind }) => kind === 'legal_hold').map(({ name }) => name),
  }
}

function reasonsIn(plans: readonly RetentionPlan[], id: string): readonly KeepReason[] {
  const all = plans.flatMap(({ kept }) => kept.find((one) => one.id === id)?.reasons ?? [])
  return [...new Map(all.map((reason) => [JSON.stringify(reason), reason])).values()]
}

/**
 * What goes of archives at a moment (milliseconds since 1970 UTC): what none of these policies keeps, unless one of them refuses. Without a
 * policy all stay, without a reason.
 */
export function planArchives(
  policies: readonly Policy[],
  archives: readonly RetainedBackup[],
  nowMs: number,
  guardOf: (policy: Policy) => RetentionGuard,
): RetentionPlan {
  const plans = policies.map((policy) => {
    const rules = { ...policy.retention, timeZone: policy.timeZone }
    return planRetention(rules, archives, nowMs, guardOf(policy))
  })
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
