import { createHash, type Hash } from 'node:crypto'

import { pageHashBytes, pagesPerFrameOf } from '../image/frame-codec.ts'
import type { FrameCoder } from '../image/frame-coder.ts'
import type { EncodedFrame } from '../image/frame-messages.ts'
import { groupBytes } from '../image/group-tags.ts'
import { runInOrder } from '../image/run-in-order.ts'
import type { KnownGroups, SiftedGroups } from '../image/sift-groups.ts'
import { startFrameCoder } from '../image/start-frame-coder.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { FilePlace } from '../source/page-source.ts'
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

/** What was found of a block, and its pages, one after the other. */
interface SiftedBlock extends SiftedGroups {
  readonly pages: Uint8Array
  /** 1 for each page that is among `pages`; null: every one is. */
  readonly isThere: Uint8Array | null
}

/** A block that a thread reads by itself takes no memory here before it is done, so more are begun than the coder asks for. */
const blocksBegun = 4

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

function sizeOfBlock({ order, pagesPerFrame }: Pass, block: number): number {
  const { pageSize, pageCount } = order.image
  return Math.min(pagesPerFrame, pageCount - block * pagesPerFrame) * pageSize
}

async function readBlock(pass: Pass, block: number): Promise<Uint8Array> {
  const { spare, order, outgoing, pagesPerFrame } = pass
  const bytes = sizeOfBlock(pass, block)
  const into = (bytes === outgoing.frameBytes ? spare.pop() : undefined) ?? Buffer.allocUnsafeSlow(bytes)
  await order.image.readPages(block * pagesPerFrame + 1, into)
  return into
}

/** Hashes pages, where groups of them are known only those of which the tag has changed. */
async function siftPages(pass: Pass, pages: Uint8Array, known: KnownGroups | null): Promise<SiftedBlock> {
  const { coder, order } = pass
  const { pageSize } = order.image
  if (known !== null) return { ...(await coder.sift(pageSize, pages, known)), isThere: null }
  return { ...(await coder.hash(pageSize, pages)), same: new Uint8Array(), isThere: null }
}

/** The thread that sifts the pages reads them, so that only those that have changed are handed from one to another. */
async function siftThere(
  pass: Pass,
  block: number,
  place: FilePlace,
  known: KnownGroups,
): Promise<SiftedBlock> {
  const { pageSize } = pass.order.image
  const sizeBytes = sizeOfBlock(pass, block)
  const sifted = await pass.coder.siftFile({ place, sizeBytes, pageSize, known })
  if (sifted !== null) return { ...sifted, pages: sifted.changedPages, isThere: sifted.isChanged }
  return siftPages(pass, await readBlock(pass, block), known)
}

async function startBlock(pass: Pass, block: number): Promise<{ readonly work: Promise<SiftedBlock> }> {
  const { order, held, pagesPerFrame } = pass
  const { image } = order
  order.signal.throwIfAborted()
  const sizeBytes = sizeOfBlock(pass, block)
  const known = held.quick?.knownAt(block * pagesPerFrame * image.pageSize, sizeBytes) ?? null
  if (known !== null) {
    const place = image.placeOf?.(block * pagesPerFrame + 1, sizeBytes / image.pageSize) ?? null
    if (place !== null) return { work: siftThere(pass, block, place, known) }
  }
  return { work: siftPages(pass, await readBlock(pass, block), known) }
}

/** Pages from `first` (from 0) on, whose group has the tag that it had in the base. */
function referToBase({ held, places, root }: Pass, first: number, count: number): void {
  if (held.quick === null) throw new Error('no group is as it was where none is known')
  root.update(held.quick.hashesOf(first, count))
  places.refer(first, count)
}

/** The pages of a block one after the other, each null where it was not handed on. */
function pagesOf({ pages, isThere }: SiftedBlock, pageSize: number): (n: number) => Uint8Array | null {
  if (isThere === null) return (n) => pages.subarray(n * pageSize, (n + 1) * pageSize)
  const at = new Uint32Array(isThere.length)
  let next = 0
  for (let n = 0; n < at.length; n += 1) {
    at[n] = next
    if (isThere[n] === 1) next += pageSize
  }
  return (n) => (isThere[n] === 1 ? pages.subarray(at[n], at[n]! + pageSize) : null)
}

async function sortByHash(
  pass: Pass,
  first: number,
  hashes: Uint8Array,
  pageAt: (n: number) => Uint8Array | null,
): Promise<void> {
  const { held, places, outgoing } = pass
  pass.root.update(hashes)
  for (let n = 0; n < hashes.length / pageHashBytes; n += 1) {
    const at = n * pageHashBytes
    if (held.isHeld(first + n, hashes, at)) {
      places.refer(first + n)
      continue
    }
    const page = pageAt(n)
    if (page === null) throw new Error('a page that nothing holds was taken for unchanged')
    places.store(first + n)
    await storePage(outgoing, page, hashes.slice(at, at + pageHashBytes))
  }
}

async function sortBlock(pass: Pass, block: number, sifted: SiftedBlock): Promise<void> {
  const { pagesPerFrame, order, spare } = pass
  const { pages, pageHashes, same, isThere } = sifted
  const { pageSize } = order.image
  const firstPage = block * pagesPerFrame
  const inGroup = groupBytes / pageSize
  const count = pageHashes.length / pageHashBytes
  const pageAt = pagesOf(sifted, pageSize)
  for (let n = 0; n < count; n += inGroup) {
    const end = Math.min(count, n + inGroup)
    if (same[n / inGroup] === 1) {
      referToBase(pass, firstPage + n, end - n)
      continue
    }
    const hashes = pageHashes.subarray(n * pageHashBytes, end * pageHashBytes)
    await sortByHash(pass, firstPage + n, hashes, (page) => pageAt(n + page))
  }
  if (isThere === null && count === pagesPerFrame) spare.push(pages)
  order.onProgress((firstPage + count) * pageSize)
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
    await runInOrder<SiftedBlock>(blocks, coder.depth * blocksBegun, {
      start: (block) => startBlock(pass, block),
      finish: (sifted, block) => sortBlock(pass, block, sifted),
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
