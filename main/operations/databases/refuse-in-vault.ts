import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { Ports } from '../../engine/engine.ts'

/** Throws WRONG_USE for a file that lies in the vault: a vault does not back itself up. */
export async function refuseInVault(ports: Ports, vaultFolder: string, file: string): Promise<void> {
  const realVault = await ports.files.realPath(vaultFolder)
  const realFile = await ports.files.realPath(file)
  if (realFile !== realVault && !realFile.startsWith(realVault + path.sep)) return
  const detail = `${file} lies in the vault ${vaultFolder}; what is registered must be outside of it`
  throw new FaultError({ code: 'WRONG_USE', detail })
}
