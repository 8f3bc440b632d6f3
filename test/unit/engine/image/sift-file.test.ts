import { randomBytes } from 'node:crypto'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { hashPages, pageHashBytes } from '../../../../main/engine/image/frame-codec.ts'
import { groupBytes, GroupTagger, newTagKey } from '../../../../main/engine/image/group-tags.ts'
import { siftFile } from '../../../../main/engine/image/sift-file.ts'
import { siftGroups } from '../../../../main/engine/image/sift-groups.ts'
import { nodeFileSystem } from '../../../../main/engine/ports/node-file-system.ts'
import { lockPageOf, placeInFile } from '../../../../main/engine/source/page-source.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const pageSize = 4096

describe('pages that are sifted where they lie', () => {
  it('give what sifting them gives, and hand on the changed pages alone', async () => {
    const image = randomBytes(3 * groupBytes + pageSize)
    const key = newTagKey()
    const tagger = new GroupTagger(key)
    const groups = [0, 1, 2, 3].map((n) => image.subarray(n * groupBytes, (n + 1) * groupBytes))
    // Of the second and the last group other tags are known than theirs.
    const tags = Buffer.concat(groups.map((group, n) => tagger.tag(n % 2 === 0 ? n : n + 1, group)))
    // Of the second group all pages but the third are as they are known, of the last nothing is known.
    const pageHashes = hashPages(image.subarray(0, 3 * groupBytes), pageSize)
    pageHashes.fill(0, 18 * pageHashBytes, 19 * pageHashBytes)
    const known = { key, firstGroup: 0, tags, pageHashes }
    const file = await nodeFileSystem.open(path.join(tempFolder('sift'), 'image'), 'create')
    try {
      await file.write(Buffer.concat([randomBytes(512), image]), 0)
      const place = { descriptor: file.descriptor!, position: 512 }
      const found = siftFile({ place, sizeBytes: image.length, pageSize, known })
      expect(found).toMatchObject(siftGroups(image, pageSize, known))
      expect([...found!.same]).toEqual([1, 0, 1, 0])
      const third = groups[1]!.subarray(2 * pageSize, 3 * pageSize)
      expect(Buffer.concat([third, groups[3]!]).equals(found!.changedPages)).toBe(true)
      expect([...found!.isChanged.entries()].filter(([, is]) => is === 1).map(([page]) => page)).toEqual([
        18, 48,
      ])
      // The file ends before.
      expect(siftFile({ place, sizeBytes: image.length + pageSize, pageSize, known })).toBeNull()
    } finally {
      await file.close()
    }
    const nowhere = { descriptor: 2 ** 30, position: 0 }
    expect(siftFile({ place: nowhere, sizeBytes: pageSize, pageSize, known })).toBeNull()
  })
})

describe('where pages lie in a file', () => {
  it('is told of pages that lie there as they are, so not of the lock page', () => {
    const lockPage = lockPageOf(pageSize)
    expect(placeInFile(7, 3, 10, pageSize)).toEqual({ descriptor: 7, position: 2 * pageSize })
    expect(placeInFile(undefined, 3, 10, pageSize)).toBeNull()
    expect(placeInFile(7, lockPage - 10, 10, pageSize)).not.toBeNull()
    expect(placeInFile(7, lockPage - 10, 11, pageSize)).toBeNull()
    expect(placeInFile(7, lockPage, 1, pageSize)).toBeNull()
    expect(placeInFile(7, lockPage + 1, 1, pageSize)).not.toBeNull()
  })
})
