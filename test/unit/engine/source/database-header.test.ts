import { randomBytes } from 'node:crypto'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { hasDatabaseMagic, parseDatabaseHeader } from '../../../../main/engine/source/database-header.ts'
import { looksEncrypted } from '../../../../main/engine/source/looks-encrypted.ts'
import { blankLockPage, checkPageRange, lockPageOf } from '../../../../main/engine/source/page-source.ts'
import { hasWalResetDefect, versionText, writerRemark } from '../../../../main/engine/source/writer-remark.ts'

function image(pageSize: number): Buffer {
  const db = new Database(':memory:')
  db.pragma(`page_size = ${pageSize}`)
  db.exec('CREATE TABLE t (a); CREATE TABLE u (a)')
  const bytes = db.serialize()
  db.close()
  return bytes
}

describe('a database header', () => {
  it.each([512, 4096, 65536])('tells what SQLite wrote, pages of %i bytes', (pageSize) => {
    const bytes = image(pageSize)
    const header = parseDatabaseHeader(bytes)
    expect(header).toMatchObject({ pageSize, usesWal: false, textEncoding: 'UTF-8', schemaCookie: 2 })
    expect(header).toMatchObject({ pageCount: bytes.length / pageSize })
  })

  it('is told apart from other formats and from damage', () => {
    const bytes = image(4096)
    expect(parseDatabaseHeader(randomBytes(100))).toMatchObject({ problem: 'not_sqlite' })
    expect(parseDatabaseHeader(bytes.subarray(0, 99))).toMatchObject({ problem: 'damaged' })
    expect(hasDatabaseMagic(bytes.subarray(0, 15))).toBe(false)
    for (const [at, value] of [
      [16, 0x13],
      [18, 3],
      [19, 3],
      [20, 255],
      [21, 65],
      [22, 0],
      [23, 0],
    ] as const) {
      const broken = Buffer.from(bytes)
      broken[at] = value
      if (at === 20) broken.writeUInt16BE(512, 16)
      expect(parseDatabaseHeader(broken)).toMatchObject({ problem: 'damaged' })
    }
  })

  it('has no page count where the last writer did not keep it', () => {
    const bytes = image(4096)
    bytes.writeUInt32BE(99, 92)
    expect(parseDatabaseHeader(bytes)).toMatchObject({ pageCount: null })
  })
})

describe('a guess at encryption', () => {
  it('holds for random pages and for nothing that is known otherwise', () => {
    for (let n = 0; n < 200; n += 1) {
      expect(looksEncrypted(Buffer.concat([Buffer.from('ab'), randomBytes(4094)]), 8192)).toBe(true)
      expect(looksEncrypted(Buffer.concat([Buffer.from('ab'), randomBytes(510)]), 512)).toBe(true)
    }
    expect(looksEncrypted(randomBytes(4096), 8191)).toBe(false)
    expect(looksEncrypted(randomBytes(300), 512)).toBe(false)
    expect(looksEncrypted(Buffer.concat([Buffer.from('504b0304', 'hex'), randomBytes(4092)]), 4096)).toBe(
      false,
    )
    expect(looksEncrypted(Buffer.from('some text '.repeat(500)).subarray(0, 4096), 4096)).toBe(false)
  })
})

describe('a remark on the writer', () => {
  it.each([
    [3_006_023, false],
    [3_007_000, true],
    [3_044_005, true],
    [3_044_006, false],
    [3_045_000, true],
    [3_050_006, true],
    [3_050_007, false],
    [3_051_000, true],
    [3_051_002, true],
    [3_051_003, false],
    [3_054_001, false],
    [0, false],
  ])('of version %i: %s', (writerVersion, affected) => {
    expect(hasWalResetDefect(writerVersion)).toBe(affected)
    expect(writerRemark({ usesWal: true, writerVersion }) !== null).toBe(affected)
    expect(writerRemark({ usesWal: false, writerVersion })).toBeNull()
  })

  it('names the version', () => {
    expect(versionText(3_045_001)).toBe('3.45.1')
    expect(writerRemark({ usesWal: true, writerVersion: 3_045_001 })).toContain('3.45.1')
  })
})

describe('pages', () => {
  it('know the lock page', () => {
    expect(lockPageOf(4096)).toBe(262_145)
    const into = new Uint8Array(3 * 65536).fill(7)
    blankLockPage(lockPageOf(65536) - 1, into, 65536)
    expect([into[65535], into[65536], into[131_071], into[131_072]]).toEqual([7, 0, 0, 7])
    blankLockPage(1, into, 65536)
    expect(into[0]).toBe(7)
  })

  it('are asked for whole and within the image', () => {
    const of = { pageSize: 512, pageCount: 10 }
    expect(() => checkPageRange(1, new Uint8Array(5120), of)).not.toThrow()
    expect(() => checkPageRange(2, new Uint8Array(5120), of)).toThrow(RangeError)
    expect(() => checkPageRange(0, new Uint8Array(512), of)).toThrow(RangeError)
    expect(() => checkPageRange(1, new Uint8Array(500), of)).toThrow(RangeError)
  })
})
