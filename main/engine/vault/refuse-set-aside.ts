import { FaultError } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { inVault, payloadOf, tombstoneOf } from './layout.ts'

/** A clean-up may have been there since the backup was named: what it set aside is not lost, and that is no verdict. Throws BACKUP_SET_ASIDE. */
export async function refuseSetAside(
  { files }: Ports,
  { folder }: VaultAccess,
  manifestFile: string,
): Promise<void> {
  if ((await files.stat(inVault(folder, manifestFile))) !== null) return
  const file = payloadOf(manifestFile)
  if ((await files.stat(inVault(folder, tombstoneOf(file)))) === null) return
  throw new FaultError({ code: 'BACKUP_SET_ASIDE', file })
}
