import { createHash, type Hash } from 'node:crypto'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { FrameError, pageHashBytes } from './frame-codec.ts'
import type { FrameCoder } from './frame-coder.ts'
import type { DecodedFrame } from './frame-messages.ts'
import type { ImageReader } from './image-reader.ts'
import { pagesInFrame, type PayloadReader } from './payload-reader.ts'
import { planFrames, type FrameWork } from './plan-frames.ts'
import { runInOrder } from './run-in-order.ts'
import { startFrameCoder } from './start-frame-coder.ts'
import { openStored, readExactly } from './stored-file.ts'
import type { TagOrder, TagPass } from './tag-pass.ts'

/** How an image is read. */
export interface RebuildOptions {
  /** Worker threads. Small images use none. */
  readonly threads: number
  /** Aborted by a cancel or the time limit; its reason is thrown. */
  readonly signal: AbortSignal
  /** Bytes of the image that are done, of how many. */
  onProgress(doneBytes: number, totalBytes: number): void
  /** Makes the tags of the image on the way; left out: none are made. */
  readonly tagPass?: TagPass | undefined
}

/** What came out, computed from the bytes themselves. */
export interface RebuiltImage {
  readonly root: string
  readonly bytes: number
  /** SHA-256 of the backup's own payload as it was read, hex. */
  readonly storedSha256: string
}

/** The payload that is being read; the one before is closed. */
interface OpenPayload {
  readonly owner: number
  readonly file: OpenFile
}

interface Pass {
  readonly ports: Ports
  readonly reader: ImageReader
  readonly work: readonly FrameWork[]
  readonly into: OpenFile | null
  readonly coder: FrameCoder
  readonly options: RebuildOptions
  readonly stored: Hash
  /** Of the pages as they were read, each at its place in the image. */
  readonly pageHashes: Uint8Array
  payload: OpenPayload | null
}

function damaged({ manifest }: PayloadReader, detail: string, cause?: unknown): FaultError {
  return new FaultError({ code: 'BACKUP_DAMAGED', file: manifest.record.file, detail }, { cause })
}

/** Throws BACKUP_DAMAGED that names the first page whose bytes are not those that were backed up. */
function takePageHashes(pass: Pass, payload: PayloadReader, work: FrameWork, found: Uint8Array): void {
  for (const { at, pageCount, firstPage } of work.pieces) {
    const start = firstPage * pageHashBytes
    const hashes = found.subarray(at * pageHashBytes, (at + pageCount) * pageHashBytes)
    const expected = pass.reader.pageHashes.subarray(start, start + hashes.length)
    pass.pageHashes.set(hashes, start)
    if (Buffer.compare(hashes, expected) === 0) continue
    const byte = hashes.findIndex((value, n) => value !== expected[n])
    const page = firstPage + Math.floor(byte / pageHashBytes) + 1
    throw damaged(payload, `page ${page} is not what was backed up (frame ${work.frame})`)
  }
}

async function decodeFrame(
  { coder }: Pass,
  payload: PayloadReader,
  frame: number,
  bytes: Uint8Array,
  tagging: TagOrder | null,
): Promise<DecodedFrame> {
  const { form, frameStarts, manifest } = payload
  try {
    const imageBytes = pagesInFrame(payload, frame) * manifest.record.pageSize
    return await coder.decode(form, frame, bytes, imageBytes, tagging)
  } catch (error) {
    if (!(error instanceof FrameError)) throw error
    throw damaged(payload, `frame ${frame} (from byte ${frameStarts[frame] ?? 0}) ${error.message}`, error)
  }
}

async function closePayload(pass: Pass): Promise<void> {
  await pass.payload?.file.close()
  pass.payload = null
}

async function payloadFile(pass: Pass, owner: number, payload: PayloadReader): Promise<OpenFile> {
  if (pass.payload?.owner === owner) return pass.payload.file
  await closePayload(pass)
  const { file, sizeBytes } = payload.manifest.record
  const open = await openStored(pass.ports, { folder: pass.reader.vaultFolder, file }, sizeBytes)
  pass.payload = { owner, file: open }
  return open
}

function ownerOf({ reader }: Pass, { owner }: FrameWork): PayloadReader {
  return reader.owners[owner] ?? reader.owners[0]
}

/** A frame that was read, decoded, and the tags that were asked of it. */
interface FrameRead extends DecodedFrame {
  readonly tagging: TagOrder | null
}

async function startFrame(pass: Pass, work: FrameWork): Promise<{ readonly work: Promise<FrameRead> }> {
  const payload = ownerOf(pass, work)
  const file = await payloadFile(pass, work.owner, payload)
  const start = payload.frameStarts[work.frame] ?? 0
  const length = payload.index.frameLengths[work.frame] ?? 0
  const bytes = await readExactly(file, payload.manifest.record.file, start, length)
  if (work.owner === 0) pass.stored.update(bytes)
  const tagging = pass.options.tagPass?.orderFor(work) ?? null
  const decoding = decodeFrame(pass, payload, work.frame, bytes, tagging)
  return { work: decoding.then((decoded) => ({ ...decoded, tagging })) }
}

async function writePieces({ into, reader }: Pass, { pieces }: FrameWork, pages: Uint8Array): Promise<void> {
  const { pageSize } = reader.record
  await into?.writeEach(
    pieces.map(({ at, pageCount, firstPage }) => ({
      bytes: pages.subarray(at * pageSize, (at + pageCount) * pageSize),
      position: firstPage * pageSize,
    })),
  )
}

async function runPass(pass: Pass): Promise<void> {
  const { work, options, reader } = pass
  const { sourceBytes, pageSize } = reader.record
  let doneBytes = 0
  await runInOrder<FrameRead>(work.length, pass.coder.depth, {
    start(n) {
      options.signal.throwIfAborted()
      return startFrame(pass, work[n]!)
    },
    async finish({ pages, pageHashes, tags, tagging }, n) {
      const done = work[n]!
      takePageHashes(pass, ownerOf(pass, done), done, pageHashes)
      if (tagging !== null) options.tagPass?.take(tagging, tags)
      await writePieces(pass, done, pages)
      doneBytes += done.pieces.reduce((sum, piece) => sum + piece.pageCount, 0) * pageSize
      options.onProgress(doneBytes, sourceBytes)
    },
  })
}

function conclude({ reader, pageHashes, stored }: Pass, mustMatchStored: boolean): RebuiltImage {
  const { record, owners } = reader
  const root = createHash('sha256').update(pageHashes).digest('hex')
  const rebuilt = { root, bytes: record.sourceBytes, storedSha256: stored.digest('hex') }
  if (rebuilt.root !== record.root) throw damaged(owners[0], `its root is ${rebuilt.root}`)
  if (mustMatchStored && rebuilt.storedSha256 !== record.sha256) {
    throw damaged(owners[0], `its stored bytes have SHA-256 ${rebuilt.storedSha256}`)
  }
  return rebuilt
}

/**
 * Reads every page of an image once, from the payload that holds it; of the backup's own payload every byte. `mustMatchStored`
 * false leaves it to the caller to compare the stored bytes' SHA-256.
 */
export async function passOverImage(
  ports: Ports,
  reader: ImageReader,
  into: OpenFile | null,
  options: RebuildOptions & { readonly mustMatchStored: boolean },
): Promise<RebuiltImage> {
  const work = planFrames(reader.owners[0].index)
  const coder = startFrameCoder(work.length, options.threads)
  const pageHashes = Buffer.alloc(reader.pageHashes.length)
  const stored = createHash('sha256')
  const pass: Pass = { ports, reader, work, into, coder, options, stored, pageHashes, payload: null }
  try {
    await runPass(pass)
    return conclude(pass, options.mustMatchStored)
  } finally {
    await coder.close()
    await closePayload(pass)
  }
}

/**
 * Rebuilds a backup's image into an open, empty file (not flushed: the caller does). Every page is compared with its
 * recorded SHA-256 as it lands, the root and the stored bytes' SHA-256 with the recorded ones.
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
