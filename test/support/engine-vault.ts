import { randomBytes } from 'node:crypto'
import path from 'node:path'

import type { StoredForm } from '../../shared/domain/backup-record.ts'
import type { BackupRecord } from '../../shared/domain/backup-record.ts'
import {
  createVault,
  listManifests,
  takeBackup,
  verifyBackup,
  type BackupRequest,
  type Ports,
  type RunContext,
  type VaultAccess,
} from '../../main/engine/engine.ts'
import { nodePorts, silentLogger } from '../../main/engine/ports/node-ports.ts'

/** The real world, keeping no log. */
export const realPorts: Ports = nodePorts(silentLogger)

export const encryptedForm: StoredForm = { compression: 'zstd', encryption: 'aes-256-gcm' }
export const compressedForm: StoredForm = { compression: 'zstd', encryption: 'none' }
export const plainForm: StoredForm = { compression: 'none', encryption: 'none' }
export const sealedForm: StoredForm = { compression: 'none', encryption: 'aes-256-gcm' }
export const allForms: readonly StoredForm[] = [encryptedForm, compressedForm, plainForm, sealedForm]

/** A run that nobody watches; pass a signal to be able to cancel it. */
export function quietRun(signal: AbortSignal = new AbortController().signal): RunContext {
  return { signal, onProgress: () => undefined }
}

/** A new vault in `folder/vault`, with a key file's secret, or without encryption. */
export async function newVault(
  folder: string,
  encryption: 'key_file' | 'none' = 'key_file',
  ports = realPorts,
): Promise<VaultAccess> {
  const secrets = encryption === 'none' ? [] : [{ kind: 'key_file' as const, bytes: randomBytes(32) }]
  return (await createVault(ports, path.join(folder, 'vault'), secrets)).access
}

/** An order to back `source` up, encrypted unless told otherwise. */
export function backupOf(
  vault: VaultAccess,
  source: string,
  changes: Partial<BackupRequest> = {},
): BackupRequest {
  return {
    vault,
    databaseId: '5f1c0a52-1d0c-4a0e-9d0a-0f2b7f6f3a11',
    database: 'market_data',
    sourcePath: source,
    type: 'full',
    label: 'manual',
    stored: vault.vaultKey === null ? compressedForm : encryptedForm,
    compressionLevel: 3,
    threads: 2,
    fingerprintLimitBytes: 256 << 20,
    fullCheckLimitBytes: 2 ** 50,
    lockWaitMs: 5000,
    ...changes,
  }
}

/** Takes a backup and returns its record; throws what `takeBackup` throws. */
export async function storedBackup(request: BackupRequest, ports = realPorts): Promise<BackupRecord> {
  const outcome = await takeBackup(ports, request, quietRun())
  if (outcome.kind !== 'stored') throw new Error('nothing was stored')
  return outcome.backup
}

/** The manifest of a backup, relative to its vault. */
export function manifestFileOf(backup: BackupRecord): string {
  return `${backup.file}.manifest.json`
}

/** Every backup that a vault lists; throws for a manifest that can't be read. */
export async function listRecords(vault: VaultAccess): Promise<readonly BackupRecord[]> {
  const records: BackupRecord[] = []
  for await (const one of listManifests(realPorts, vault)) {
    if ('fault' in one) throw new Error(`${one.manifestFile}: ${one.fault.code}`)
    records.push(one.record)
  }
  return records
}

/** Verifies a backup; its verdict, where it could be judged at all. */
export async function verifiedStatus(vault: VaultAccess, backup: BackupRecord): Promise<'passed' | 'failed'> {
  const request = { vault, manifestFile: manifestFileOf(backup), threads: 0 }
  return (await verifyBackup(realPorts, request, quietRun())).validation.status
}
