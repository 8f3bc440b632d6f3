import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import type { RetentionGuard } from '../../../shared/domain/retention/plan-retention.ts'
import type { ArchivesPlan } from '../../../shared/domain/retention/prune-views.ts'
import type { RetentionPlan } from '../../../shared/domain/retention/retention-policy.ts'
import { listKeepMarks } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { clockJump } from '../catalog/clock-memory.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from '../policies/list-policies.ts'
import { silenceOf } from '../retention/silence-of.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'
import { archivesOf } from './list-system.ts'
import { planArchives, pruneArchives } from './prune-system.ts'

/** What the archives are called where the history names a database. */
const completeSystem = 'complete system'

/** What a policy lets go now, and why it lets nothing go although something would. */
function planBy(
  { world, settings }: OperationsContext,
  { catalog }: OpenVault,
  policy: Policy,
  archives: readonly StoredArchive[],
  marks: readonly KeepMark[],
): RetentionPlan {
  const nowMs = world.ports.clock.now()
  const silenceMs = silenceOf(policy, nowMs)
  const guard: RetentionGuard = {
    hasFailed: archives[0]?.lastValidation.status === 'failed',
    shareAtOnce: settings.current().pruneShareAtOnce / 100,
    silenceMs,
    unchangedAt: null,
    jumpedClock: clockJump(catalog.marks, nowMs, silenceMs),
  }
  return planArchives(policy, archives, nowMs, guard, marks)
}

/**
 * What the clean-up would do with the archives of the complete system now: those go that no enabled system policy keeps. Without one, or
 * where a policy, an archive's record or a hold can't be read, all stay. Throws what keeps the vault from being read.
 */
export async function planArchiveCleanUp(
  context: OperationsContext,
  vault: OpenVault,
): Promise<ArchivesPlan> {
  const { byId, damaged } = await policiesOf(context, vault)
  const policies = [...byId.values()].filter(({ scope, isEnabled }) => scope === 'system' && isEnabled)
  const { archives, damaged: unreadable } = await archivesOf(context, vault)
  const { records: marks, damaged: lostMarks } = await listKeepMarks(context.world.ports, vault.access.folder)
  const isUnsure = damaged.length + unreadable.length + lostMarks.length > 0
  if (policies.length === 0 || isUnsure) return { removed: [], keptCount: archives.length, refusals: [] }
  const plans = policies.map((policy) => ({
    policy: policy.name,
    ...planBy(context, vault, policy, archives, marks),
  }))
  const removed = archives.flatMap(({ archiveId, file, takenAt, sizeBytes }) => {
    const rules = plans.map((plan) =>
      plan.refusal === null ? plan.removed.find(({ id }) => id === archiveId)?.rule : undefined,
    )
    const [rule] = rules
    return rule === undefined || rules.includes(undefined)
      ? []
      : [{ archiveId, file, takenAt, sizeBytes, rule }]
  })
  const refusals = plans.flatMap(({ policy, refusal }) => (refusal === null ? [] : [{ policy, refusal }]))
  return { removed, keptCount: archives.length - removed.length, refusals }
}

async function cleanOne(context: OperationsContext, vault: OpenVault, archiveId: string): Promise<number> {
  const startedAt = instantOf(context.world.ports.clock)
  const common = {
    kind: 'prune',
    database: completeSystem,
    backupId: archiveId,
    startedAt,
    durationMs: 0,
  } as const
  try {
    const { freedBytes } = await pruneArchives(context, [archiveId])
    await recordActivity(context, vault, { ...common, result: 'success', bytes: freedBytes })
    return freedBytes
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    await recordActivity(context, vault, { ...common, result: 'failed', fault })
    return 0
  }
}

/**
 * Removes the archives that `planArchiveCleanUp` lets go; answers the bytes that it freed. One that is being read stays until the next
 * time. Throws what keeps the vault from being read.
 */
export async function cleanArchives(context: OperationsContext, vault: OpenVault): Promise<number> {
  const { removed, refusals } = await planArchiveCleanUp(context, vault)
  for (const refused of refusals) context.world.ports.logger.warn('archives.clean_up_refused', { ...refused })
  let freedBytes = 0
  for (const { archiveId } of removed) freedBytes += await cleanOne(context, vault, archiveId)
  return freedBytes
}
