import { hashPages, pageHashBytes } from './frame-codec.ts'
import { groupBytes, GroupTagger, groupTagBytes } from './group-tags.ts'

/** The tags that some groups of an image are known to have had. Plain data: it crosses to worker threads. */
export interface KnownGroups {
  readonly key: Uint8Array
  /** The number of the first group. */
  readonly firstGroup: number
  /** Tags of the groups from there on. What follows them is not known. */
  readonly tags: Uint8Array
  /** The SHA-256 of each of their pages. */
  readonly pageHashes: Uint8Array
}

/** Which pages need no look, and the hashes of the others. */
export interface SiftedGroups {
  /** 1 for each group whose tag is the known one: its pages are as they were. */
  readonly same: Uint8Array
  /** Room for the SHA-256 of every page; those of the groups that are as they were are not filled in. */
  readonly pageHashes: Uint8Array
}

/** Tells which groups of pages, the first of them `known.firstGroup`, are as they were, and hashes the pages of the others. */
export function siftGroups(
  pages: Uint8Array,
  pageSize: number,
  known: Omit<KnownGroups, 'pageHashes'>,
): SiftedGroups {
  const tagger = new GroupTagger(known.key)
  const same = new Uint8Array(Math.ceil(pages.length / groupBytes))
  const pageHashes = new Uint8Array((pages.length / pageSize) * pageHashBytes)
  for (let n = 0; n < same.length; n += 1) {
    const group = pages.subarray(n * groupBytes, (n + 1) * groupBytes)
    const expected = known.tags.subarray(n * groupTagBytes, (n + 1) * groupTagBytes)
    const isKnown = expected.length === groupTagBytes
    if (isKnown && tagger.tag(known.firstGroup + n, group).equals(expected)) same[n] = 1
    else pageHashes.set(hashPages(group, pageSize), n * (groupBytes / pageSize) * pageHashBytes)
  }
  return { same, pageHashes }
}
