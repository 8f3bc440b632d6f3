import { readSync } from 'node:fs'

import { frameLimitBytes, pageHashBytes } from './frame-codec.ts'
import type { FileSifting, SiftedFile } from './frame-messages.ts'
import { groupBytes } from './group-tags.ts'
import { siftGroups, type KnownGroups, type SiftedGroups } from './sift-groups.ts'

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

/** 1 for each page of a group that has changed, but for those that have the hash that is known of them. */
function findChanged(
  { same, pageHashes }: SiftedGroups,
  pageSize: number,
  known: KnownGroups,
): Uint8Array<ArrayBuffer> {
  const isChanged = new Uint8Array(pageHashes.length / pageHashBytes)
  const pagesInGroup = groupBytes / pageSize
  for (let page = 0; page < isChanged.length; page += 1) {
    if (same[Math.floor(page / pagesInGroup)] === 1) continue
    const [start, end] = [page * pageHashBytes, (page + 1) * pageHashBytes]
    const isKnown = end <= known.pageHashes.length
    if (
      isKnown &&
      Buffer.compare(pageHashes.subarray(start, end), known.pageHashes.subarray(start, end)) === 0
    )
      continue
    isChanged[page] = 1
  }
  return isChanged
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
  const sifted = siftGroups(pages, pageSize, known)
  const isChanged = findChanged(sifted, pageSize, known)
  const changed: Uint8Array[] = []
  for (const [page, is] of isChanged.entries()) {
    if (is === 1) changed.push(pages.subarray(page * pageSize, (page + 1) * pageSize))
  }
  const changedPages = new Uint8Array(changed.length * pageSize)
  for (const [n, page] of changed.entries()) changedPages.set(page, n * pageSize)
  return { ...sifted, isChanged, changedPages }
}
