import { randomBytes } from 'node:crypto'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { sealPageIndex, unsealPageIndex } from '../../../../main/engine/image/page-index-file.ts'
import { decodePageIndex, encodePageIndex, type PageIndex } from '../../../../main/engine/image/page-index.ts'
import { SealError } from '../../../../main/engine/image/sealed-json.ts'

const text = fc.string({ unit: 'grapheme' })

/** Any page index, of a full or of an increment that needs others. */
const pageIndex: fc.Arbitrary<PageIndex> = fc
  .record({
    slots: fc.integer({ min: 0, max: 40 }),
    pagesPerFrame: fc.integer({ min: 1, max: 16 }),
    others: fc.array(
      fc.record({
        pageCount: fc.integer({ min: 1, max: 99 }),
        owner: fc.integer({ min: 1, max: 9 }),
        firstSlot: fc.nat(99),
      }),
    ),
    lengths: fc.array(fc.nat(2 ** 20), { minLength: 40, maxLength: 40 }),
    tables: fc.array(
      fc.record({
        name: text,
        kind: fc.constantFrom('table', 'without_rowid', 'virtual', 'shadow'),
        rowCount: fc.option(fc.maxSafeNat()),
        fingerprint: fc.option(fc.constant('ab'.repeat(32))),
      }),
    ),
    schema: fc.array(
      fc.record({
        type: fc.constantFrom('table', 'index', 'view', 'trigger'),
        name: text,
        tableName: text,
        sql: fc.option(text),
      }),
    ),
  })
  .map(({ slots, pagesPerFrame, others, lengths, tables, schema }): PageIndex => {
    const runs = [...others, ...(slots === 0 ? [] : [{ pageCount: slots, owner: 0, firstSlot: 0 }])]
    return {
      pageSize: 4096,
      pageCount: runs.reduce((sum, run) => sum + run.pageCount, 0),
      pagesPerFrame,
      frameLengths: Uint32Array.from(lengths.slice(0, Math.ceil(slots / pagesPerFrame))),
      slotHashes: randomBytes(slots * 32),
      runs,
      description: { schema, tables },
    }
  })

const binding = { vaultId: 'v', backupId: 'b', dataKey: randomBytes(32) }

describe('a page index', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(pageIndex, (index) => {
        const read = decodePageIndex(encodePageIndex(index))
        expect({ ...read, slotHashes: Buffer.from(read.slotHashes) }).toEqual({
          ...index,
          slotHashes: Buffer.from(index.slotHashes),
        })
      }),
    )
  })

  it('is refused with a bit flipped, cut short or longer', () => {
    fc.assert(
      fc.property(pageIndex, fc.nat(), fc.nat(7), (index, at, bit) => {
        const body = encodePageIndex(index)
        const flipped = Buffer.from(body)
        flipped[at % body.length] = (flipped[at % body.length] ?? 0) ^ (1 << bit)
        expect(() => decodePageIndex(flipped)).toThrow(SealError)
        expect(() => decodePageIndex(body.subarray(0, at % body.length))).toThrow(SealError)
        expect(() => decodePageIndex(Buffer.concat([body, Buffer.alloc(1)]))).toThrow(SealError)
      }),
    )
  })

  it('of huge numbers takes no memory for them', () => {
    const body = Buffer.alloc(68, 0xff)
    body.write('HFPAGES1', 0, 'latin1')
    expect(() => decodePageIndex(body)).toThrow('do not add up')
  })

  it('is sealed in both forms, to its owner alone', () => {
    const [index] = fc.sample(pageIndex, { seed: 2, numRuns: 1 })
    if (index === undefined) throw new Error('no sample')
    for (const owner of [binding, { ...binding, dataKey: null }]) {
      const { bytes, facts } = sealPageIndex(index, owner)
      expect(unsealPageIndex(bytes, facts, owner).description).toEqual(index.description)
      expect(() => unsealPageIndex(Buffer.concat([bytes, Buffer.alloc(1)]), facts, owner)).toThrow('recorded')
      expect(() => unsealPageIndex(bytes, { ...facts, bodyBytes: facts.bodyBytes - 1 }, owner)).toThrow(
        SealError,
      )
    }
    const { bytes, facts } = sealPageIndex(index, binding)
    for (const other of [
      { ...binding, backupId: 'c' },
      { ...binding, dataKey: randomBytes(32) },
    ]) {
      expect(() => unsealPageIndex(bytes, facts, other)).toThrow('does not decrypt')
    }
  })
})
