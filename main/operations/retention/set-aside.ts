import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { setAsideBackup } from '../../engine/engine.ts'
import type { Judgement } from './judge-database.ts'
import type { PruneTurn } from './prune-turn.ts'
import { tellRemoval } from './tell-removal.ts'

const skipped: ReadonlySet<string> = new Set(['BACKUP_IN_USE', 'VAULT_FULL'])

/** Whether a fault keeps one backup or archive from being set aside, and does not end the clean-up. */
export function isSkipped({ code }: Fault): boolean {
  return skipped.has(code)
}

/**
 * Sets aside what goes, those that need others first, so that what is left is whole at each moment. One that somebody reads, and what
 * it needs, stays and is told of. Under a claim, after which the judgement was made: nobody can have come to need what goes.
 */
export async function setAside(turn: PruneTurn, { rows, plan }: Judgement): Promise<void> {
  const { context, vault } = turn
  const needsOf = new Map(rows.map(({ id, needs }) => [id, needs]))
  for (const { id, rule } of plan.removed) {
    const backup = vault.catalog.backups.get(id)
    if (backup === null) continue
    const needs = needsOf.get(id) ?? []
    const blocked = turn.blockedBy(id)
    if (blocked !== undefined) {
      if (blocked === null) turn.leave(needs)
      else turn.skip(backup.file, blocked, needs)
      continue
    }
    await turn.look()
    try {
      const removal = await setAsideBackup(context.world.ports, vault.access, backup, rule)
      if (removal === null) continue
      vault.catalog.backups.removeByFile(backup.file)
      await tellRemoval(context, vault, 'set_aside', removal)
      turn.did('setAside', removal)
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined || !isSkipped(fault)) throw error
      turn.skip(backup.file, fault, needs)
      // Without room for a record none of the others can be set aside either; what is aside can still end.
      if (fault.code === 'VAULT_FULL') return
    }
  }
}
