import { faultOf } from '../../../shared/domain/fault.ts'
import type { Removal, StandingRemoval } from '../../../shared/domain/retention/removal.ts'
import { dropPageTags, endRemoval, forgetRemoval, listKeepMarks } from '../../engine/engine.ts'
import { backupsNewestFirst } from '../points/list-points.ts'
import type { Judgement } from './judge-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { endsAtMs } from './plan-prune.ts'
import type { PruneTurn } from './prune-turn.ts'
import { tellRemoval } from './tell-removal.ts'

/** What a judgement says of what is set aside. */
type OfAside = Pick<Judgement, 'aside' | 'planWithAside' | 'markIds'>

/** By its root: after a crash nothing else tells of a backup whose key is destroyed. */
async function dropTags({ context, vault }: PruneTurn, databaseId: string): Promise<void> {
  const { ports, home } = context.world
  await dropPageTags(ports, home.pageTagsFolder, databaseId, (root) => {
    for (const backup of backupsNewestFirst(vault, databaseId)) if (backup.root === root) return true
    return false
  })
}

/** Ends one removal, and says what it gave back before its record goes: after a crash in between it counts once all the same. */
async function endOne(turn: PruneTurn, removal: Removal): Promise<boolean> {
  const { context, vault } = turn
  const { ports } = context.world
  if (!(await endRemoval(ports, vault.access, removal))) return false
  // A backup that was looked into lies beside the catalog in plain text: it goes with its key.
  await context.images.drop(removal.backupId)
  if (removal.subject === 'backup') await dropTags(turn, removal.databaseId)
  await tellRemoval(context, vault, 'prune', removal)
  await forgetRemoval(ports, vault.access.folder, removal.backupId)
  turn.did('ended', removal)
  return true
}

/** Goes on with removals whose key is destroyed already: nothing is left to be kept. */
export async function endBegun(turn: PruneTurn, removals: readonly StandingRemoval[]): Promise<void> {
  for (const removal of removals.filter(({ state }) => state === 'ending')) {
    await turn.look()
    await endOne(turn, removal)
  }
}

/** Whether a pin or a hold came since the judgement: what it keeps must not lose its key. One that can't be read may be such a one. */
async function hasNewMark({ context, vault }: PruneTurn, { markIds }: OfAside): Promise<boolean> {
  const { records, damaged } = await listKeepMarks(context.world.ports, vault.access.folder)
  return damaged.length > 0 || records.some(({ id }) => !markIds.has(id))
}

/** Whether the grace of a removal is over; `isNow`: it is not waited for. */
export function isDue(
  context: Pick<OperationsContext, 'world' | 'settings'>,
  { removedAt }: Removal,
  isNow: boolean,
): boolean {
  return isNow || context.world.ports.clock.now() >= endsAtMs(context, removedAt)
}

/**
 * Ends what is set aside for longer than the grace (`isNow`: all of it) and would still go, those that need others first. One that
 * somebody reads, and what it needs, waits for the next time; where a hold comes meanwhile, so does all that is left.
 */
export async function endRemoved(turn: PruneTurn, judgement: OfAside, isNow: boolean): Promise<void> {
  const { context } = turn
  const aside = new Map(
    judgement.aside.flatMap((one) => (one.retained === null ? [] : [[one.retained.id, one] as const])),
  )
  for (const one of judgement.aside) if (one.retained === null) turn.skip(one.removal.file, one.fault, [])
  const left = new Map([...aside.values()].map(({ retained }) => [retained.id, retained.needs]))
  for (const { id } of judgement.planWithAside.removed) {
    const one = aside.get(id)
    if (one === undefined || !isDue(context, one.removal, isNow)) continue
    if ([...left.values()].some((needs) => needs.includes(id))) continue
    const blocked = turn.blockedBy(id)
    if (blocked !== undefined) {
      if (blocked !== null) turn.skip(one.removal.file, blocked, one.retained.needs)
      continue
    }
    await turn.look()
    if (await hasNewMark(turn, judgement)) return
    try {
      if (await endOne(turn, one.removal)) left.delete(id)
    } catch (error) {
      const fault = faultOf(error)
      if (fault?.code !== 'BACKUP_IN_USE') throw error
      turn.skip(one.removal.file, fault, one.retained.needs)
    }
  }
}
