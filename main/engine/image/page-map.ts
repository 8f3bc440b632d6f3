import type { PageRun } from './page-index.ts'

/** Where each page of an image is: page n (the first is 1) is slot `slots[n - 1]` of the backup `owners[n - 1]`. */
export interface PageMap {
  /** 0 is the backup whose map it is, k the k-th of its record's `needs`. */
  readonly owners: Uint32Array
  readonly slots: Uint32Array
}

/** A map of so many pages, each of them slot 0 of owner 0 until it is set. */
export function newPageMap(pageCount: number): PageMap {
  return { owners: new Uint32Array(pageCount), slots: new Uint32Array(pageCount) }
}

/** The map that runs tell; they cover it exactly. */
export function mapFromRuns(runs: readonly PageRun[], pageCount: number): PageMap {
  const map = newPageMap(pageCount)
  let page = 0
  for (const { pageCount: length, owner, firstSlot } of runs) {
    map.owners.fill(owner, page, page + length)
    for (let n = 0; n < length; n += 1) map.slots[page + n] = firstSlot + n
    page += length
  }
  return map
}

/** The fewest runs that tell a map. */
export function runsFromMap({ owners, slots }: PageMap): readonly PageRun[] {
  const runs: PageRun[] = []
  let first = 0
  for (let page = 1; page <= owners.length; page += 1) {
    const goesOn =
      page < owners.length && owners[page] === owners[first] && slots[page] === slots[first]! + page - first
    if (goesOn) continue
    runs.push({ pageCount: page - first, owner: owners[first]!, firstSlot: slots[first]! })
    first = page
  }
  return runs
}
