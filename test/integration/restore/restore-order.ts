import type { BackupRequest, RunContext, VaultAccess } from '../../../main/engine/engine-types.ts'
import { nodePorts, silentLogger } from '../../../main/engine/ports/node-ports.ts'
import type { Ports } from '../../../main/engine/ports/ports.ts'

export const realPorts: Ports = nodePorts(silentLogger)

export const databaseId = '7d0e8b0c-46b0-4a51-9a51-0d1f1a3c8a11'

/** A run that nobody watches. */
export function quietRun(signal = new AbortController().signal): RunContext {
  return { signal, onProgress: () => undefined }
}

/** An order to back `sourcePath` up into a vault. */
export function backupRequest(vault: VaultAccess, sourcePath: string): BackupRequest {
  return {
    vault,
    databaseId,
    database: 'market_data',
    sourcePath,
    type: 'full',
    label: 'manual',
    stored: { compression: 'zstd', encryption: vault.vaultKey === null ? 'none' : 'aes-256-gcm' },
    compressionLevel: 1,
    threads: 1,
    fingerprintLimitBytes: 2 ** 40,
    lockWaitMs: 2000,
  }
}
