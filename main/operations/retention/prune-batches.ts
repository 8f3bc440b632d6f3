import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { claimingRemoval } from '../../engine/engine.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import {
  endsAtOnce,
  judgeNow,
  pruneDatabase,
  wantedOf,
  type Cleaning,
  type PruneEnds,
} from './prune-database.ts'
import type { PruneTurn } from './prune-turn.ts'
import { readAgain } from './retention-facts.ts'

/** Backups that are claimed together. While they are, nobody can read one of them, so it must not be for long. */
const mostInBatch = 200

/** One database of a clean-up. */
export interface PruneTask {
  readonly record: DatabaseRecord
  readonly turn: PruneTurn
  ends: PruneEnds
}

interface Batch {
  readonly tasks: readonly PruneTask[]
  readonly ids: ReadonlySet<string>
}

/** Judges databases until there is enough to do; those with which nothing is to be done have ended. */
async function nextBatch(cleaning: Cleaning, waiting: PruneTask[]): Promise<Batch> {
  const tasks: PruneTask[] = []
  const ids = new Set<string>()
  while (waiting.length > 0 && ids.size < mostInBatch) {
    const task = waiting.shift()!
    const judgement = await judgeNow(cleaning, task.turn, task.record)
    const ends = endsAtOnce(cleaning, judgement)
    if (ends !== null) {
      task.ends = ends
      continue
    }
    tasks.push(task)
    // The first of a plan are those that others do not need: where not all fit, what is left is whole.
    for (const id of wantedOf(cleaning, judgement).slice(0, mostInBatch)) ids.add(id)
  }
  return { tasks, ids }
}

/** The vault is looked at once for all of them, when nobody can begin to read what is claimed any more. */
async function pruneBatch(cleaning: Cleaning, { tasks, ids }: Batch): Promise<readonly PruneTask[]> {
  const { context, vault } = cleaning
  const { ports } = context.world
  const unfinished: PruneTask[] = []
  await claimingRemoval(ports, vault.access.folder, [...ids], async (read) => {
    await syncCatalog(ports, vault.access, vault.catalog)
    const now = { ...cleaning, facts: await readAgain(context, vault, cleaning.facts) }
    for (const task of tasks) {
      const { turn, record } = task
      const before = turn.doneCount
      turn.claim({ ids, read })
      task.ends = await pruneDatabase(now, turn, record)
      // More than fits into one claim: as long as it gets on.
      if (turn.doneCount - before >= mostInBatch) unfinished.push(task)
    }
  })
  return unfinished
}

/**
 * Does all that is to be done with these databases, some hundred backups at a time: the vault's folders are listed once for each batch, and
 * not once for each removal. Throws as `runPrune`.
 */
export async function pruneInBatches(cleaning: Cleaning, tasks: readonly PruneTask[]): Promise<void> {
  const waiting = [...tasks]
  while (waiting.length > 0) {
    const batch = await nextBatch(cleaning, waiting)
    if (batch.tasks.length > 0) waiting.unshift(...(await pruneBatch(cleaning, batch)))
  }
}
