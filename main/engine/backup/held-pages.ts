import type { NeededBackup } from '../../../shared/domain/backup-record.ts'
import { pageHashBytes } from '../image/frame-codec.ts'
import type { ImageReader } from '../image/image-reader.ts'
import { mapFromRuns, newPageMap, runsFromMap, type PageMap } from '../image/page-map.ts'
import type { PageRun } from '../image/page-index.ts'

/** Pages that earlier backups hold, so that they need not be stored again. */
export interface HeldPages {
  /** Where each page lies; its owners are places in `owners`. */
  readonly map: PageMap
  readonly owners: readonly NeededBackup[]
  /** Whether page `page` (from 0) with the hash that begins at `at` of `hashes` is held. */
  isHeld(page: number, hashes: Uint8Array, at: number): boolean
}

/** The owners of a backup's page map by their numbers: itself, then those it needs. */
function ownersOf({ record }: ImageReader): readonly NeededBackup[] {
  return [{ id: record.id, file: record.file }, ...record.needs]
}

function mapOf({ owners, record }: ImageReader): PageMap {
  return mapFromRuns(owners[0].index.runs, record.pageCount)
}

/** What need not be stored of an image that comes after `base`: the pages that it has, too, at the same place. */
export function heldByBase(base: ImageReader): HeldPages {
  const { pageHashes, record } = base
  const known = Buffer.from(pageHashes.buffer, pageHashes.byteOffset, pageHashes.byteLength)
  return {
    map: mapOf(base),
    owners: ownersOf(base),
    isHeld(page, hashes, at) {
      if (page >= record.pageCount) return false
      const start = page * pageHashBytes
      return known.compare(hashes, at, at + pageHashBytes, start, start + pageHashBytes) === 0
    },
  }
}

/** What stays where it is when the backups `absorbed` (and the backup itself) are merged into one. */
export function heldByOthers(merged: ImageReader, absorbed: ReadonlySet<string>): HeldPages {
  const owners = ownersOf(merged)
  const map = mapOf(merged)
  const isAbsorbed = owners.map(({ id }, owner) => owner === 0 || absorbed.has(id))
  return { map, owners, isHeld: (page) => isAbsorbed[map.owners[page] ?? 0] === false }
}

/** Follows, page by page, where an image's pages come to lie: in the new payload, or where they are held. */
export class PagePlaces {
  readonly #held: HeldPages
  /** Owner 0 is the new payload; k is the held owner k - 1. */
  readonly #map: PageMap
  #slots = 0

  constructor(held: HeldPages, pageCount: number) {
    this.#held = held
    this.#map = newPageMap(pageCount)
  }

  /** Page `page` (from 0) is left where it is. */
  refer(page: number): void {
    this.#map.owners[page] = (this.#held.map.owners[page] ?? 0) + 1
    this.#map.slots[page] = this.#held.map.slots[page] ?? 0
  }

  /** Page `page` (from 0) goes into the next slot of the new payload. */
  store(page: number): void {
    this.#map.slots[page] = this.#slots
    this.#slots += 1
  }

  /** The page map, and the backups it refers to: only those that still hold a page, the base after those it needs. */
  conclude(): { readonly runs: readonly PageRun[]; readonly needs: readonly NeededBackup[] } {
    const used = new Set(this.#map.owners)
    const { owners } = this.#held
    // The base is owner 0 there and the newest of them.
    const inOrder = [...owners.keys()].slice(1).concat(0)
    const kept = inOrder.filter((owner) => used.has(owner + 1))
    const numberOf = new Map(kept.map((owner, n) => [owner + 1, n + 1]))
    for (const [page, owner] of this.#map.owners.entries()) {
      if (owner > 0) this.#map.owners[page] = numberOf.get(owner) ?? 0
    }
    return { runs: runsFromMap(this.#map), needs: kept.map((owner) => owners[owner]!) }
  }
}
