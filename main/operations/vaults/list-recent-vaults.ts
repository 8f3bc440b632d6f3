import { openVault as readVault } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { withinLimit } from '../within-limit.ts'
import { readRecentVaults } from './recent-vaults.ts'

/** One that hangs keeps the others from being shown, and a window from opening, for no longer. */
const answerLimitMs = 5_000

/** A vault that was open on this machine, and whether it is there now. */
export interface RecentVaultView {
  readonly folder: string
  readonly vaultId: string
  readonly openedAt: string
  readonly isReachable: boolean
}

/** The vaults that this user had open, newest first. */
export async function listRecentVaults(context: OperationsContext): Promise<readonly RecentVaultView[]> {
  const { home, ports, timers } = context.world
  const remembered = await readRecentVaults(home.recentVaultsFile)
  return Promise.all(
    remembered.map(async ({ folder, vaultId, openedAt }) => {
      const isThere = readVault(ports, folder).then(
        (facts) => facts.vaultId === vaultId,
        () => false,
      )
      const isReachable = await withinLimit(timers, answerLimitMs, isThere, false)
      return { folder, vaultId, openedAt, isReachable }
    }),
  )
}

/** The folder of the vault that was open last, if it is there now: what a window opens by itself. */
export async function lastVaultFolder(context: OperationsContext): Promise<string | null> {
  const [newest] = await listRecentVaults(context)
  return newest?.isReachable === true ? newest.folder : null
}
