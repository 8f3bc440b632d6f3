import { FaultError } from '../../../shared/domain/fault.ts'
import type { RunContext, StoringOrder } from '../engine-types.ts'
import { newDataKey } from '../image/data-key.ts'
import type { Ports } from '../ports/ports.ts'
import { runInVault, type RunPurpose } from '../vault/run-in-vault.ts'
import type { VaultFacts } from '../vault/vault-file.ts'
import type { BackupWork } from './backup-work.ts'
import { withdraw } from './publish-backup.ts'

/** A backup that is not encrypted needs the vault's key as well, where there is one: its manifest is proved by it. */
export function vaultKeyOf(
  { vault, stored }: Pick<StoringOrder, 'vault' | 'stored'>,
  facts: VaultFacts,
): Uint8Array | null {
  if (vault.vaultKey !== null) return Buffer.from(vault.vaultKey, 'base64')
  if (stored.encryption === 'none' && facts.encryption === 'none') return null
  throw new FaultError({ code: 'KEY_NEEDED', path: vault.folder, slots: [] })
}

/**
 * Does the work of one backup with a run of its own in the vault. It is all there or nothing is: what a run that fails has
 * published is withdrawn.
 */
export function runBackupWork<T>(
  ports: Ports,
  order: StoringOrder,
  run: RunContext,
  around: RunPurpose & { readonly vaultKey: Uint8Array | null },
  work: (work: BackupWork) => Promise<T>,
): Promise<T> {
  const { vaultKey, ...purpose } = around
  return runInVault(ports, order.vault.folder, purpose, async (vaultRun) => {
    const own: BackupWork = {
      ports,
      order,
      run,
      vaultRun,
      backupId: ports.ids.newId(),
      dataKey: order.stored.encryption === 'none' ? null : newDataKey(),
      vaultKey,
      published: { paths: [] },
    }
    try {
      return await work(own)
    } catch (error) {
      await withdraw(ports, own.published)
      throw error
    }
  })
}
