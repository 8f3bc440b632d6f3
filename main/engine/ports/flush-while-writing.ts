import type { OpenFile } from './file-system.ts'

/** Bytes that are written before they are flushed. */
const flushStepBytes = 64 << 20

interface Flushing {
  unflushedBytes: number
  /** Settles, and never rejects, when the flush under way is done; null when there is none. */
  underWay: Promise<void> | null
  /** The system tells of bytes that it lost once: what it said is kept until somebody waits for the flush. */
  failure: { readonly error: unknown } | null
}

function beginFlush(file: OpenFile, flushing: Flushing): void {
  flushing.unflushedBytes = 0
  flushing.underWay = file
    .sync()
    .catch((error: unknown) => {
      flushing.failure ??= { error }
    })
    .finally(() => {
      flushing.underWay = null
    })
}

async function awaitFlush(flushing: Flushing): Promise<void> {
  await flushing.underWay
  if (flushing.failure !== null) throw flushing.failure.error
}

/**
 * The file, flushed step by step beside the writing: the medium works all along, nobody else has to wait for one huge flush, and
 * little is left to flush at the end. `sync` and `close` wait for the flush under way and reject with the error of any that failed.
 */
export function flushWhileWriting(file: OpenFile, stepBytes = flushStepBytes): OpenFile {
  const flushing: Flushing = { unflushedBytes: 0, underWay: null, failure: null }
  const count = (bytes: number): void => {
    flushing.unflushedBytes += bytes
    if (flushing.unflushedBytes >= stepBytes && flushing.underWay === null) beginFlush(file, flushing)
  }
  return {
    ...file,
    async write(bytes, position) {
      await file.write(bytes, position)
      count(bytes.length)
    },
    async writeEach(pieces) {
      await file.writeEach(pieces)
      count(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0))
    },
    async sync() {
      await awaitFlush(flushing)
      await file.sync()
    },
    async close() {
      await flushing.underWay
      await file.close()
      if (flushing.failure !== null) throw flushing.failure.error
    },
  }
}
