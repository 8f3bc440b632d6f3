import { pageHashBytes } from './frame-codec.ts'
import type { PageIndex } from './page-index.ts'

/** The hashes of an image's pages in order, out of those of its owners' slots. The page map was checked to name only slots that are there. */
export function assemblePageHashes(
  { runs, pageCount }: Pick<PageIndex, 'runs' | 'pageCount'>,
  slotHashesOf: readonly Uint8Array[],
): Uint8Array {
  const [run] = runs
  if (runs.length === 1 && run?.owner === 0 && run.firstSlot === 0) return slotHashesOf[0] ?? new Uint8Array()
  const hashes = Buffer.alloc(pageCount * pageHashBytes)
  let at = 0
  for (const { owner, firstSlot, pageCount: length } of runs) {
    const from = firstSlot * pageHashBytes
    const part = slotHashesOf[owner]?.subarray(from, from + length * pageHashBytes)
    if (part !== undefined) hashes.set(part, at)
    at += length * pageHashBytes
  }
  return hashes
}
