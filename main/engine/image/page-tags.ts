import { createHash } from 'node:crypto'

import { groupBytes, groupCountOf, groupTagBytes, tagKeyBytes } from './group-tags.ts'

/** The tags of all groups of one image, and their key. */
export interface PageTags {
  /** The image's root: tags are of an image, whichever backup has it. */
  readonly root: string
  readonly pageSize: number
  readonly pageCount: number
  readonly key: Uint8Array
  readonly tags: Uint8Array
}

const magic = 'HFTAGS01'
const rootAt = 8
const numbersAt = rootAt + 32
const keyAt = numbersAt + 12
const tagsAt = keyAt + tagKeyBytes
const digestBytes = 32

/**
 * The bytes of a file of tags: magic, root, page size, page count and bytes in a group (each 32 bits, big-endian), key, tags, and the
 * SHA-256 of all that. The key makes it a secret.
 */
export function encodePageTags({ root, pageSize, pageCount, key, tags }: PageTags): Buffer {
  const content = Buffer.alloc(tagsAt + tags.length)
  content.write(magic, 0, 'latin1')
  content.write(root, rootAt, 'hex')
  for (const [n, number] of [pageSize, pageCount, groupBytes].entries()) {
    content.writeUInt32BE(number, numbersAt + 4 * n)
  }
  content.set(key, keyAt)
  content.set(tags, tagsAt)
  return Buffer.concat([content, createHash('sha256').update(content).digest()])
}

/** Reads what `encodePageTags` wrote; null for anything else: damaged, cut short, of another version or of other groups. */
export function decodePageTags(bytes: Buffer): PageTags | null {
  const end = bytes.length - digestBytes
  if (end < tagsAt || bytes.toString('latin1', 0, rootAt) !== magic) return null
  if (!createHash('sha256').update(bytes.subarray(0, end)).digest().equals(bytes.subarray(end))) return null
  const [pageSize, pageCount, grouping] = [0, 4, 8].map((at) => bytes.readUInt32BE(numbersAt + at))
  if (pageSize === undefined || pageCount === undefined || grouping !== groupBytes) return null
  if (end - tagsAt !== groupCountOf(pageSize * pageCount) * groupTagBytes) return null
  return {
    root: bytes.toString('hex', rootAt, numbersAt),
    pageSize,
    pageCount,
    key: bytes.subarray(keyAt, tagsAt),
    tags: bytes.subarray(tagsAt, end),
  }
}
