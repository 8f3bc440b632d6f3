import { createHash, randomBytes } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  decodeFrame,
  encodeFrame,
  FrameError,
  hashPages,
  pagesPerFrameOf,
  type FrameForm,
} from '../../../../main/engine/image/frame-codec.ts'

const plain: FrameForm = {
  vaultId: 'v',
  backupId: 'b',
  pageSize: 512,
  compression: 'none',
  compressionLevel: 3,
  key: null,
}
const forms: readonly FrameForm[] = [
  plain,
  { ...plain, compression: 'zstd' },
  { ...plain, key: randomBytes(32) },
  { ...plain, compression: 'zstd', key: randomBytes(32) },
]
const pages = fc
  .integer({ min: 1, max: 8 })
  .chain((count) => fc.uint8Array({ minLength: count * 512, maxLength: count * 512 }))

describe('a frame', () => {
  it('is decoded to what was encoded, in every form', () => {
    fc.assert(
      fc.property(pages, fc.nat(2 ** 31), fc.constantFrom(...forms), (bytes, number, form) => {
        const { stored } = encodeFrame(form, number, bytes)
        expect(Buffer.compare(decodeFrame(form, number, stored, bytes.length), bytes)).toBe(0)
      }),
    )
  })

  it('that is encrypted belongs to its key, vault, backup and number, and to no other', () => {
    const form = forms[3] ?? plain
    const bytes = randomBytes(1024)
    const { stored } = encodeFrame(form, 5, bytes)
    const others: readonly [FrameForm, number][] = [
      [form, 6],
      [{ ...form, vaultId: 'w' }, 5],
      [{ ...form, backupId: 'c' }, 5],
      [{ ...form, key: randomBytes(32) }, 5],
    ]
    for (const [other, number] of others) {
      expect(() => decodeFrame(other, number, Buffer.from(stored), 1024)).toThrow(FrameError)
    }
    expect(() => decodeFrame(form, 5, stored.subarray(0, 10), 1024)).toThrow('too short')
  })

  it('that decompresses to more than it may hold is refused before it takes the memory', () => {
    const bomb = zstdCompressSync(Buffer.alloc(1 << 28))
    expect(bomb.length).toBeLessThan(1 << 16)
    const before = process.memoryUsage().arrayBuffers
    expect(() => decodeFrame({ ...plain, compression: 'zstd' }, 0, bomb, 512)).toThrow('more than it should')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 24)
  })

  it('that holds less than it should is refused', () => {
    for (const form of forms) {
      const { stored } = encodeFrame(form, 0, Buffer.alloc(512, 1))
      expect(() => decodeFrame(form, 0, stored, 1024)).toThrow('holds 512 bytes and not 1024')
    }
  })

  it('is of one mebibyte of pages at most, and of one page at least', () => {
    expect([512, 4096, 65536].map(pagesPerFrameOf)).toEqual([2048, 256, 16])
  })

  it('has the SHA-256 of each of its pages', () => {
    const bytes = randomBytes(3 * 512)
    const expected = [0, 1, 2].map((n) =>
      createHash('sha256')
        .update(bytes.subarray(n * 512, (n + 1) * 512))
        .digest(),
    )
    expect(Buffer.compare(hashPages(bytes, 512), Buffer.concat(expected))).toBe(0)
  })
})
