import { parentPort } from 'node:worker_threads'

import { decodeFrame, encodeFrame, FrameError, hashPages } from './frame-codec.ts'
import type { FrameAnswer, FrameTask } from './frame-messages.ts'
import { siftFile } from './sift-file.ts'
import { siftGroups } from './sift-groups.ts'
import { tagWhatIsAsked } from './tag-pass.ts'

/** Bytes whose buffer is theirs alone, so that handing it over takes nothing else along. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const isAlone = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
  return isAlone ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
}

function encode(task: Extract<FrameTask, { task: 'encode' }>): [FrameAnswer, ArrayBuffer[]] {
  const { id, form, frameNumber, cheaperLevel } = task
  const pages = owned(task.pages)
  const pageHashes = owned(hashPages(pages, form.pageSize))
  const { stored: encoded, level } = encodeFrame(form, frameNumber, pages, cheaperLevel)
  // In the plain form the stored bytes are the pages themselves: one buffer, handed over once.
  const stored = encoded === pages ? pages : owned(encoded)
  const buffers = [...new Set([stored.buffer, pageHashes.buffer, pages.buffer])]
  return [{ id, task: 'encode', stored, level, pageHashes, pages }, buffers]
}

function decode(task: Extract<FrameTask, { task: 'decode' }>): [FrameAnswer, ArrayBuffer[]] {
  const { id, form, frameNumber, stored, imageBytes, tagging } = task
  const pages = owned(decodeFrame(form, frameNumber, stored, imageBytes))
  const pageHashes = owned(hashPages(pages, form.pageSize))
  const tags = tagWhatIsAsked(pages, tagging)
  return [{ id, task: 'decode', pages, pageHashes, tags }, [pages.buffer, pageHashes.buffer]]
}

function hash({
  id,
  pageSize,
  pages: given,
}: Extract<FrameTask, { task: 'hash' }>): [FrameAnswer, ArrayBuffer[]] {
  const pages = owned(given)
  const pageHashes = owned(hashPages(pages, pageSize))
  return [{ id, task: 'hash', pages, pageHashes }, [pages.buffer, pageHashes.buffer]]
}

function sift(task: Extract<FrameTask, { task: 'sift' }>): [FrameAnswer, ArrayBuffer[]] {
  const pages = owned(task.pages)
  const { pageHashes: found, same } = siftGroups(pages, task.pageSize, task.known)
  const pageHashes = owned(found)
  return [{ id: task.id, task: 'sift', pages, pageHashes, same }, [pages.buffer, pageHashes.buffer]]
}

function siftInFile(task: Extract<FrameTask, { task: 'sift_file' }>): [FrameAnswer, ArrayBuffer[]] {
  const { id } = task
  const found = siftFile(task)
  if (found === null) return [{ id, task: 'unread' }, []]
  const pageHashes = owned(found.pageHashes)
  const changedPages = owned(found.changedPages)
  const { same, isChanged } = found
  const answered = { id, task: 'sift_file', same, isChanged, pageHashes, changedPages } as const
  return [answered, [pageHashes.buffer, changedPages.buffer]]
}

function answer(task: FrameTask): [FrameAnswer, ArrayBuffer[]] {
  try {
    if (task.task === 'hash') return hash(task)
    if (task.task === 'sift') return sift(task)
    if (task.task === 'sift_file') return siftInFile(task)
    return task.task === 'encode' ? encode(task) : decode(task)
  } catch (error) {
    if (error instanceof FrameError) return [{ id: task.id, task: 'damage', damage: error.message }, []]
    throw error
  }
}

parentPort?.on('message', (task: FrameTask) => {
  parentPort?.postMessage(...answer(task))
})
