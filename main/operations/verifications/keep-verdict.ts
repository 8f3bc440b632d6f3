import { faultOf } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { Validation } from '../../../shared/domain/validation.ts'
import { saveValidation } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

/** The verdict stands, and is in the catalog, also where the vault has no room for its record. */
async function saveVerdict(
  context: Pick<OperationsContext, 'world' | 'changes'>,
  { access }: OpenVault,
  backupId: string,
  validation: Validation,
): Promise<void> {
  const { ports } = context.world
  try {
    await saveValidation(ports, access.folder, backupId, validation)
  } catch (error) {
    const fault = faultOf(error)
    if (fault?.code !== 'VAULT_FULL') throw error
    ports.logger.warn('validation.not_saved', { backupId, code: fault.code })
  }
}

/** Keeps what was found of a backup, in the catalog and in the vault, and tells of it. Throws the faults of writing a vault but VAULT_FULL. */
export async function keepVerdict(
  context: Pick<OperationsContext, 'world' | 'changes'>,
  vault: OpenVault,
  { id, databaseId }: StoredBackup,
  validation: Validation,
): Promise<void> {
  vault.catalog.backups.putValidation(id, validation)
  context.changes.tell({ topic: 'backups', databaseId })
  if (!vault.isReadOnly) await saveVerdict(context, vault, id, validation)
}
