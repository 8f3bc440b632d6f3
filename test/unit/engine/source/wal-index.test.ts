import { describe, expect, it } from 'vitest'

import type { OpenFile } from '../../../../main/engine/ports/file-system.ts'
import { entryOf, parseWalIndexHeader, readPageFrames } from '../../../../main/engine/source/wal-index.ts'

/** A header as SQLite writes it, with a right checksum, twice. */
function headerTwice(change: (header: Buffer) => void = () => undefined): Buffer {
  const header = Buffer.alloc(48)
  header.writeUInt32LE(3_007_000, 0)
  header.writeUInt8(1, 12)
  header.writeUInt32LE(17, 16)
  header.writeUInt32LE(9, 20)
  header.fill(5, 32, 40)
  change(header)
  let first = 0
  let second = 0
  for (let at = 0; at < 40; at += 8) {
    first = (first + header.readUInt32LE(at) + second) >>> 0
    second = (second + header.readUInt32LE(at + 4) + first) >>> 0
  }
  header.writeUInt32LE(first, 40)
  header.writeUInt32LE(second, 44)
  return Buffer.concat([header, header])
}

function shmOf(bytes: Buffer): OpenFile {
  const read = (into: Uint8Array, position: number): Promise<number> => {
    // Windows locks bytes 120 to 127 of the wal-index against reading.
    if (position < 128 && position + into.length > 120) throw new Error('the lock bytes were read')
    const part = bytes.subarray(position, position + into.length)
    into.set(part)
    return Promise.resolve(part.length)
  }
  return { read } as unknown as OpenFile
}

describe('the wal-index', () => {
  it('is trusted only with two equal copies and a right checksum', () => {
    expect(parseWalIndexHeader(headerTwice())).toMatchObject({ lastFrame: 17, pageCount: 9 })
    for (let bit = 0; bit < 96 * 8; bit += 1) {
      const torn = headerTwice()
      torn[bit >> 3] = (torn[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(parseWalIndexHeader(torn)).toBeNull()
    }
    const bothWrong = headerTwice()
    for (const at of [16, 64]) bothWrong.writeUInt32LE(18, at)
    expect(parseWalIndexHeader(bothWrong)).toBeNull()
    expect(parseWalIndexHeader(headerTwice((header) => header.writeUInt8(0, 12)))).toBeNull()
    expect(parseWalIndexHeader(headerTwice((header) => header.writeUInt32LE(3_007_001, 0)))).toBeNull()
  })

  it('has its entries where the format says', () => {
    expect(entryOf(1)).toEqual({ at: 136, left: 4062 })
    expect(entryOf(4062)).toEqual({ at: 136 + 4 * 4061, left: 1 })
    expect(entryOf(4063)).toEqual({ at: 32_768, left: 4096 })
    expect(entryOf(4062 + 4096)).toEqual({ at: 32_768 + 4 * 4095, left: 1 })
    expect(entryOf(4062 + 4096 + 1)).toEqual({ at: 65_536, left: 4096 })
  })

  it('gives the last frame of each page within the bounds, across blocks', async () => {
    const bytes = Buffer.alloc(3 * 32_768)
    const frames = 4062 + 4096 + 10
    for (let frame = 1; frame <= frames; frame += 1) {
      bytes.writeUInt32LE(1 + (frame % 1000), entryOf(frame).at)
    }
    const found = await readPageFrames(shmOf(bytes), 3000, frames - 5)
    expect(found?.size).toBe(1000)
    for (const [page, frame] of found ?? []) {
      expect(1 + (frame % 1000)).toBe(page)
      expect(frame).toBeGreaterThan(frames - 5 - 1000)
      expect(frame).toBeLessThanOrEqual(frames - 5)
    }
    expect(await readPageFrames(shmOf(bytes), 1, 0)).toEqual(new Map())
    expect(await readPageFrames(shmOf(bytes), 1, frames + 1)).toBeNull()
    expect(await readPageFrames(shmOf(bytes.subarray(0, 40_000)), 1, frames)).toBeNull()
  })
})
