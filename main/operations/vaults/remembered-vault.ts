import path from 'node:path'

import { faultOf } from '../../../shared/domain/fault.ts'
import { openVault as readVault, type VaultAccess, type VaultFacts } from '../../engine/engine.ts'
import { unlockByItself, unlockWith, type GivenKey } from '../keys/resolve-key.ts'
import type { World } from '../world.ts'
import { readRecentVaults, type RememberedVault } from './recent-vaults.ts'
import type { KnownVault } from './vault-session.ts'

/** What is known of a vault that was open on this machine and can’t be read now. */
async function keptFacts(world: World, known: RememberedVault, homeName: string): Promise<VaultFacts> {
  const { folder, vaultId } = known
  const name = path.basename(folder)
  try {
    const kept = await readVault(world.ports, path.join(world.home.awayFolder, homeName))
    return { ...kept, folder, name }
  } catch (error) {
    if (faultOf(error) === undefined) throw error
    const encryption = known.isEncrypted === true ? 'aes-256-gcm' : 'none'
    return {
      folder,
      vaultId,
      name,
      createdAt: known.openedAt,
      encryption,
      slots: [],
      keyId: null,
      olderKeys: [],
    }
  }
}

async function keyOf(
  world: World,
  facts: VaultFacts,
  keyFile: string | undefined,
  given: GivenKey | undefined,
): Promise<Pick<VaultAccess, 'vaultKey' | 'olderKeys'>> {
  try {
    const unlocked = await (given === undefined
      ? unlockByItself(world, facts, keyFile)
      : unlockWith(facts, given))
    return unlocked?.access ?? { vaultKey: null }
  } catch (error) {
    // People are told by the ways that need no key.
    world.ports.logger.warn('vault.away_not_unlocked', { fault: faultOf(error) ?? String(error) })
    return { vaultKey: null }
  }
}

/**
 * A vault that was open on this machine, by its folder (left out: the one that was open last), with what is kept of it in the home folder:
 * enough to tell people that it is away. Null: none is remembered. Rejects with the system's errors.
 */
export async function rememberedVault(
  world: World,
  { folder, given }: { readonly folder?: string | undefined; readonly given?: GivenKey | undefined } = {},
): Promise<KnownVault | null> {
  const recent = await readRecentVaults(world.home.recentVaultsFile)
  const known = folder === undefined ? recent[0] : recent.find((one) => one.folder === path.resolve(folder))
  if (known?.homeName === undefined) return null
  const { homeName, keyFile, vaultId } = known
  const facts = await keptFacts(world, known, homeName)
  const key = await keyOf(world, facts, keyFile, given)
  return { facts, homeName, isReadOnly: false, access: { ...key, folder: known.folder, vaultId } }
}
