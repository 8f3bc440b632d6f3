import { folderFor } from '../../../shared/domain/backup-file-name.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { BackupRequest } from '../engine-types.ts'
import { loadManifest } from '../image/load-manifest.ts'
import type { Ports } from '../ports/ports.ts'
import { partOf } from '../vault/layout.ts'
import { listBackupFolder } from '../vault/list-manifests.ts'

/** Without an earlier backup to go by: well-compressible databases go below it, so a refusal is never wrong by much. */
const guessedRatio = 5
/** Page index, manifest, lease and what file systems need for themselves. */
const besidesBytes = 1 << 20

async function sourceBytes(ports: Ports, path: string): Promise<number | null> {
  try {
    return (await ports.files.stat(path))?.sizeBytes ?? null
  } catch {
    // The snapshot says properly what is wrong with the source.
    return null
  }
}

/** Stored bytes for each byte of image in the newest backup of this database under this label and in this form; null without one. */
async function ratioOfNewest(ports: Ports, request: BackupRequest): Promise<number | null> {
  const folder = folderFor(request.label)
  const names = await listBackupFolder(ports, request.vault.folder, folder)
  const newest = names.findLast(
    (name) => name.startsWith(`${request.database}_`) && partOf(name)?.part === 'manifest',
  )
  if (newest === undefined) return null
  try {
    const { record } = await loadManifest(ports, request.vault, `${folder}/${newest}`)
    return record.stored.compression === request.stored.compression
      ? record.sizeBytes / record.sourceBytes
      : null
  } catch {
    return null
  }
}

/**
 * Refuses a backup that can't fit: the payload, estimated from the last one, and the image that is rebuilt to prove it.
 * Throws VAULT_FULL with both numbers. Where the file system does not tell its free space, nothing is refused.
 */
export async function checkFreeSpace(ports: Ports, request: BackupRequest): Promise<void> {
  const { folder } = request.vault
  const image = await sourceBytes(ports, request.sourcePath)
  if (image === null) return
  const guess = request.stored.compression === 'zstd' ? 1 / guessedRatio : 1
  const ratio = (await ratioOfNewest(ports, request)) ?? guess
  const neededBytes = Math.ceil(image * (ratio + 1)) + besidesBytes
  const freeBytes = await ports.files.freeBytes(folder)
  if (freeBytes < neededBytes)
    throw new FaultError({ code: 'VAULT_FULL', path: folder, neededBytes, freeBytes })
}
