import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { confirmVault, damageVerdict } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { keepVerdict } from '../verifications/keep-verdict.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

/**
 * What a restore learned of its backup: one that could not be read back is not called proved any longer, and is not the one that is
 * restored next. Where the vault itself is gone nothing was learned. Never throws: the restore's own fault is what is told.
 */
export async function keepDamage(
  context: OperationsContext,
  vault: OpenVault,
  backup: StoredBackup,
  fault: Fault | undefined,
): Promise<void> {
  const { ports } = context.world
  const verdict = fault === undefined ? null : damageVerdict(ports, fault)
  if (verdict === null) return
  try {
    await confirmVault(ports, vault.access)
    await keepVerdict(context, vault, backup, verdict)
  } catch (error) {
    if (faultOf(error) === undefined) throw error
    ports.logger.warn('damage.not_kept', { backupId: backup.id, fault: faultOf(error) })
  }
}
