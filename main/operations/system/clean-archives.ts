import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import type { RetentionGuard } from '../../../shared/domain/retention/plan-retention.ts'
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

/** Ids of the archives that a policy lets go now; none where the clock or the archives want a look first. */
function goingBy(
  { world, settings }: OperationsContext,
  { catalog }: OpenVault,
  policy: Policy,
  archives: readonly StoredArchive[],
  marks: readonly KeepMark[],
): readonly string[] {
  const nowMs = world.ports.clock.now()
  const silenceMs = silenceOf(policy, nowMs)
  const guard: RetentionGuard = {
    hasFailed: archives[0]?.lastValidation.status === 'failed',
    shareAtOnce: settings.current().pruneShareAtOnce / 100,
    silenceMs,
    unchangedAt: null,
    jumpedClock: clockJump(catalog.marks, nowMs, silenceMs),
  }
  const plan = planArchives(policy, archives, nowMs, guard, marks)
  if (plan.refusal === null) return plan.removed.map(({ id }) => id)
  world.ports.logger.warn('archives.clean_up_refused', { policy: policy.name, refusal: plan.refusal })
  return []
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
 * Removes the archives of the complete system that no system policy keeps; answers the bytes that it freed. Without an enabled one, or
 * where a policy or a hold can't be read, all stay. One that is being read stays until the next time. Throws what keeps the vault from being read.
 */
export async function cleanArchives(context: OperationsContext, vault: OpenVault): Promise<number> {
  const { byId, damaged } = await policiesOf(context, vault)
  const policies = [...byId.values()].filter(({ scope, isEnabled }) => scope === 'system' && isEnabled)
  const { archives, damaged: unreadable } = await archivesOf(context, vault)
  const { records: marks, damaged: lostMarks } = await listKeepMarks(context.world.ports, vault.access.folder)
  if (policies.length === 0 || damaged.length + unreadable.length + lostMarks.length > 0) return 0
  const [first, ...others] = policies.map((policy) => goingBy(context, vault, policy, archives, marks))
  const going = (first ?? []).filter((id) => others.every((ids) => ids.includes(id)))
  let freedBytes = 0
  for (const archiveId of going) freedBytes += await cleanOne(context, vault, archiveId)
  return freedBytes
}
