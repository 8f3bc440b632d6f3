import { readSync } from 'node:fs'

import { frameLimitBytes } from './frame-codec.ts'
import type { FileSifting, SiftedFile } from './frame-messages.ts'
import { groupBytes } from './group-tags.ts'
import { siftGroups } from './sift-groups.ts'

/** Used again and again by its thread: what is read stays in the processor's cache until it is tagged. */
let room: Buffer | undefined

function readWhole(descriptor: number, into: Uint8Array, position: number): boolean {
  let done = 0
  while (done < into.length) {
    const length = readSync(descriptor, into, done, into.length - done, position + done)
    if (length === 0) return false
    done += length
  }
  return true
}

/**
 * Reads pages, at most a frame of them, where they lie in a file and sifts them, at once: only what changed is handed on. Null where they can't
 * be read whole.
 */
export function siftFile({ place, sizeBytes, pageSize, known }: FileSifting): SiftedFile | null {
  room ??= Buffer.allocUnsafeSlow(frameLimitBytes)
  const pages = room.subarray(0, sizeBytes)
  try {
    if (!readWhole(place.descriptor, pages, place.position)) return null
  } catch {
    return null
  }
  const { same, pageHashes } = siftGroups(pages, pageSize, known)
  const changed: Uint8Array[] = []
  for (const [n, isSame] of same.entries()) {
    if (isSame === 0) changed.push(pages.subarray(n * groupBytes, (n + 1) * groupBytes))
  }
  return { same, pageHashes, changedPages: new Uint8Array(Buffer.concat(changed)) }
}
