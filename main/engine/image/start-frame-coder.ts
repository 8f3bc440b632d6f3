import { decodeFrame, encodeFrame, hashPages, type FrameForm } from './frame-codec.ts'
import type { FrameCoder } from './frame-coder.ts'
import { startFrameWorkers } from './frame-workers.ts'

/** Starting threads costs more than a few frames do. */
const framesWorthThreads = 8

function codeHere(form: FrameForm): FrameCoder {
  return {
    depth: 1,
    // async, so that an error is a rejection here as it is with threads.
    encode: async (frameNumber, pages) => ({
      stored: encodeFrame(form, frameNumber, pages),
      pageHashes: hashPages(pages, form.pageSize),
      pages,
    }),
    decode: async (frameNumber, stored, imageBytes) => {
      const pages = decodeFrame(form, frameNumber, stored, imageBytes)
      return { pages, pageHashes: hashPages(pages, form.pageSize) }
    },
    close: async () => undefined,
  }
}

/** A coder for a payload of so many frames: with up to `threads` worker threads, or none where there is little to do. */
export function startFrameCoder(form: FrameForm, frameCount: number, threads: number): FrameCoder {
  if (threads < 1 || frameCount <= framesWorthThreads) return codeHere(form)
  return startFrameWorkers(form, Math.min(threads, frameCount))
}
