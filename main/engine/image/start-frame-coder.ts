import { decodeFrame, encodeFrame, hashPages } from './frame-codec.ts'
import type { FrameCoder } from './frame-coder.ts'
import { startFrameWorkers } from './frame-workers.ts'
import { siftFile } from './sift-file.ts'
import { siftGroups } from './sift-groups.ts'
import { tagWhatIsAsked } from './tag-pass.ts'

/** Starting threads costs more than a few frames do. */
const framesWorthThreads = 8

function codeHere(): FrameCoder {
  return {
    depth: 1,
    // async, so that an error is a rejection here as it is with threads.
    encode: async (form, frameNumber, pages, cheaperLevel) => ({
      ...encodeFrame(form, frameNumber, pages, cheaperLevel),
      pageHashes: hashPages(pages, form.pageSize),
      pages,
    }),
    decode: async (form, frameNumber, stored, imageBytes, tagging = null) => {
      const pages = decodeFrame(form, frameNumber, stored, imageBytes)
      return { pages, pageHashes: hashPages(pages, form.pageSize), tags: tagWhatIsAsked(pages, tagging) }
    },
    hash: async (pageSize, pages) => ({ pages, pageHashes: hashPages(pages, pageSize) }),
    sift: async (pageSize, pages, known) => ({ pages, ...siftGroups(pages, pageSize, known) }),
    siftFile: async (sifting) => siftFile(sifting),
    close: async () => undefined,
  }
}

/** A coder for so many frames: with up to `threads` worker threads, or none where there is little to do. */
export function startFrameCoder(frameCount: number, threads: number): FrameCoder {
  if (threads < 1 || frameCount <= framesWorthThreads) return codeHere()
  return startFrameWorkers(Math.min(threads, frameCount))
}
