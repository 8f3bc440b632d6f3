import type { OpenFile } from '../ports/file-system.ts'
import { groupBytes, groupCountOf, GroupTagger, groupTagBytes, newTagKey } from './group-tags.ts'
import type { FrameWork } from './plan-frames.ts'

/** Which groups of a decoded frame are to be tagged. Plain data: it crosses to worker threads. */
export interface TagOrder {
  readonly key: Uint8Array
  readonly groups: readonly {
    /** Its number in the image. */
    readonly group: number
    /** Where it is in the frame's pages. */
    readonly at: number
    readonly bytes: number
  }[]
}

/** The tags of an order, one after the other. */
export function tagWhatIsAsked(pages: Uint8Array, order: TagOrder | null): Uint8Array {
  const tags = new Uint8Array((order?.groups.length ?? 0) * groupTagBytes)
  if (order === null) return tags
  const tagger = new GroupTagger(order.key)
  for (const [n, { group, at, bytes }] of order.groups.entries()) {
    tags.set(tagger.tag(group, pages.subarray(at, at + bytes)), n * groupTagBytes)
  }
  return tags
}

/** Groups that are read together. */
const groupsRead = 16

/**
 * Makes the tags of an image while it is rebuilt, under a new key. A group that lies in one frame whole is tagged by the thread that
 * decodes and hashes it; one whose pages come from several backups, when the image is there.
 */
export class TagPass {
  readonly key = newTagKey()
  readonly pageSize: number
  readonly #imageBytes: number
  readonly #tags: Uint8Array
  readonly #isDone: Uint8Array

  constructor(pageSize: number, pageCount: number) {
    this.pageSize = pageSize
    this.#imageBytes = pageSize * pageCount
    const groups = groupCountOf(this.#imageBytes)
    this.#tags = new Uint8Array(groups * groupTagBytes)
    this.#isDone = new Uint8Array(groups)
  }

  /** What is to be tagged of a frame. */
  orderFor({ pieces }: FrameWork): TagOrder {
    const groups = pieces.flatMap(({ at, pageCount, firstPage }) => {
      const first = firstPage * this.pageSize
      const end = first + pageCount * this.pageSize
      const inFrame = at * this.pageSize - first
      const whole = []
      for (let group = Math.ceil(first / groupBytes); ; group += 1) {
        const start = group * groupBytes
        const bytes = this.#endOf(group) - start
        if (bytes <= 0 || start + bytes > end) break
        whole.push({ group, at: start + inFrame, bytes })
      }
      return whole
    })
    return { key: this.key, groups }
  }

  /** Takes the answer to an order. */
  take({ groups }: TagOrder, tags: Uint8Array): void {
    for (const [n, { group }] of groups.entries()) {
      this.#keep(group, tags.subarray(n * groupTagBytes, (n + 1) * groupTagBytes))
    }
  }

  /** Tags what is left, out of the rebuilt image. Returns the tags of all groups. Rejects with the system's errors. */
  async finish(image: OpenFile): Promise<Uint8Array> {
    const tagger = new GroupTagger(this.key)
    const room = Buffer.allocUnsafe(groupsRead * groupBytes)
    for (let group = this.#isDone.indexOf(0); group >= 0; group = this.#isDone.indexOf(0, group)) {
      const count = this.#leftFrom(group)
      const start = group * groupBytes
      const bytes = room.subarray(0, this.#endOf(group + count - 1) - start)
      if ((await image.read(bytes, start)) < bytes.length) throw new Error('the rebuilt image was cut short')
      for (let n = 0; n < count; n += 1) {
        this.#keep(group + n, tagger.tag(group + n, bytes.subarray(n * groupBytes, (n + 1) * groupBytes)))
      }
    }
    return this.#tags
  }

  #endOf(group: number): number {
    return Math.min((group + 1) * groupBytes, this.#imageBytes)
  }

  #leftFrom(group: number): number {
    const next = this.#isDone.indexOf(1, group)
    const end = next < 0 ? this.#isDone.length : next
    return Math.min(groupsRead, end - group)
  }

  #keep(group: number, tag: Uint8Array): void {
    this.#tags.set(tag, group * groupTagBytes)
    this.#isDone[group] = 1
  }
}
