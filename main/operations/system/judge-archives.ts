import { faultOf } from '../../../shared/domain/fault.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import type { RetentionGuard } from '../../../shared/domain/retention/plan-retention.ts'
import type { PruneRefusal, PruneRest } from '../../../shared/domain/retention/prune-refusal.ts'
import type { StandingRemoval } from '../../../shared/domain/retention/removal.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'
import { listKeepMarks, loadArchiveAside } from '../../engine/engine.ts'
import { clockJump } from '../catalog/clock-memory.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from '../policies/list-policies.ts'
import type { AsideBackup, Asked, Judgement } from '../retention/judge-database.ts'
import { silenceOf } from '../retention/silence-of.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { archivesOf, withLastValidation } from './list-system.ts'
import { planArchives, retainedArchive, type RetainedArchive } from './prune-system.ts'

/** What is to happen with the archives of the complete system, at this moment. */
export interface ArchivesJudgement extends Pick<
  Judgement,
  'rests' | 'plan' | 'refusal' | 'aside' | 'planWithAside' | 'endRefusal' | 'markIds'
> {
  /** Newest first. */
  readonly archives: readonly StoredArchive[]
}

type AsideArchive = AsideBackup & { readonly retained: RetainedArchive | null }

async function asideOf(
  context: OperationsContext,
  vault: OpenVault,
  marks: readonly KeepMark[],
  removal: StandingRemoval,
): Promise<AsideArchive> {
  try {
    const archive = await loadArchiveAside(context.world.ports, vault.access, removal)
    return { removal, retained: retainedArchive(await withLastValidation(context, vault, archive), marks) }
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    return { removal, retained: null, fault }
  }
}

function restOf(policies: readonly Policy[], damagedPolicies: readonly string[]): PruneRest | null {
  if (policies.some(({ isEnabled }) => isEnabled)) return null
  if (policies.length > 0) return 'policy_rests'
  return damagedPolicies.length > 0 ? null : 'no_policy'
}

function guardBy(
  { world, settings }: OperationsContext,
  { catalog }: OpenVault,
  [newest]: readonly StoredArchive[],
  shareAtOnce: number | null,
): (policy: Policy) => RetentionGuard {
  const nowMs = world.ports.clock.now()
  return (policy) => {
    const silenceMs = silenceOf(policy, nowMs)
    return {
      hasFailed: newest?.lastValidation.status === 'failed',
      shareAtOnce: shareAtOnce ?? settings.current().pruneShareAtOnce / 100,
      silenceMs,
      unchangedAt: null,
      jumpedClock: clockJump(catalog.marks, nowMs, silenceMs),
    }
  }
}

/**
 * Judges the archives as the vault has them: those go that no enabled system policy keeps. Where a policy, an archive's record or a mark
 * can't be read, nothing goes, for not known is not free. Throws what keeps the vault from being read.
 */
export async function judgeArchives(
  context: OperationsContext,
  vault: OpenVault,
  { removals, hasAgreed }: Asked,
): Promise<ArchivesJudgement> {
  const { ports } = context.world
  const { byId, damaged: damagedPolicies } = await policiesOf(context, vault)
  const ofSystem = [...byId.values()].filter(({ scope }) => scope === 'system')
  const policies = ofSystem.filter(({ isEnabled }) => isEnabled)
  const { archives, damaged } = await archivesOf(context, vault)
  const { records: marks, damaged: damagedMarks } = await listKeepMarks(ports, vault.access.folder)
  const aside: AsideArchive[] = []
  for (const removal of removals.filter(({ state }) => state === 'aside'))
    aside.push(await asideOf(context, vault, marks, removal))

  const files = [...damagedMarks, ...damagedPolicies, ...damaged.map(({ file }) => file)]
  const ofRecords: PruneRefusal | null = files.length > 0 ? { because: 'records_damaged', files } : null
  const nowMs = ports.clock.now()
  const retained = archives.map((archive) => retainedArchive(archive, marks))
  const all = [...retained, ...aside.flatMap((one) => one.retained ?? [])]
  const shareOf = (share: number | null) => guardBy(context, vault, archives, share)
  const plan = planArchives(policies, retained, nowMs, shareOf(hasAgreed ? 1 : null))
  // That so many go was agreed to, or was no matter, when they were set aside.
  const planWithAside = planArchives(policies, all, nowMs, shareOf(1))
  const rests = restOf(ofSystem, damagedPolicies)
  // Without a policy that can be read nothing is planned, and that must not look like nothing to do.
  const isUnplanned = policies.length === 0 && rests === null && all.length > 0
  return {
    archives,
    rests,
    plan,
    refusal: plan.removed.length > 0 || isUnplanned ? (ofRecords ?? plan.refusal) : null,
    aside,
    planWithAside,
    endRefusal: ofRecords ?? planWithAside.refusal,
    markIds: new Set(marks.map(({ id }) => id)),
  }
}

/** Those that are set aside and would be kept now; all of them where there is no policy any more, none where it rests or can't be read. */
export function keptAgain({ rests, aside, planWithAside }: ArchivesJudgement): readonly AsideBackup[] {
  if (rests === 'no_policy') return aside
  const kept = new Set(planWithAside.kept.flatMap(({ id, reasons }) => (reasons.length > 0 ? [id] : [])))
  return aside.filter(({ retained }) => retained !== null && kept.has(retained.id))
}

/** Where others would go than a person saw go. */
export function unexpectedIn(
  { plan, archives }: Pick<ArchivesJudgement, 'plan' | 'archives'>,
  expected: readonly string[] | undefined,
): PruneRefusal | null {
  if (expected === undefined) return null
  const goes = new Set(plan.removed.map(({ id }) => id).filter((id) => !expected.includes(id)))
  const files = archives.filter(({ archiveId }) => goes.has(archiveId)).map(({ file }) => file)
  return files.length === 0 ? null : { because: 'plan_changed', files }
}
