import { parentPort, workerData } from 'node:worker_threads'

import { decodeFrame, encodeFrame, FrameError, hashPages } from './frame-codec.ts'
import type { FrameAnswer, FrameTask, FrameWorkerData } from './frame-messages.ts'

const { form } = workerData as FrameWorkerData

/** Bytes whose buffer is theirs alone, so that handing it over takes nothing else along. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const isAlone = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
  return isAlone ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
}

function encode(task: Extract<FrameTask, { task: 'encode' }>): [FrameAnswer, ArrayBuffer[]] {
  const { id, frameNumber } = task
  const pages = owned(task.pages)
  const pageHashes = owned(hashPages(pages, form.pageSize))
  const encoded = encodeFrame(form, frameNumber, pages)
  // In the plain form the stored bytes are the pages themselves: one buffer can't be handed over twice.
  const stored = encoded === pages ? new Uint8Array(pages) : owned(encoded)
  return [{ id, task: 'encode', stored, pageHashes, pages }, [stored.buffer, pageHashes.buffer, pages.buffer]]
}

function decode(task: Extract<FrameTask, { task: 'decode' }>): [FrameAnswer, ArrayBuffer[]] {
  const { id, frameNumber, stored, imageBytes } = task
  const pages = owned(decodeFrame(form, frameNumber, stored, imageBytes))
  const pageHashes = owned(hashPages(pages, form.pageSize))
  return [{ id, task: 'decode', pages, pageHashes }, [pages.buffer, pageHashes.buffer]]
}

function answer(task: FrameTask): [FrameAnswer, ArrayBuffer[]] {
  try {
    return task.task === 'encode' ? encode(task) : decode(task)
  } catch (error) {
    if (error instanceof FrameError) return [{ id: task.id, task: 'damage', damage: error.message }, []]
    throw error
  }
}

parentPort?.on('message', (task: FrameTask) => {
  parentPort?.postMessage(...answer(task))
})
