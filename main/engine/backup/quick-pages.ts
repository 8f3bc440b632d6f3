import { pageHashBytes } from '../image/frame-codec.ts'
import { groupBytes, groupCountOf, groupTagBytes } from '../image/group-tags.ts'
import type { ImageReader } from '../image/image-reader.ts'
import type { PageTags } from '../image/page-tags.ts'
import type { KnownGroups } from '../image/sift-groups.ts'

/** The base's tags and hashes, as far as the new image can have the same groups. */
export interface QuickPages {
  /** Tags of the groups of so many bytes of the image from `position`, a whole number of groups; null where none is known. */
  knownAt(position: number, bytes: number): KnownGroups | null
  /** The base's hashes of so many pages from `firstPage` (from 0). */
  hashesOf(firstPage: number, pages: number): Uint8Array
}

/** The groups that both images have with the same pages: all of the base's but, where they end differently, the last in part. */
function commonGroups({ pageSize, pageCount }: PageTags, newPageCount: number): number {
  if (newPageCount === pageCount) return groupCountOf(pageSize * pageCount)
  return Math.floor((pageSize * Math.min(pageCount, newPageCount)) / groupBytes)
}

/** What is known of the image that `base` and `tags` are of, for one of `newPageCount` pages of the same size. */
export function quickPagesOf(
  tags: PageTags,
  { pageHashes }: Pick<ImageReader, 'pageHashes'>,
  newPageCount: number,
): QuickPages {
  const common = commonGroups(tags, newPageCount)
  return {
    knownAt(position, bytes) {
      const firstGroup = position / groupBytes
      const end = Math.min(common, firstGroup + groupCountOf(bytes))
      if (end <= firstGroup) return null
      const known = tags.tags.subarray(firstGroup * groupTagBytes, end * groupTagBytes)
      const hashesOfGroup = (groupBytes / tags.pageSize) * pageHashBytes
      const hashes = pageHashes.subarray(firstGroup * hashesOfGroup, end * hashesOfGroup)
      // Copies: views would take the whole file along to the thread.
      return {
        key: new Uint8Array(tags.key),
        firstGroup,
        tags: new Uint8Array(known),
        pageHashes: new Uint8Array(hashes),
      }
    },
    hashesOf: (firstPage, pages) =>
      pageHashes.subarray(firstPage * pageHashBytes, (firstPage + pages) * pageHashBytes),
  }
}
