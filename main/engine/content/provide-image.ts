import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { RunContext, VaultAccess } from '../engine-types.ts'
import { openImage } from '../image/image-reader.ts'
import { loadManifest } from '../image/load-manifest.ts'
import { rebuildImage } from '../image/rebuild-image.ts'
import type { Ports } from '../ports/ports.ts'
import { writeImageFile } from './write-image-file.ts'

/** Which backup's image is wanted, and where. */
export interface ImageOrder {
  readonly vault: VaultAccess
  /** The manifest, relative to the vault. */
  readonly manifestFile: string
  /** Absolute path. One that is there already was written by this function and is used as it is. */
  readonly imageFile: string
  readonly threads: number
}

async function isThere(ports: Ports, imageFile: string, record: BackupRecord): Promise<boolean> {
  const facts = await ports.files.stat(imageFile)
  return facts?.isFile === true && facts.sizeBytes === record.sourceBytes
}

/**
 * Makes a backup's image a file that SQLite can open (`openContent`), rebuilt from what is stored with every page and the root
 * compared, unless it is there already; answers the backup's record. The file is for reading: no log, in no journal mode but the plain
 * one. Throws the faults of reading a backup, KEY_NEEDED, SCRATCH_FULL, SCRATCH_WRITE_FAILED, and the signal's reason.
 */
export async function provideImage(ports: Ports, order: ImageOrder, run: RunContext): Promise<BackupRecord> {
  const { vault, manifestFile, imageFile, threads } = order
  const { record } = await loadManifest(ports, vault, manifestFile)
  if (await isThere(ports, imageFile, record)) return record
  const reader = await openImage(ports, vault, manifestFile)
  await writeImageFile(ports, imageFile, reader.record.sourceBytes, async (image) => {
    await rebuildImage(ports, reader, image, {
      threads,
      signal: run.signal,
      onProgress: (doneBytes, totalBytes) => run.onProgress({ step: 'rebuilding', doneBytes, totalBytes }),
    })
  })
  return reader.record
}
