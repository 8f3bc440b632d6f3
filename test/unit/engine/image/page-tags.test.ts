import { randomBytes } from 'node:crypto'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { nodeFileSystem } from '../../../../main/engine/ports/node-file-system.ts'
import { hashPages, pageHashBytes } from '../../../../main/engine/image/frame-codec.ts'
import {
  groupBytes,
  groupCountOf,
  GroupTagger,
  groupTagBytes,
  newTagKey,
} from '../../../../main/engine/image/group-tags.ts'
import { decodePageTags, encodePageTags } from '../../../../main/engine/image/page-tags.ts'
import type { FrameWork } from '../../../../main/engine/image/plan-frames.ts'
import { siftGroups } from '../../../../main/engine/image/sift-groups.ts'
import { TagPass, tagWhatIsAsked } from '../../../../main/engine/image/tag-pass.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

/** The tags of an image, made one by one. */
function tagsOf(key: Uint8Array, image: Buffer): Buffer {
  const tagger = new GroupTagger(key)
  const groups = Array.from({ length: groupCountOf(image.length) }, (_, n) =>
    tagger.tag(n, image.subarray(n * groupBytes, (n + 1) * groupBytes)),
  )
  return Buffer.concat(groups)
}

/** Tags an image that comes in frames, each of pieces of the image, as a rebuilding does. */
async function tagsByPass(
  pageSize: number,
  image: Buffer,
  frames: readonly FrameWork[],
): Promise<{ readonly key: Uint8Array; readonly tags: Uint8Array; readonly left: number }> {
  const pass = new TagPass(pageSize, image.length / pageSize)
  const wanted = groupCountOf(image.length)
  let asked = 0
  for (const frame of frames) {
    const order = pass.orderFor(frame)
    asked += order.groups.length
    const length = Math.max(...frame.pieces.map((piece) => piece.at + piece.pageCount))
    // What belongs to no piece is of pages that another backup replaced.
    const pages = randomBytes(length * pageSize)
    for (const { at, pageCount, firstPage } of frame.pieces) {
      image.copy(pages, at * pageSize, firstPage * pageSize, (firstPage + pageCount) * pageSize)
    }
    pass.take(order, tagWhatIsAsked(pages, order))
  }
  const file = await nodeFileSystem.open(path.join(tempFolder('tags'), 'image'), 'create')
  try {
    await file.write(image, 0)
    return { key: pass.key, tags: await pass.finish(file), left: wanted - asked }
  } finally {
    await file.close()
  }
}

describe.each([512, 4096, 65536])('tags of an image with pages of %i bytes', (pageSize) => {
  const inGroup = groupBytes / pageSize

  it('are the same whether a group lies in one frame or its pages come from several', async () => {
    const pageCount = 5 * inGroup + Math.ceil(inGroup / 3)
    const image = randomBytes(pageCount * pageSize)
    const whole = await tagsByPass(pageSize, image, [
      { owner: 0, frame: 0, pieces: [{ at: 0, pageCount, firstPage: 0 }] },
    ])
    expect(whole.left).toBe(0)
    expect(tagsOf(whole.key, image).equals(whole.tags)).toBe(true)
    // The page in the middle, and the last one, are those of a later backup.
    const middle = 2 * inGroup
    const scattered = await tagsByPass(pageSize, image, [
      {
        owner: 1,
        frame: 0,
        pieces: [
          { at: 0, pageCount: middle, firstPage: 0 },
          { at: middle + 1, pageCount: pageCount - middle - 2, firstPage: middle + 1 },
        ],
      },
      {
        owner: 0,
        frame: 0,
        pieces: [
          { at: 0, pageCount: 1, firstPage: middle },
          { at: 1, pageCount: 1, firstPage: pageCount - 1 },
        ],
      },
    ])
    expect(scattered.left).toBe(inGroup === 1 ? 0 : 2)
    expect(tagsOf(scattered.key, image).equals(scattered.tags)).toBe(true)
  })

  it('tell every group in which a single bit differs, and hash its pages', () => {
    const image = randomBytes(4 * groupBytes + pageSize)
    const key = newTagKey()
    const known = { key, firstGroup: 0, tags: tagsOf(key, image) }
    expect([...siftGroups(image, pageSize, known).same]).toEqual([1, 1, 1, 1, 1])
    for (const group of [0, 3, 4]) {
      const changed = Buffer.from(image)
      const at = group === 4 ? image.length - 1 : (group + 1) * groupBytes - 1
      changed[at] = changed[at]! ^ 1
      const { same, pageHashes } = siftGroups(changed, pageSize, known)
      expect([...same].indexOf(0)).toBe(group)
      expect([...same].lastIndexOf(0)).toBe(group)
      const hashes = hashPages(changed.subarray(group * groupBytes, (group + 1) * groupBytes), pageSize)
      const start = group * inGroup * pageHashBytes
      expect(Buffer.compare(pageHashes.subarray(start, start + hashes.length), hashes)).toBe(0)
    }
  })
})

describe('a tag', () => {
  it('is bound to its key and to the place of its group, and a group of which no tag is known is hashed', () => {
    const key = newTagKey()
    const group = randomBytes(groupBytes)
    const tag = new GroupTagger(key).tag(3, group)
    expect(tag).toHaveLength(groupTagBytes)
    expect(new GroupTagger(key).tag(3, group).equals(tag)).toBe(true)
    expect(new GroupTagger(key).tag(4, group).equals(tag)).toBe(false)
    expect(new GroupTagger(newTagKey()).tag(3, group).equals(tag)).toBe(false)
    expect(new GroupTagger(key).tag(3, group.subarray(0, -512)).equals(tag)).toBe(false)
    const two = Buffer.concat([group, group])
    expect([...siftGroups(two, 4096, { key, firstGroup: 3, tags: tag }).same]).toEqual([1, 0])
  })
})

describe('a file of tags', () => {
  const key = newTagKey()
  const tags = { root: randomBytes(32).toString('hex'), pageSize: 4096, pageCount: 40, key }
  const bytes = encodePageTags({ ...tags, tags: randomBytes(3 * groupTagBytes) })

  it('is read as it was written', () => {
    const found = decodePageTags(bytes)
    expect(found).toMatchObject({ root: tags.root, pageSize: 4096, pageCount: 40 })
    expect(Buffer.compare(found!.key, key)).toBe(0)
    expect(encodePageTags(found!).equals(bytes)).toBe(true)
  })

  it('counts as none with any bit changed, cut short anywhere, or of groups that do not fit its pages', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed[at] = changed[at]! ^ (1 << (at % 8))
      expect(decodePageTags(changed)).toBeNull()
      expect(decodePageTags(bytes.subarray(0, at))).toBeNull()
    }
    expect(decodePageTags(Buffer.concat([bytes, Buffer.alloc(1)]))).toBeNull()
    expect(decodePageTags(encodePageTags({ ...tags, tags: randomBytes(4 * groupTagBytes) }))).toBeNull()
  })
})
