import type { PageIndex } from './page-index.ts'

/** Neighbouring pages of one stored frame that are neighbours in the image too. */
export interface FramePiece {
  /** Place of the first page in its frame, from 0. */
  readonly at: number
  readonly pageCount: number
  /** Place of the first page in the image, from 0. */
  readonly firstPage: number
}

/** One stored frame that an image is read from, and where its pages go. */
export interface FrameWork {
  readonly owner: number
  readonly frame: number
  readonly pieces: FramePiece[]
}

/**
 * Every frame that an image needs, each once: owner by owner, in the order of their payloads. Reading them all gives each
 * page of the image exactly once, however long the chain is.
 */
export function planFrames({ runs, pagesPerFrame }: PageIndex): readonly FrameWork[] {
  const byOwner = new Map<number, Map<number, FrameWork>>()
  let firstPage = 0
  for (const { owner, firstSlot, pageCount } of runs) {
    const frames = byOwner.get(owner) ?? new Map<number, FrameWork>()
    byOwner.set(owner, frames)
    let slot = firstSlot
    while (slot < firstSlot + pageCount) {
      const frame = Math.floor(slot / pagesPerFrame)
      const at = slot - frame * pagesPerFrame
      const length = Math.min(pagesPerFrame - at, firstSlot + pageCount - slot)
      const work = frames.get(frame) ?? { owner, frame, pieces: [] }
      frames.set(frame, work)
      work.pieces.push({ at, pageCount: length, firstPage: firstPage + slot - firstSlot })
      slot += length
    }
    firstPage += pageCount
  }
  return [...byOwner.entries()]
    .sort(([one], [other]) => one - other)
    .flatMap(([, frames]) => [...frames.values()].sort((one, other) => one.frame - other.frame))
}
