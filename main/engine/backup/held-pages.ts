import type { NeededBackup } from '../../../shared/domain/backup-record.ts'
import { pageHashBytes } from '../image/frame-codec.ts'
import type { ImageReader } from '../image/image-reader.ts'
import { mapFromRuns, newPageMap, runsFromMap, type PageMap } from '../image/page-map.ts'
import type { PageRun } from '../image/page-index.ts'
import type { PageTags } from '../image/page-tags.ts'
import { quickPagesOf, type QuickPages } from './quick-pages.ts'

/** Pages that earlier backups hold, so that they need not be stored again. */
export interface HeldPages {
  /** Where each page lies; its owners are places in `owners`. */
  readonly map: PageMap
  readonly owners: readonly NeededBackup[]
  /** Whether page `page` (from 0) with the hash that begins at `at` of `hashes` is held. */
  isHeld(page: number, hashes: Uint8Array, at: number): boolean
  /** What finds pages that are held without hashing them; null: each page is hashed. */
  readonly quick: QuickPages | null
}

/** The owners of a backup's page map by their numbers: itself, then those it needs. */
function ownersOf({ record }: ImageReader): readonly NeededBackup[] {
  return [{ id: record.id, file: record.file }, ...record.needs]
}

function mapOf({ owners, record }: ImageReader): PageMap {
  return mapFromRuns(owners[0].index.runs, record.pageCount)
}

/**
 * What need not be stored of an image of `pageCount` pages that comes after `base`: the pages that it has, too, at the same place.
 * `tags` are those of the base’s image.
 */
export function heldByBase(base: ImageReader, tags: PageTags | null, pageCount: number): HeldPages {
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
    quick: tags === null ? null : quickPagesOf(tags, base, pageCount),
  }
}

/** What stays where it is when the backups `absorbed` (and the backup itself) are merged into one. */
export function heldByOthers(merged: ImageReader, absorbed: ReadonlySet<string>): HeldPages {
  const owners = ownersOf(merged)
  const map = mapOf(merged)
  const isAbsorbed = owners.map(({ id }, owner) => owner === 0 || absorbed.has(id))
  return { map, owners, isHeld: (page) => isAbsorbed[map.owners[page] ?? 0] === false, quick: null }
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

  /** Page `page` (from 0), and `count` in all, are left where they are. */
  refer(page: number, count = 1): void {
    for (let n = page; n < page + count; n += 1) {
      this.#map.owners[n] = (this.#held.map.owners[n] ?? 0) + 1
      this.#map.slots[n] = this.#held.map.slots[n] ?? 0
    }
  }

  /** Page `page` (from 0) goes into the next slot of the new payload. */
  store(page: number): void {
    this.#map.slots[page] = this.#slots
    this.#slots += 1
  }

  /** The page map, and the backups it refers to: only those that still hold a page, the base after those it needs. */
  conclude(): { readonly runs: readonly PageRun[]; readonly needs: readonly NeededBackup[] } {
    const isUsed = new Uint8Array(this.#held.owners.length + 1)
    for (const owner of this.#map.owners) isUsed[owner] = 1
    const { owners } = this.#held
    // The base is owner 0 there and the newest of them.
    const inOrder = [...owners.keys()].slice(1).concat(0)
    const kept = inOrder.filter((owner) => isUsed[owner + 1] === 1)
    const numberOf = new Uint32Array(isUsed.length)
    for (const [n, owner] of kept.entries()) numberOf[owner + 1] = n + 1
    const places = this.#map.owners
    for (let page = 0; page < places.length; page += 1) places[page] = numberOf[places[page] ?? 0] ?? 0
    return { runs: runsFromMap(this.#map), needs: kept.map((owner) => owners[owner]!) }
  }
}
