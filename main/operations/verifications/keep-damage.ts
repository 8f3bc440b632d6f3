import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { confirmVault, damageVerdict, loadTombstone, payloadOf, type Ports } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { keepVerdict } from './keep-verdict.ts'

/** The backup that a damaged file belongs to: the one that was read, or one that it needs. */
function damagedOf({ catalog }: OpenVault, fault: Fault): StoredBackup | null {
  return 'file' in fault ? catalog.backups.getByFile(payloadOf(fault.file)) : null
}

/** A clean-up of another program may have set it aside: then a file of it that is missing is not lost. */
async function isSetAside(ports: Ports, { access }: OpenVault, { id, file }: StoredBackup): Promise<boolean> {
  try {
    return (await loadTombstone(ports, access, { file })).id === id
  } catch (error) {
    if (faultOf(error) === undefined) throw error
    return false
  }
}

/**
 * What a job learned of the backups that it read: one that could not be read back is not called proved any longer, and neither it nor
 * what needs it is restored next, or built on. Where the vault itself is gone nothing was learned. Never throws: the job's own
 * end is what is told.
 */
export async function keepDamage(
  context: Pick<OperationsContext, 'world' | 'changes'>,
  vault: OpenVault,
  fault: Fault | undefined,
): Promise<void> {
  const { ports } = context.world
  const verdict = fault === undefined ? null : damageVerdict(ports, fault)
  const backup = fault === undefined ? null : damagedOf(vault, fault)
  if (verdict === null || backup === null) return
  try {
    await confirmVault(ports, vault.access)
    if (fault?.code === 'BACKUP_FILE_MISSING' && (await isSetAside(ports, vault, backup))) return
    await keepVerdict(context, vault, backup, verdict)
  } catch (error) {
    if (faultOf(error) === undefined) throw error
    ports.logger.warn('damage.not_kept', { backupId: backup.id, fault: faultOf(error) })
  }
}
