import { FaultError } from '../../../shared/domain/fault.ts'
import type { VaultAccess } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { manifestOf, pagesOf } from '../vault/layout.ts'
import { keysOf } from '../vault/vault-keys.ts'
import { payloadKeyOf, unwrapDataKey } from './data-key.ts'
import { pageHashBytes, type FrameForm } from './frame-codec.ts'
import type { Manifest } from './manifest.ts'
import { unsealPageIndex } from './page-index-file.ts'
import type { PageIndex } from './page-index.ts'
import { SealError } from './sealed-json.ts'
import { openStored, readExactly } from './stored-file.ts'

/** One backup's payload and what is needed to read it: its manifest and page index were read and agree. */
export interface PayloadReader {
  readonly manifest: Manifest
  readonly index: PageIndex
  readonly form: FrameForm
  /** Where each frame begins in the payload. Bytes. */
  readonly frameStarts: Float64Array
}

/** Pages that are stored in a payload. */
export function slotCountOf({ index }: PayloadReader): number {
  return index.slotHashes.length / pageHashBytes
}

/** Pages of one frame of a payload. */
export function pagesInFrame(payload: PayloadReader, frame: number): number {
  const { pagesPerFrame } = payload.index
  return Math.min(pagesPerFrame, slotCountOf(payload) - frame * pagesPerFrame)
}

/** The data key out of a manifest. Throws KEY_NEEDED without the vault's key, MANIFEST_DAMAGED when it does not unwrap. */
function dataKeyOf(vault: VaultAccess, manifest: Manifest): Uint8Array | null {
  if (manifest.wrappedKey === null) return null
  if (vault.vaultKey === null) throw new FaultError({ code: 'KEY_NEEDED', path: vault.folder, slots: [] })
  const binding = { vaultId: vault.vaultId, backupId: manifest.record.id }
  for (const vaultKey of keysOf(vault)) {
    const key = unwrapDataKey(vaultKey, manifest.wrappedKey, binding)
    if (key !== null) return key
  }
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
  const used = index.runs.reduce((sum, run) => sum + (run.owner === 0 ? run.pageCount : 0), 0)
  if (used * pageHashBytes !== index.slotHashes.length) return 'it stores pages that its image does not have'
  const isWhole = record.type === 'full' || record.type === 'schema'
  const [run] = index.runs
  const isInOrder = index.runs.length === 1 && run?.owner === 0 && run.firstSlot === 0
  return isWhole && !isInOrder ? 'it is of a full backup and does not hold every page in order' : null
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

function startsOf({ frameLengths }: PageIndex): Float64Array {
  const starts = new Float64Array(frameLengths.length)
  let at = 0
  for (const [frame, length] of frameLengths.entries()) {
    starts[frame] = at
    at += length
  }
  return starts
}

/** Opens one backup's payload by its manifest. Throws BACKUP_DAMAGED, BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE, KEY_NEEDED, MANIFEST_DAMAGED. */
export async function openPayload(
  ports: Ports,
  vault: VaultAccess,
  manifest: Manifest,
): Promise<PayloadReader> {
  const dataKey = dataKeyOf(vault, manifest)
  const index = await readPageIndex(ports, vault, manifest, dataKey)
  const { record, vaultId } = manifest
  const form: FrameForm = {
    vaultId,
    backupId: record.id,
    pageSize: record.pageSize,
    compression: record.stored.compression,
    compressionLevel: 0,
    key: dataKey === null ? null : payloadKeyOf(dataKey),
  }
  return { manifest, index, form, frameStarts: startsOf(index) }
}
