import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { openSnapshot } from '../source/open-snapshot.ts'
import type { SourceSnapshot } from '../source/snapshot.ts'
import { pagesOfFile } from './page-file.ts'
import type { PlacingOrder } from './placed-image.ts'
import { readEveryPage, rootSum } from './read-root.ts'

/** How the live database compares with the image that was copied into it. */
export interface InPlaceComparison {
  /** The live database's root, with the header fields that SQLite keeps for itself put back to the backup's. */
  readonly root: string
  /** Pages that differ in more than those fields, or are there on one side only. */
  readonly differingPages: number
}

/**
 * Header fields on page 1 that SQLite writes by itself when it copies: journal mode, change counter, schema cookie, the
 * counter's echo and SQLite's version (file format, section 1.3). First and last byte.
 */
const ownFields: readonly (readonly [number, number])[] = [
  [18, 19],
  [24, 27],
  [40, 43],
  [92, 99],
]

function putBackOwnFields(livePage: Uint8Array, imagePage: Uint8Array): void {
  for (const [first, last] of ownFields) livePage.set(imagePage.subarray(first, last + 1), first)
}

function countDifferences(live: Uint8Array, image: Uint8Array, pageSize: number): number {
  if (Buffer.compare(live, image) === 0) return 0
  let count = 0
  for (let at = 0; at < image.length; at += pageSize) {
    const end = at + pageSize
    if (Buffer.compare(live.subarray(at, end), image.subarray(at, end)) !== 0) count += 1
  }
  return count
}

async function compareWith(
  order: PlacingOrder,
  snapshot: SourceSnapshot,
  imageFile: OpenFile,
): Promise<InPlaceComparison> {
  const { pageSize, pageCount } = order.record
  const { facts } = snapshot
  if (facts.pageSize !== pageSize || facts.pageCount !== pageCount)
    return { root: '', differingPages: pageCount }
  const image = pagesOfFile(imageFile, pageSize, pageCount)
  const sum = rootSum(pageSize)
  let differingPages = 0
  const live = { pageSize, pageCount, readPages: snapshot.readPages.bind(snapshot) }
  await readEveryPage(live, order.reading, async (block, firstPage) => {
    const expected = new Uint8Array(block.length)
    await image.readPages(firstPage, expected)
    if (firstPage === 1) putBackOwnFields(block, expected)
    differingPages += countDifferences(block, expected, pageSize)
    sum.add(block)
  })
  return { root: sum.root(), differingPages }
}

/** Reads one moment of the live database, page by page, and compares it with the rebuilt image. */
export async function compareInPlace(ports: Ports, order: PlacingOrder): Promise<InPlaceComparison> {
  const snapshot = await openSnapshot(ports, order.target.path, {
    lockWaitMs: order.lockWaitMs,
    signal: order.reading.signal,
    scratchFolder: order.files.scratch,
  })
  try {
    const imageFile = await ports.files.open(order.files.image, 'read')
    try {
      return await compareWith(order, snapshot, imageFile)
    } finally {
      await imageFile.close()
    }
  } finally {
    await snapshot.close()
  }
}
