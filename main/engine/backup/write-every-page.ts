import { createHash, type Hash } from 'node:crypto'

import { pagesPerFrameOf } from '../image/frame-codec.ts'
import type { FrameCoder } from '../image/frame-coder.ts'
import type { EncodedFrame } from '../image/frame-messages.ts'
import { runInOrder } from '../image/run-in-order.ts'
import { startFrameCoder } from '../image/start-frame-coder.ts'
import type { OpenFile } from '../ports/file-system.ts'
import { LevelByTrial } from './level-by-trial.ts'
import type { PayloadOrder, WrittenPayload } from './payload-order.ts'

/** One pass over the image, under way. */
interface Pass {
  readonly order: PayloadOrder
  readonly into: OpenFile
  readonly coder: FrameCoder
  readonly level: LevelByTrial
  readonly pagesPerFrame: number
  readonly frameLengths: Uint32Array
  readonly pageHashes: Uint8Array[]
  readonly stored: Hash
  readonly root: Hash
  /** Buffers of full frames that came back and wait for their next pages. */
  readonly spare: Uint8Array[]
  sizeBytes: number
  doneBytes: number
}

function beginPass(order: PayloadOrder, into: OpenFile): Pass {
  const { pageSize, pageCount } = order.image
  const pagesPerFrame = pagesPerFrameOf(pageSize)
  const frameCount = Math.ceil(pageCount / pagesPerFrame)
  return {
    order,
    into,
    coder: startFrameCoder(frameCount, order.threads),
    level: new LevelByTrial(order.form),
    pagesPerFrame,
    frameLengths: new Uint32Array(frameCount),
    pageHashes: [],
    stored: createHash('sha256'),
    root: createHash('sha256'),
    spare: [],
    sizeBytes: 0,
    doneBytes: 0,
  }
}

async function readFrame({ order, pagesPerFrame, spare }: Pass, frame: number): Promise<Uint8Array> {
  const { pageSize, pageCount } = order.image
  const firstPage = frame * pagesPerFrame + 1
  const pages = Math.min(pagesPerFrame, pageCount - firstPage + 1)
  const isFull = pages === pagesPerFrame
  const into = (isFull ? spare.pop() : undefined) ?? Buffer.allocUnsafeSlow(pages * pageSize)
  await order.image.readPages(firstPage, into)
  return into
}

async function encodeNext(pass: Pass, frame: number): Promise<{ readonly work: Promise<EncodedFrame> }> {
  pass.order.signal.throwIfAborted()
  // Before the reading, beside which an earlier frame is finished: what is known then does not hang on which is quicker.
  const { form, cheaperLevel } = pass.level.trialFor(frame)
  const pages = await readFrame(pass, frame)
  return { work: pass.coder.encode(form, frame, pages, cheaperLevel) }
}

async function storeFrame(pass: Pass, encoded: EncodedFrame, frame: number): Promise<void> {
  const { stored, pageHashes, pages } = encoded
  pass.level.learn(frame, encoded.level)
  const writing = pass.into.write(stored, pass.sizeBytes)
  // Hashed while it is written.
  pass.stored.update(stored)
  pass.root.update(pageHashes)
  pass.pageHashes.push(pageHashes)
  pass.frameLengths[frame] = stored.length
  await writing
  pass.sizeBytes += stored.length
  pass.doneBytes += pages.length
  // In the plain form the stored bytes are the pages: they are written by now.
  if (pages.length === pass.pagesPerFrame * pass.order.form.pageSize) pass.spare.push(pages)
  pass.order.onProgress(pass.doneBytes)
}

/**
 * Writes a whole image as a payload, in one pass and one sequential write: pages are hashed, compressed and encrypted
 * on the way. Does not flush. Rejects with the faults of reading the image, the system's errors of writing, and the signal's reason.
 */
export async function writeEveryPage(order: PayloadOrder, into: OpenFile): Promise<WrittenPayload> {
  const pass = beginPass(order, into)
  try {
    await runInOrder<EncodedFrame>(pass.frameLengths.length, pass.coder.depth, {
      start: (frame) => encodeNext(pass, frame),
      finish: (encoded, frame) => storeFrame(pass, encoded, frame),
    })
  } finally {
    await pass.coder.close()
  }
  return {
    sizeBytes: pass.sizeBytes,
    sha256: pass.stored.digest('hex'),
    root: pass.root.digest('hex'),
    frameLengths: pass.frameLengths,
    slotHashes: Buffer.concat(pass.pageHashes),
    runs: [{ pageCount: order.image.pageCount, owner: 0, firstSlot: 0 }],
    needs: [],
  }
}
