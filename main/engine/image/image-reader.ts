import { createHash } from 'node:crypto'

import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import { manifestOf, pagesOf } from '../vault/layout.ts'
import { unwrapDataKey } from './data-key.ts'
import { pageHashBytes } from './frame-codec.ts'
import { loadManifest } from './load-manifest.ts'
import type { Manifest } from './manifest.ts'
import { unsealPageIndex } from './page-index-file.ts'
import type { PageIndex } from './page-index.ts'
import { SealError } from './sealed-json.ts'
import { openStored, readExactly } from './stored-file.ts'

/** A backup whose manifest and page index were read and found whole; its payload has not been read. */
export interface ImageReader {
  readonly record: BackupRecord
  /** Schema, tables, row counts and fingerprints as they were at the source. */
  readonly description: DatabaseDescription
  readonly vaultFolder: string
  readonly manifest: Manifest
  readonly index: PageIndex
  /** The backup's data key; null when it is not encrypted. */
  readonly dataKey: Uint8Array | null
}

/** The data key out of a manifest. Throws KEY_NEEDED without the vault's key, MANIFEST_DAMAGED when it does not unwrap. */
function dataKeyOf(vault: VaultAccess, manifest: Manifest): Uint8Array | null {
  if (manifest.wrappedKey === null) return null
  if (vault.vaultKey === null) throw new FaultError({ code: 'KEY_NEEDED', path: vault.folder, slots: [] })
  const vaultKey = Buffer.from(vault.vaultKey, 'base64')
  const binding = { vaultId: vault.vaultId, backupId: manifest.record.id }
  const key = unwrapDataKey(vaultKey, manifest.wrappedKey, binding)
  if (key !== null) return key
  const detail = 'its key does not unwrap with this vault’s key'
  throw new FaultError({ code: 'MANIFEST_DAMAGED', file: manifestOf(manifest.record.file), detail })
}

function contradictionWith(manifest: Manifest, index: PageIndex): string | null {
  const { record } = manifest
  const storedBytes = index.frameLengths.reduce((sum, length) => sum + length, 0)
  const isSame =
    index.pageSize === record.pageSize &&
    index.pageCount === record.pageCount &&
    index.pagesPerFrame === manifest.pagesPerFrame &&
    index.frameLengths.length === manifest.frameCount &&
    storedBytes === record.sizeBytes
  if (!isSame) return 'it does not fit its manifest'
  if (index.runs.some((run) => run.owner > record.needs.length)) return 'it needs a backup that is not named'
  return record.type === 'full' ? contradictionOfFull(manifest, index) : null
}

function contradictionOfFull({ record }: Manifest, index: PageIndex): string | null {
  const [run] = index.runs
  const isWhole = index.runs.length === 1 && run?.owner === 0 && run.firstSlot === 0
  if (!isWhole || index.slotHashes.length !== record.pageCount * pageHashBytes) {
    return 'it is of a full backup and does not hold every page'
  }
  const root = createHash('sha256').update(index.slotHashes).digest('hex')
  return root === record.root ? null : 'its page hashes do not make up the recorded root'
}

/** Reads a backup's page index and compares it with its manifest. Throws BACKUP_DAMAGED, BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE. */
async function readPageIndex(
  ports: Ports,
  vault: VaultAccess,
  manifest: Manifest,
  dataKey: Uint8Array | null,
): Promise<PageIndex> {
  const file = pagesOf(manifest.record.file)
  const { pageIndex, record } = manifest
  const open = await openStored(ports, { folder: vault.folder, file }, pageIndex.sizeBytes)
  try {
    const bytes = await readExactly(open, file, 0, pageIndex.sizeBytes)
    const index = unsealPageIndex(bytes, pageIndex, { vaultId: vault.vaultId, backupId: record.id, dataKey })
    const contradiction = contradictionWith(manifest, index)
    if (contradiction !== null) throw new SealError(contradiction)
    return index
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    throw new FaultError({ code: 'BACKUP_DAMAGED', file, detail: error.message }, { cause: error })
  } finally {
    await open.close()
  }
}

/** Opens a backup whose manifest was read. Throws BACKUP_DAMAGED, BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE, KEY_NEEDED, MANIFEST_DAMAGED. */
export async function openReader(ports: Ports, vault: VaultAccess, manifest: Manifest): Promise<ImageReader> {
  const dataKey = dataKeyOf(vault, manifest)
  const index = await readPageIndex(ports, vault, manifest, dataKey)
  const { record } = manifest
  return { record, description: index.description, vaultFolder: vault.folder, manifest, index, dataKey }
}

/**
 * Opens a backup by its manifest (relative to the vault).
 * Throws BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE, MANIFEST_DAMAGED, MANIFEST_TOO_NEW, BACKUP_DAMAGED, KEY_NEEDED.
 */
export async function openImage(
  ports: Ports,
  vault: VaultAccess,
  manifestFile: string,
): Promise<ImageReader> {
  return openReader(ports, vault, await loadManifest(ports, vault, manifestFile))
}
