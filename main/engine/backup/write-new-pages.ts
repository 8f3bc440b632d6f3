import { createHash, type Hash } from 'node:crypto'

import { pageHashBytes, pagesPerFrameOf } from '../image/frame-codec.ts'
import type { FrameCoder } from '../image/frame-coder.ts'
import type { EncodedFrame, SiftedPages } from '../image/frame-messages.ts'
import { groupBytes } from '../image/group-tags.ts'
import { runInOrder } from '../image/run-in-order.ts'
import { startFrameCoder } from '../image/start-frame-coder.ts'
import type { OpenFile } from '../ports/file-system.ts'
import { PagePlaces, type HeldPages } from './held-pages.ts'
import type { PayloadOrder, WrittenPayload } from './payload-order.ts'

/** The new payload under way: pages are gathered into frames, which are encoded beside the reading and written in order. */
interface Outgoing {
  readonly order: PayloadOrder
  readonly into: OpenFile
  readonly coder: FrameCoder
  readonly frameBytes: number
  readonly encoding: Promise<EncodedFrame>[]
  readonly frameLengths: number[]
  readonly slotHashes: Uint8Array[]
  readonly stored: Hash
  /** The frame that is being filled. */
  frame: Uint8Array
  filledBytes: number
  framesBegun: number
  sizeBytes: number
}

/** One pass over the image, under way. */
interface Pass {
  readonly order: PayloadOrder
  readonly held: HeldPages
  readonly outgoing: Outgoing
  readonly coder: FrameCoder
  readonly places: PagePlaces
  readonly root: Hash
  readonly pagesPerFrame: number
  /** Buffers that came back and wait for their next pages. */
  readonly spare: Uint8Array[]
}

function beginOutgoing(order: PayloadOrder, into: OpenFile, coder: FrameCoder): Outgoing {
  const { pageSize } = order.image
  const frameBytes = pagesPerFrameOf(pageSize) * pageSize
  return {
    order,
    into,
    coder,
    frameBytes,
    encoding: [],
    frameLengths: [],
    slotHashes: [],
    stored: createHash('sha256'),
    frame: Buffer.allocUnsafeSlow(frameBytes),
    filledBytes: 0,
    framesBegun: 0,
    sizeBytes: 0,
  }
}

async function writeOldest(outgoing: Outgoing): Promise<void> {
  const { stored } = (await outgoing.encoding.shift())!
  outgoing.stored.update(stored)
  outgoing.frameLengths.push(stored.length)
  await outgoing.into.write(stored, outgoing.sizeBytes)
  outgoing.sizeBytes += stored.length
}

async function sendFrame(outgoing: Outgoing): Promise<void> {
  const { order, coder, encoding, frame, filledBytes } = outgoing
  if (encoding.length >= coder.depth) await writeOldest(outgoing)
  const isWhole = filledBytes === frame.length
  const pages = isWhole ? frame : new Uint8Array(frame.subarray(0, filledBytes))
  const work = coder.encode(order.form, outgoing.framesBegun, pages)
  // Watched from the start: it may fail while an earlier one is awaited.
  work.catch(() => undefined)
  encoding.push(work)
  outgoing.framesBegun += 1
  outgoing.filledBytes = 0
  if (isWhole) outgoing.frame = Buffer.allocUnsafeSlow(outgoing.frameBytes)
}

async function storePage(outgoing: Outgoing, page: Uint8Array, hash: Uint8Array): Promise<void> {
  outgoing.frame.set(page, outgoing.filledBytes)
  outgoing.filledBytes += page.length
  outgoing.slotHashes.push(hash)
  if (outgoing.filledBytes === outgoing.frame.length) await sendFrame(outgoing)
}

async function finishOutgoing(outgoing: Outgoing): Promise<void> {
  if (outgoing.filledBytes > 0) await sendFrame(outgoing)
  while (outgoing.encoding.length > 0) await writeOldest(outgoing)
}

async function readBlock(pass: Pass, block: number): Promise<Uint8Array> {
  const { image } = pass.order
  const firstPage = block * pass.pagesPerFrame
  const pages = Math.min(pass.pagesPerFrame, image.pageCount - firstPage)
  const isFull = pages === pass.pagesPerFrame
  const into = (isFull ? pass.spare.pop() : undefined) ?? Buffer.allocUnsafeSlow(pages * image.pageSize)
  await image.readPages(firstPage + 1, into)
  return into
}

/** Hashed page by page, or only where the tags of the base say that something changed. */
async function siftBlock(pass: Pass, block: number, pages: Uint8Array): Promise<SiftedPages> {
  const { pageSize } = pass.order.image
  const position = block * pass.pagesPerFrame * pageSize
  const known = pass.held.quick?.knownAt(position, pages.length) ?? null
  if (known !== null) return pass.coder.sift(pageSize, pages, known)
  return { ...(await pass.coder.hash(pageSize, pages)), same: new Uint8Array() }
}

async function startBlock(pass: Pass, block: number): Promise<{ readonly work: Promise<SiftedPages> }> {
  pass.order.signal.throwIfAborted()
  return { work: siftBlock(pass, block, await readBlock(pass, block)) }
}

/** Pages from `first` (from 0) on, whose group has the tag that it had in the base. */
function referToBase({ held, places, root }: Pass, first: number, count: number): void {
  if (held.quick === null) throw new Error('no group is as it was where none is known')
  root.update(held.quick.hashesOf(first, count))
  places.refer(first, count)
}

async function sortByHash(pass: Pass, first: number, pages: Uint8Array, hashes: Uint8Array): Promise<void> {
  const { held, places, outgoing, order } = pass
  const { pageSize } = order.image
  pass.root.update(hashes)
  for (let n = 0; n < pages.length / pageSize; n += 1) {
    const at = n * pageHashBytes
    if (held.isHeld(first + n, hashes, at)) {
      places.refer(first + n)
      continue
    }
    places.store(first + n)
    const page = pages.subarray(n * pageSize, (n + 1) * pageSize)
    await storePage(outgoing, page, hashes.slice(at, at + pageHashBytes))
  }
}

async function sortPages(pass: Pass, block: number, { pages, pageHashes, same }: SiftedPages): Promise<void> {
  const { pagesPerFrame, order } = pass
  const { pageSize } = order.image
  const firstPage = block * pagesPerFrame
  const inGroup = groupBytes / pageSize
  const count = pages.length / pageSize
  for (let n = 0; n < count; n += inGroup) {
    const end = Math.min(count, n + inGroup)
    if (same[n / inGroup] === 1) {
      referToBase(pass, firstPage + n, end - n)
      continue
    }
    const hashes = pageHashes.subarray(n * pageHashBytes, end * pageHashBytes)
    await sortByHash(pass, firstPage + n, pages.subarray(n * pageSize, end * pageSize), hashes)
  }
  if (count === pagesPerFrame) pass.spare.push(pages)
  order.onProgress(firstPage * pageSize + pages.length)
}

/**
 * Writes those pages of an image that no earlier backup holds, in one pass; the page map says where the others are. Does not
 * flush. Rejects with the faults of reading the image, the system's errors of writing, and the signal's reason.
 */
export async function writeNewPages(
  order: PayloadOrder,
  held: HeldPages,
  into: OpenFile,
): Promise<WrittenPayload> {
  const { pageSize, pageCount } = order.image
  const pagesPerFrame = pagesPerFrameOf(pageSize)
  const blocks = Math.ceil(pageCount / pagesPerFrame)
  const coder = startFrameCoder(blocks, order.threads)
  const outgoing = beginOutgoing(order, into, coder)
  const places = new PagePlaces(held, pageCount)
  const root = createHash('sha256')
  const pass: Pass = { order, held, outgoing, coder, places, root, pagesPerFrame, spare: [] }
  try {
    await runInOrder<SiftedPages>(blocks, coder.depth, {
      start: (block) => startBlock(pass, block),
      finish: (sifted, block) => sortPages(pass, block, sifted),
    })
    await finishOutgoing(outgoing)
  } finally {
    await coder.close()
  }
  return {
    sizeBytes: outgoing.sizeBytes,
    sha256: outgoing.stored.digest('hex'),
    root: pass.root.digest('hex'),
    frameLengths: Uint32Array.from(outgoing.frameLengths),
    slotHashes: Buffer.concat(outgoing.slotHashes),
    ...places.conclude(),
  }
}
