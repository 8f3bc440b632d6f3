import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { PruneRefusal } from '../../../shared/domain/retention/prune-refusal.ts'
import type { DatabasePruned, PruneReport } from '../../../shared/domain/retention/prune-views.ts'
import type { Removal, StandingRemoval } from '../../../shared/domain/retention/removal.ts'
import { holdingLease, mendRemovals, putBackBackup, writingVault, type Lease } from '../../engine/engine.ts'
import { seeClock } from '../catalog/clock-memory.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Turn } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { endBegun, endRemoved } from './end-removed.ts'
import { judgeDatabase, type AsideBackup, type Judgement } from './judge-database.ts'
import { PruneTurn } from './prune-turn.ts'
import {
  readAgain,
  readRetentionFacts,
  removalsByDatabase,
  type RemovalsOf,
  type RetentionFacts,
} from './retention-facts.ts'
import { setAside } from './set-aside.ts'
import { tellRemoval } from './tell-removal.ts'

/** Another clean-up, or an undo, may take its time. */
const patienceMs = 30_000

/** What a clean-up is asked to do. */
export interface PruneOrder {
  /** Ids or names; left out: every registered database. */
  readonly databases?: readonly string[] | undefined
  /** A person agreed that a large share goes at once. */
  readonly hasAgreed?: boolean | undefined
  /** What is set aside ends without its grace. */
  readonly isNow?: boolean | undefined
  /** Ids of the backups that a person saw go: where others would, nothing of that database goes. */
  readonly expected?: readonly string[] | undefined
}

/** What a clean-up knows of a vault while it holds its lease: nobody else sets aside, puts back or ends. */
interface Cleaning {
  readonly context: OperationsContext
  readonly vault: OpenVault
  readonly order: PruneOrder
  readonly facts: RetentionFacts
  readonly removals: RemovalsOf
}

/** Removals of a database that are under way now: those that were, with what this turn did. */
function underWay({ removals }: Cleaning, turn: PruneTurn, databaseId: string): readonly StandingRemoval[] {
  const { setAside: aside, ended, putBack } = turn.report()
  const gone = new Set([...ended, ...putBack].map(({ backupId }) => backupId))
  const fresh = aside.map((removal): StandingRemoval => ({ ...removal, state: 'aside' }))
  return [...(removals.get(databaseId) ?? []), ...fresh].filter(({ backupId }) => !gone.has(backupId))
}

function judge(
  cleaning: Cleaning,
  turn: PruneTurn,
  record: DatabaseRecord,
  facts: RetentionFacts,
): Promise<Judgement> {
  const { context, vault, order } = cleaning
  const removals = underWay(cleaning, turn, record.id)
  return judgeDatabase(context, vault, facts, record, { hasAgreed: order.hasAgreed === true, removals })
}

/** The same, from what the vault says at this moment. */
async function judgeAnew(cleaning: Cleaning, turn: PruneTurn, record: DatabaseRecord): Promise<Judgement> {
  const { context, vault } = cleaning
  await syncCatalog(context.world.ports, vault.access, vault.catalog)
  const now = vault.catalog.databases.get(record.id) ?? record
  return judge(cleaning, turn, now, await readAgain(context, vault, cleaning.facts))
}

/** Those that are set aside and would be kept now: by a hold, another policy, or because the others were found damaged. */
function keptAgain({ policy, rests, aside, planWithAside }: Judgement): readonly AsideBackup[] {
  if (rests === 'no_policy') return aside
  if (policy === null) return []
  const goes = new Set(planWithAside.removed.map(({ id }) => id))
  return aside.filter(({ retained }) => retained !== null && !goes.has(retained.id))
}

async function putBack(turn: PruneTurn, removals: readonly Removal[]): Promise<void> {
  const { context, vault } = turn
  for (const removal of removals) {
    await turn.look()
    if (!(await putBackBackup(context.world.ports, vault.access, removal))) continue
    await syncCatalog(context.world.ports, vault.access, vault.catalog)
    await tellRemoval(context, vault, 'put_back', removal)
    turn.did('putBack', removal)
  }
}

/** The judgement of this moment, once what is kept again is back; what others need first, so that what exists is whole. */
async function withKeptPutBack(
  cleaning: Cleaning,
  turn: PruneTurn,
  record: DatabaseRecord,
): Promise<Judgement> {
  const judgement = await judgeAnew(cleaning, turn, record)
  const kept = keptAgain(judgement)
  if (kept.length === 0) return judgement
  const inOrder = kept.toSorted(
    (one, other) => (one.retained?.needs.length ?? 0) - (other.retained?.needs.length ?? 0),
  )
  await putBack(
    turn,
    inOrder.map(({ removal }) => removal),
  )
  return judgeAnew(cleaning, turn, record)
}

function unexpected(judgement: Judgement, { expected }: PruneOrder): PruneRefusal | null {
  if (expected === undefined) return null
  const shown = new Set(expected)
  const files = judgement.plan.removed
    .filter(({ id }) => !shown.has(id))
    .map(({ id }) => judgement.rows.find((row) => row.id === id)?.file ?? id)
  return files.length === 0 ? null : { because: 'plan_changed', files }
}

/** Everything that is to happen with one database now, each step judged anew. */
async function pruneDatabase(
  cleaning: Cleaning,
  turn: PruneTurn,
  record: DatabaseRecord,
): Promise<Pick<DatabasePruned, 'rests' | 'refusal'>> {
  const { order } = cleaning
  const atFirst = await judge(cleaning, turn, record, cleaning.facts)
  const { rests, policy, plan, aside } = atFirst
  // Without a policy that can be read nothing is planned, and that must not look like nothing to do.
  const isNothing = plan.removed.length + aside.length === 0
  if (isNothing) return { rests, refusal: policy === null ? atFirst.refusal : null }
  const judgement = await withKeptPutBack(cleaning, turn, record)
  if (judgement.rests !== null) return { rests: judgement.rests, refusal: null }
  const refusal = judgement.refusal ?? unexpected(judgement, order)
  if (refusal === null) await setAside(turn, judgement)
  // A run that was under way may have stored one that needs what was just set aside.
  const last = await withKeptPutBack(cleaning, turn, record)
  if (last.endRefusal === null) await endRemoved(turn, last, order.isNow === true)
  return { rests: null, refusal: refusal ?? (last.aside.length > 0 ? last.endRefusal : null) }
}

function hasSomething({ setAside: aside, ended, putBack, skipped, refusal, rests }: DatabasePruned): boolean {
  const isAtWork = rests === 'under_recovery' || rests === 'at_work'
  return aside.length + ended.length + putBack.length + skipped.length > 0 || refusal !== null || isAtWork
}

function reportOf(databases: readonly DatabasePruned[]): PruneReport {
  const ended = databases.flatMap((one) => one.ended)
  return {
    databases: databases.filter(hasSomething),
    setAsideCount: databases.reduce((sum, one) => sum + one.setAside.length, 0),
    endedCount: ended.length,
    freedBytes: ended.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  }
}

type TurnMaker = () => PruneTurn

/** Removals that no registration judges: those that have begun to end go on, and what is set aside is put back. */
async function withoutRegistration(cleaning: Cleaning, turnFor: TurnMaker): Promise<DatabasePruned[]> {
  const { vault, removals, facts } = cleaning
  const done: DatabasePruned[] = []
  for (const [databaseId, ofDatabase] of removals) {
    const isDamaged = facts.damagedRegistrations.some((file) => file.includes(databaseId))
    if (isDamaged || vault.catalog.databases.get(databaseId) !== null) continue
    const turn = turnFor()
    await endBegun(turn, ofDatabase)
    await putBack(turn, ofDatabase.filter(({ state }) => state === 'aside').toReversed())
    const database = ofDatabase[0]?.database ?? ''
    done.push({ databaseId, database, rests: 'no_policy', refusal: null, ...turn.report() })
  }
  return done
}

async function pruneUnder(
  cleaning: Cleaning,
  job: Pick<Turn, 'signal' | 'onProgress'>,
  lease: Lease,
): Promise<PruneReport> {
  const { context, vault, order, removals } = cleaning
  const { catalog } = vault
  let doneBytes = 0
  const turnFor = (): PruneTurn => new PruneTurn(context, vault, { lease, job, doneBytes })
  const records = order.databases?.map((called) => findRegistered(catalog, called)) ?? catalog.databases.all()
  const databases = order.databases === undefined ? await withoutRegistration(cleaning, turnFor) : []
  for (const record of records) {
    const turn = turnFor()
    await endBegun(turn, removals.get(record.id) ?? [])
    const ends = await pruneDatabase(cleaning, turn, record)
    const { id: databaseId, name: database } = record
    databases.push({ databaseId, database, ...ends, ...turn.report() })
    doneBytes = turn.doneBytes
  }
  return reportOf(databases)
}

async function readCleaning(
  context: OperationsContext,
  vault: OpenVault,
  order: PruneOrder,
): Promise<Cleaning> {
  const { ports } = context.world
  await mendRemovals(ports, vault.access)
  await syncCatalog(ports, vault.access, vault.catalog)
  seeClock(vault.catalog.marks, ports.clock.now())
  const facts = await readRetentionFacts(context, vault)
  return { context, vault, order, facts, removals: await removalsByDatabase(context, vault) }
}

/**
 * Carries retention out: what goes is set aside, and what was set aside for longer than the grace ends, as a plan that is made now says.
 * One clean-up at a time in a vault. Refusals are in the report. Throws DATABASE_UNKNOWN, VAULT_READ_ONLY, VAULT_LOCKED, the faults of
 * writing a vault, and the signal's reason; what was done until then stays done and is in the history.
 */
export function runPrune(
  context: OperationsContext,
  vault: OpenVault,
  order: PruneOrder,
  job: Pick<Turn, 'signal' | 'onProgress'>,
): Promise<PruneReport> {
  const { folder: path } = vault.access
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path })
  const { ports } = context.world
  return writingVault(ports, path, () =>
    holdingLease(
      ports,
      path,
      'prune',
      async (lease) => pruneUnder(await readCleaning(context, vault, order), job, lease),
      patienceMs,
    ),
  )
}
