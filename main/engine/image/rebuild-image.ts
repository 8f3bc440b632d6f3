import { createHash, type Hash } from 'node:crypto'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { payloadKeyOf } from './data-key.ts'
import { FrameError, pageHashBytes, type FrameForm } from './frame-codec.ts'
import type { FrameCoder } from './frame-coder.ts'
import type { DecodedFrame } from './frame-messages.ts'
import type { ImageReader } from './image-reader.ts'
import { runInOrder } from './run-in-order.ts'
import { startFrameCoder } from './start-frame-coder.ts'
import { openStored, readExactly } from './stored-file.ts'

/** How an image is read. */
export interface RebuildOptions {
  /** Worker threads. Small images use none. */
  readonly threads: number
  /** Aborted by a cancel or the time limit; its reason is thrown. */
  readonly signal: AbortSignal
  /** Bytes of the image that are done, of how many. */
  onProgress(doneBytes: number, totalBytes: number): void
}

/** What came out, computed from the bytes themselves. */
export interface RebuiltImage {
  readonly root: string
  readonly bytes: number
  /** SHA-256 of the payload as it was read, hex. */
  readonly storedSha256: string
}

interface Pass {
  readonly reader: ImageReader
  readonly payload: OpenFile
  readonly into: OpenFile | null
  readonly coder: FrameCoder
  readonly options: RebuildOptions
  readonly stored: Hash
  readonly root: Hash
}

function damaged(reader: ImageReader, detail: string, cause?: unknown): FaultError {
  return new FaultError({ code: 'BACKUP_DAMAGED', file: reader.record.file, detail }, { cause })
}

function formOf({ manifest, dataKey }: ImageReader): FrameForm {
  const { record, vaultId } = manifest
  return {
    vaultId,
    backupId: record.id,
    pageSize: record.pageSize,
    compression: record.stored.compression,
    compressionLevel: 0,
    key: dataKey === null ? null : payloadKeyOf(dataKey),
  }
}

/** Throws BACKUP_DAMAGED that names the first page of a frame whose bytes are not those that were backed up. */
function comparePages({ reader }: Pass, frame: number, pageHashes: Uint8Array): void {
  const firstSlot = frame * reader.index.pagesPerFrame
  const start = firstSlot * pageHashBytes
  const expected = reader.index.slotHashes.subarray(start, start + pageHashes.length)
  if (Buffer.compare(pageHashes, expected) === 0) return
  const byte = pageHashes.findIndex((value, at) => value !== expected[at])
  const page = firstSlot + Math.floor(byte / pageHashBytes) + 1
  throw damaged(reader, `page ${page} is not what was backed up (frame ${frame})`)
}

async function decodeFrame(
  { reader, coder }: Pass,
  frame: number,
  stored: { readonly bytes: Uint8Array; readonly position: number },
): Promise<DecodedFrame> {
  const { pagesPerFrame, pageSize, slotHashes } = reader.index
  const pages = Math.min(pagesPerFrame, slotHashes.length / pageHashBytes - frame * pagesPerFrame)
  try {
    return await coder.decode(frame, stored.bytes, pages * pageSize)
  } catch (error) {
    if (!(error instanceof FrameError)) throw error
    throw damaged(reader, `frame ${frame} (from byte ${stored.position}) ${error.message}`, error)
  }
}

async function runPass(pass: Pass): Promise<void> {
  const { index, record } = pass.reader
  const { options } = pass
  let readTo = 0
  let doneBytes = 0
  await runInOrder<DecodedFrame>(index.frameLengths.length, pass.coder.depth, {
    async start(frame) {
      options.signal.throwIfAborted()
      const position = readTo
      readTo += index.frameLengths[frame] ?? 0
      const bytes = await readExactly(pass.payload, record.file, position, readTo - position)
      pass.stored.update(bytes)
      return { work: decodeFrame(pass, frame, { bytes, position }) }
    },
    async finish({ pages, pageHashes }, frame) {
      comparePages(pass, frame, pageHashes)
      pass.root.update(pageHashes)
      await pass.into?.write(pages, doneBytes)
      doneBytes += pages.length
      options.onProgress(doneBytes, record.sourceBytes)
    },
  })
}

function conclude({ reader, root, stored }: Pass, mustMatchStored: boolean): RebuiltImage {
  const { record } = reader
  const rebuilt = { root: root.digest('hex'), bytes: record.sourceBytes, storedSha256: stored.digest('hex') }
  if (rebuilt.root !== record.root) throw damaged(reader, `its root is ${rebuilt.root}`)
  if (mustMatchStored && rebuilt.storedSha256 !== record.sha256) {
    throw damaged(reader, `its stored bytes have SHA-256 ${rebuilt.storedSha256}`)
  }
  return rebuilt
}

/** Reads the payload once. `mustMatchStored` false leaves it to the caller to compare the stored bytes' SHA-256. */
export async function passOverImage(
  ports: Ports,
  reader: ImageReader,
  into: OpenFile | null,
  options: RebuildOptions & { readonly mustMatchStored: boolean },
): Promise<RebuiltImage> {
  const { record, index } = reader
  const stored = { folder: reader.vaultFolder, file: record.file }
  const payload = await openStored(ports, stored, record.sizeBytes)
  const coder = startFrameCoder(formOf(reader), index.frameLengths.length, options.threads)
  const hashes = { stored: createHash('sha256'), root: createHash('sha256') }
  const pass: Pass = { reader, payload, into, coder, options, ...hashes }
  try {
    await runPass(pass)
    return conclude(pass, options.mustMatchStored)
  } finally {
    await coder.close()
    await payload.close()
  }
}

/**
 * Rebuilds a backup's image into an open, empty file (position 0 on; not flushed: the caller does). Every page is
 * compared with its recorded SHA-256 as it lands, the root and the stored bytes' SHA-256 with the recorded ones.
 * Throws BACKUP_FILE_MISSING, BACKUP_FILE_UNREADABLE, BACKUP_DAMAGED; the system's errors of writing `into`; the signal's reason.
 */
export function rebuildImage(
  ports: Ports,
  reader: ImageReader,
  into: OpenFile,
  options: RebuildOptions,
): Promise<RebuiltImage> {
  return passOverImage(ports, reader, into, { ...options, mustMatchStored: true })
}
