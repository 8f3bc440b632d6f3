import { openVault as readVault } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { readRecentVaults } from './recent-vaults.ts'

/** A vault that was open on this machine, and whether it is there now. */
export interface RecentVaultView {
  readonly folder: string
  readonly vaultId: string
  readonly openedAt: string
  readonly isReachable: boolean
}

/** The vaults that this user had open, newest first. */
export async function listRecentVaults(context: OperationsContext): Promise<readonly RecentVaultView[]> {
  const { home, ports } = context.world
  const remembered = await readRecentVaults(home.recentVaultsFile)
  return Promise.all(
    remembered.map(async ({ folder, vaultId, openedAt }) => {
      const isReachable = await readVault(ports, folder).then(
        (facts) => facts.vaultId === vaultId,
        () => false,
      )
      return { folder, vaultId, openedAt, isReachable }
    }),
  )
}

/** The folder of the vault that was open last, if it is there now: what a window opens by itself. */
export async function lastVaultFolder(context: OperationsContext): Promise<string | null> {
  const [newest] = await listRecentVaults(context)
  return newest?.isReachable === true ? newest.folder : null
}
