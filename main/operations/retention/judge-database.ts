import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { planRetention } from '../../../shared/domain/retention/plan-retention.ts'
import type { PruneRefusal, PruneRest } from '../../../shared/domain/retention/prune-refusal.ts'
import type { StandingRemoval } from '../../../shared/domain/retention/removal.ts'
import type { RetainedBackup, RetentionPlan } from '../../../shared/domain/retention/retention-policy.ts'
import { unknownValidation } from '../../../shared/domain/validation.ts'
import { loadTombstone, readDrill, readValidation } from '../../engine/engine.ts'
import type { JudgedRow } from '../catalog/backup-rows.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { damagedFor, type RetentionFacts } from './retention-facts.ts'
import { retentionGuardOf } from './retention-guard.ts'

/** A backup that is set aside, as retention judges it now; `fault`: it can't be judged, so it stays as it is. */
export type AsideBackup =
  | { readonly removal: StandingRemoval; readonly retained: RetainedBackup }
  | { readonly removal: StandingRemoval; readonly retained: null; readonly fault: Fault }

/** What is to happen with one database's backups, at this moment. */
export interface Judgement {
  readonly record: DatabaseRecord
  readonly policy: Policy | null
  readonly rests: PruneRest | null
  /** Newest first. */
  readonly rows: readonly JudgedRow[]
  /** Of the backups that exist. Its `refusal` is not the last word: see `refusal`. */
  readonly plan: RetentionPlan
  readonly refusal: PruneRefusal | null
  readonly aside: readonly AsideBackup[]
  /** Of those that exist and those that are set aside together: which of the latter still go. */
  readonly planWithAside: RetentionPlan
  /** Why nothing that is set aside may end. */
  readonly endRefusal: PruneRefusal | null
  /** Ids of the pins and holds that this rests on. */
  readonly markIds: ReadonlySet<string>
}

/** What a judgement is asked for. */
export interface Asked {
  /** The removals of the database that are under way. */
  readonly removals: readonly StandingRemoval[]
  /** Somebody agreed that many go at once. */
  readonly hasAgreed: boolean
}

function restOf(
  { queue }: OperationsContext,
  facts: RetentionFacts,
  record: DatabaseRecord,
  policy: Policy | null,
): PruneRest | null {
  const { policyId } = record
  const isDamaged = policyId !== undefined && facts.damagedPolicies.some((file) => file.includes(policyId))
  if (policy === null) return isDamaged ? null : 'no_policy'
  if (!policy.isEnabled) return 'policy_rests'
  if (record.recoveryStartedAt !== undefined) return 'under_recovery'
  const isAtWork = queue
    .views()
    .some(
      ({ databaseId, kind, state }) => databaseId === record.id && kind !== 'prune' && state === 'running',
    )
  return isAtWork ? 'at_work' : null
}

function policyOf(facts: RetentionFacts, { policyId }: DatabaseRecord): Policy | null {
  const policy = policyId === undefined ? undefined : facts.policies.get(policyId)
  return policy?.scope === 'databases' ? policy : null
}

function retainedOf(
  facts: RetentionFacts,
  databaseId: string,
  backup: Pick<JudgedRow, 'id' | 'type' | 'label' | 'takenAt' | 'needs' | 'status' | 'isDrilled'>,
): RetainedBackup {
  const { id, type, label, takenAt, needs, status, isDrilled } = backup
  const marks = facts.marks.filter(
    (mark) => mark.backupId === id || (mark.backupId === null && mark.databaseId === databaseId),
  )
  return {
    id,
    type,
    label,
    takenAt,
    needs,
    verdict: status,
    isDrilled,
    isPinned: marks.some(({ kind }) => kind === 'pin'),
    holds: marks.filter(({ kind }) => kind === 'legal_hold').map(({ name }) => name),
  }
}

async function asideOf(
  { world }: OperationsContext,
  { access }: OpenVault,
  facts: RetentionFacts,
  removal: StandingRemoval,
): Promise<AsideBackup> {
  try {
    const { id, type, label, takenAt, needs, validation } = await loadTombstone(world.ports, access, removal)
    const later = await readValidation(world.ports, access.folder, id)
    const verdict = later === 'damaged' ? unknownValidation('') : (later ?? validation)
    const needed = needs.map((one) => one.id)
    const drill = await readDrill(world.ports, access.folder, id)
    const isDrilled = drill !== null && drill !== 'damaged' && drill.verdict === 'passed'
    const row = { id, type, label, takenAt, needs: needed, status: verdict.status, isDrilled }
    return { removal, retained: retainedOf(facts, removal.databaseId, row) }
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    return { removal, retained: null, fault }
  }
}

/** Nothing judges them: they stay, without a reason. */
function everythingStays(rows: readonly JudgedRow[]): RetentionPlan {
  return { kept: rows.map(({ id }) => ({ id, reasons: [] })), removed: [], refusal: null }
}

/** Judges the backups of a registered database as the catalog knows them. Throws what keeps the vault from being read. */
export async function judgeDatabase(
  context: OperationsContext,
  vault: OpenVault,
  facts: RetentionFacts,
  record: DatabaseRecord,
  { removals, hasAgreed }: Asked,
): Promise<Judgement> {
  const policy = policyOf(facts, record)
  const rests = restOf(context, facts, record, policy)
  const rows = vault.catalog.backups.judged(record.id)
  const aside: AsideBackup[] = []
  for (const removal of removals.filter(({ state }) => state === 'aside'))
    aside.push(await asideOf(context, vault, facts, removal))
  const names = new Set([record.name, ...rows.map(({ database }) => database)])
  const damaged = damagedFor(facts, vault, record, names)
  const ofRecords: PruneRefusal | null =
    damaged.length > 0 ? { because: 'records_damaged', files: damaged } : null
  const markIds = new Set(facts.marks.map(({ id }) => id))
  const part = { record, policy, rests, rows, aside, markIds }
  if (policy === null) {
    const plan = everythingStays(rows)
    const refusal = rests === null ? ofRecords : null
    return { ...part, plan, refusal, planWithAside: plan, endRefusal: refusal }
  }
  const guard = retentionGuardOf(context, vault, record.id, policy, hasAgreed)
  const rules = { ...policy.retention, timeZone: policy.timeZone }
  const nowMs = context.world.ports.clock.now()
  const retained = rows.map((row) => retainedOf(facts, record.id, row))
  const plan = planRetention(rules, retained, nowMs, guard)
  const all = [...retained, ...aside.flatMap((one) => one.retained ?? [])]
  // That so many go was agreed to, or was no matter, when they were set aside.
  const planWithAside = planRetention(rules, all, nowMs, { ...guard, shareAtOnce: 1 })
  return {
    ...part,
    plan,
    refusal: plan.removed.length === 0 ? null : (ofRecords ?? plan.refusal),
    planWithAside,
    endRefusal: ofRecords ?? planWithAside.refusal,
  }
}
