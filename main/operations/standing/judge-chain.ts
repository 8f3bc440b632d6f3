import { brokenLinkOf, isFoundDamaged, untoldNeedOf } from '../../../shared/domain/chain.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { BrokenLink } from '../../../shared/domain/recovery-point.ts'
import type { Catalog } from '../catalog/open-catalog.ts'

/** What is known of what a backup needs. */
export interface ChainStanding {
  /** What of it is gone or damaged; null: nothing is known to be. */
  readonly brokenLink: BrokenLink | null
  /** The file of one of them whose verdict can't be told; null: there is none. */
  readonly untoldNeed: string | null
}

const sound: ChainStanding = { brokenLink: null, untoldNeed: null }

/** Judges what a backup needs. Chains are looked at only where something in them is in doubt, and those are few. */
export function judgeChain({ backups }: Pick<Catalog, 'backups'>, backup: StoredBackup): ChainStanding {
  if (backup.needs.length === 0 || !backups.isChainInDoubt(backup.id)) return sound
  const find = (id: string): StoredBackup | null => backups.get(id)
  const link = brokenLinkOf(backup, find, isFoundDamaged)
  return {
    // Its own bytes are its own verdict’s matter.
    brokenLink: link?.backupId === backup.id ? null : link,
    untoldNeed: untoldNeedOf(backup, find),
  }
}
