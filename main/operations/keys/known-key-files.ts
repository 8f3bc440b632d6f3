import { readRecentVaults } from '../vaults/recent-vaults.ts'
import type { World } from '../world.ts'
import { ownKeyFileOf } from './resolve-key.ts'

/** Where key files of a vault may be on this machine: named in the environment, used last time, made by Holdfast. */
export async function knownKeyFiles(world: World, vaultId: string): Promise<readonly string[]> {
  const recent = await readRecentVaults(world.home.recentVaultsFile)
  const remembered = recent.filter((one) => one.vaultId === vaultId).map((one) => one.keyFile)
  const files = [world.keyPlaces.keyFile, ...remembered, ownKeyFileOf(world, vaultId)]
  return [...new Set(files.filter((file) => file !== undefined))]
}
