import { FaultError } from '../../../shared/domain/fault.ts'
import type { DatabasePruned, PruneReport } from '../../../shared/domain/retention/prune-views.ts'
import { mendRemovals, type Lease } from '../../engine/engine.ts'
import { seeClock } from '../catalog/clock-memory.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Turn } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { endBegun } from './end-removed.ts'
import { cleaningUp } from './hold-removals.ts'
import { pruneInBatches, type PruneTask } from './prune-batches.ts'
import type { Cleaning, PruneOrder } from './prune-database.ts'
import { PruneTurn, type PruneAround } from './prune-turn.ts'
import { putBack } from './put-back.ts'
import { readRetentionFacts, removalsByDatabase } from './retention-facts.ts'

function hasSomething({ setAside: aside, ended, putBack, skipped, refusal, rests }: DatabasePruned): boolean {
  const isAtWork = rests === 'under_recovery' || rests === 'at_work'
  return aside.length + ended.length + putBack.length + skipped.length > 0 || refusal !== null || isAtWork
}

function reportOf(databases: readonly DatabasePruned[]): PruneReport {
  const ended = databases.flatMap((one) => one.ended)
  return {
    databases: databases.filter(hasSomething),
    archives: null,
    setAsideCount: databases.reduce((sum, one) => sum + one.setAside.length, 0),
    endedCount: ended.length,
    freedBytes: ended.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  }
}

/** Removals that no registration judges: those that have begun to end go on, and what is set aside is put back. */
async function withoutRegistration(cleaning: Cleaning, around: PruneAround): Promise<DatabasePruned[]> {
  const { context, vault, removals, facts } = cleaning
  const done: DatabasePruned[] = []
  for (const [databaseId, ofDatabase] of removals) {
    const isDamaged = facts.damagedRegistrations.some((file) => file.includes(databaseId))
    if (isDamaged || vault.catalog.databases.get(databaseId) !== null) continue
    const turn = new PruneTurn(context, vault, around)
    await endBegun(turn, ofDatabase)
    const aside = ofDatabase.filter(({ state }) => state === 'aside').toReversed()
    for (const removal of await putBack(context, vault, aside, () => turn.look()))
      turn.did('putBack', removal)
    const database = ofDatabase[0]?.database ?? ''
    done.push({ databaseId, database, rests: 'no_policy', refusal: null, ...turn.report() })
  }
  return done
}

async function pruneUnder(cleaning: Cleaning, around: PruneAround): Promise<PruneReport> {
  const { context, vault, order, removals } = cleaning
  const { catalog } = vault
  const records = order.databases?.map((called) => findRegistered(catalog, called)) ?? catalog.databases.all()
  const strays = order.databases === undefined ? await withoutRegistration(cleaning, around) : []
  const tasks: PruneTask[] = []
  for (const record of records) {
    const turn = new PruneTurn(context, vault, around)
    await endBegun(turn, removals.get(record.id) ?? [])
    tasks.push({ record, turn, ends: { rests: null, refusal: null } })
  }
  await pruneInBatches(cleaning, tasks)
  const pruned = tasks.map(({ record, turn, ends }): DatabasePruned => {
    return { databaseId: record.id, database: record.name, ...ends, ...turn.report() }
  })
  return reportOf([...strays, ...pruned])
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
  const cleanUp = (lease: Lease): Promise<PruneReport> =>
    readCleaning(context, vault, order).then((cleaning) =>
      pruneUnder(cleaning, { lease, job, progress: { doneBytes: 0 } }),
    )
  return cleaningUp(ports, path, cleanUp)
}
