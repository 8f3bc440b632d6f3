import { createHash } from 'node:crypto'

import type { BackupRecord, NeededBackup } from '../../../shared/domain/backup-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import { manifestOf, pagesOf } from '../vault/layout.ts'
import { assemblePageHashes } from './assemble-page-hashes.ts'
import { loadManifest } from './load-manifest.ts'
import type { Manifest } from './manifest.ts'
import { openPayload, slotCountOf, type PayloadReader } from './payload-reader.ts'
import { SealError } from './sealed-json.ts'

/** A backup whose manifest and page index were read and found whole, and those it needs; no payload has been read. */
export interface ImageReader {
  readonly record: BackupRecord
  /** Schema, tables, row counts and fingerprints as they were at the source. */
  readonly description: DatabaseDescription
  readonly vaultFolder: string
  /** The payloads that hold the image's pages, as the page map's owners: the backup's own first, then those of `needs`. */
  readonly owners: readonly [PayloadReader, ...PayloadReader[]]
  /** The SHA-256 of every page of the image in order: they make up the root. */
  readonly pageHashes: Uint8Array
}

function damaged(file: string, detail: string): FaultError {
  return new FaultError({ code: 'BACKUP_DAMAGED', file, detail })
}

/** Throws BACKUP_DAMAGED that names the needed backup where it is not the one that was meant. */
async function openNeeded(
  ports: Ports,
  vault: VaultAccess,
  needed: NeededBackup,
  pageSize: number,
): Promise<PayloadReader> {
  const manifest = await loadManifest(ports, vault, manifestOf(needed.file))
  if (manifest.record.id !== needed.id)
    throw damaged(needed.file, 'it is another backup than the one that is needed')
  if (manifest.record.pageSize !== pageSize) throw damaged(needed.file, 'its pages are of another size')
  return openPayload(ports, vault, manifest)
}

function refuseStrangeMap(owners: ImageReader['owners']): void {
  const [own] = owners
  const isOutside = own.index.runs.some(({ owner, firstSlot, pageCount }) => {
    const payload = owners[owner]
    return payload === undefined || firstSlot + pageCount > slotCountOf(payload)
  })
  if (isOutside) throw new SealError('its page map names pages that are not stored')
}

function hashesOf(owners: ImageReader['owners']): Uint8Array {
  const [{ manifest, index }] = owners
  refuseStrangeMap(owners)
  const pageHashes = assemblePageHashes(
    index,
    owners.map((owner) => owner.index.slotHashes),
  )
  const root = createHash('sha256').update(pageHashes).digest('hex')
  if (root !== manifest.record.root) throw new SealError('its page hashes do not make up the recorded root')
  return pageHashes
}

/**
 * Opens a backup whose manifest was read, and every backup it needs. Throws BACKUP_DAMAGED, BACKUP_FILE_MISSING,
 * BACKUP_FILE_UNREADABLE, KEY_NEEDED, MANIFEST_DAMAGED, MANIFEST_TOO_NEW; the file it names may be one of a needed backup.
 */
export async function openReader(ports: Ports, vault: VaultAccess, manifest: Manifest): Promise<ImageReader> {
  const { record } = manifest
  const own = await openPayload(ports, vault, manifest)
  const needed: PayloadReader[] = []
  for (const one of record.needs) needed.push(await openNeeded(ports, vault, one, record.pageSize))
  const owners: ImageReader['owners'] = [own, ...needed]
  try {
    const pageHashes = hashesOf(owners)
    return { record, description: own.index.description, vaultFolder: vault.folder, owners, pageHashes }
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    throw new FaultError(
      { code: 'BACKUP_DAMAGED', file: pagesOf(record.file), detail: error.message },
      { cause: error },
    )
  }
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
