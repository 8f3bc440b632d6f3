import { faultOf } from '../../../shared/domain/fault.ts'
import { setAsideBackup } from '../../engine/engine.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import type { Judgement } from './judge-database.ts'
import type { PruneTurn } from './prune-turn.ts'
import { tellRemoval } from './tell-removal.ts'

/** Whether no backup that exists needs this one: a run that was reading it may have stored one since the plan was made. */
async function isNeededByNone(
  { context, vault }: PruneTurn,
  databaseId: string,
  id: string,
): Promise<boolean> {
  await syncCatalog(context.world.ports, vault.access, vault.catalog)
  return !vault.catalog.backups.judged(databaseId).some(({ needs }) => needs.includes(id))
}

/**
 * Sets aside what goes, those that need others first, so that what is left is whole at each moment. One that somebody reads, and what
 * it needs, stays and is told of.
 */
export async function setAside(turn: PruneTurn, { record, rows, plan }: Judgement): Promise<void> {
  const { context, vault } = turn
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const { id, rule } of plan.removed) {
    const backup = vault.catalog.backups.get(id)
    const blocked = turn.blockedBy(id)
    if (backup === null) continue
    if (blocked !== undefined) {
      turn.skip(backup.file, blocked, byId.get(id)?.needs ?? [])
      continue
    }
    await turn.look()
    try {
      const removal = await setAsideBackup(context.world.ports, vault.access, backup, rule, () =>
        isNeededByNone(turn, record.id, id),
      )
      if (removal === null) continue
      vault.catalog.backups.removeByFile(backup.file)
      await tellRemoval(context, vault, 'set_aside', removal)
      turn.did('setAside', removal)
    } catch (error) {
      const fault = faultOf(error)
      if (fault?.code !== 'BACKUP_IN_USE') throw error
      turn.skip(backup.file, fault, byId.get(id)?.needs ?? [])
    }
  }
}
