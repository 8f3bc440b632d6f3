import { keysOf } from '../vault/vault-keys.ts'
import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { RunContext, VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import type { VaultRun } from '../vault/run-in-vault.ts'
import { extractSystem } from './extract-system.ts'
import type { SystemPlace } from './read-system.ts'
import type { SystemManifest } from './system-manifest.ts'
import type { ArchiveOrder } from './system-types.ts'

/** An archive, whole and checked, as a small vault in a run's scratch folder. */
export interface OpenedArchive {
  readonly manifest: SystemManifest
  readonly access: VaultAccess
  readonly bytesRead: number
}

/** Where an order's archive is, and whose it must be. */
export function placeOf({ vault, path: archivePath, recorded }: ArchiveOrder): SystemPlace {
  const { vaultId } = vault
  return {
    path: archivePath,
    file: recorded?.file ?? archivePath,
    vaultId,
    vaultKeys: keysOf(vault),
  }
}

/**
 * Extracts an archive into a run's scratch folder, checked member by member, and as a whole against the vault's record where there is one.
 * Throws as `extractSystem`, and BACKUP_DAMAGED when it is not the recorded archive.
 */
export async function openArchive(
  ports: Ports,
  order: ArchiveOrder,
  vaultRun: VaultRun,
  run: RunContext,
): Promise<OpenedArchive> {
  const place = placeOf(order)
  const folder = path.join(vaultRun.scratchFolder, 'system')
  await ports.files.makeFolder(folder)
  const { manifest, archive } = await extractSystem(ports, place, folder, {
    signal: run.signal,
    onProgress(doneBytes, totalBytes) {
      void vaultRun.lease?.renew()
      run.onProgress({ step: 'unpacking', doneBytes, totalBytes })
    },
  })
  const { recorded } = order
  if (
    recorded !== null &&
    (archive?.sha256 !== recorded.sha256 || manifest.archiveId !== recorded.archiveId)
  ) {
    const detail = 'its bytes are not those that the vault recorded of it'
    throw new FaultError({ code: 'BACKUP_DAMAGED', file: place.file, detail })
  }
  return { manifest, access: { ...order.vault, folder }, bytesRead: archive?.sizeBytes ?? 0 }
}

/** Ids that a run reads, so that nobody removes the archive meanwhile. */
export function readsOf({ recorded }: ArchiveOrder): readonly string[] {
  return recorded === null ? [] : [recorded.archiveId]
}
