import { afterEach, describe, expect, it } from 'vitest'

import {
  cellOf,
  shownTerm,
  type ShownValue,
  type TextEncoding,
} from '../../../../main/engine/content/shown-cell.ts'
import type { Connection } from '../../../../main/engine/source/connect.ts'
import type { Cell } from '../../../../shared/domain/cell.ts'
import { contentPair } from '../../../support/content-pair.ts'

const open: Connection[] = []
afterEach(() => {
  for (const connection of open.splice(0)) connection.close()
})

function cellFrom(value: string, encoding: TextEncoding = 'UTF-8'): Cell {
  const sql = `CREATE TABLE t (v); INSERT INTO t VALUES (${value})`
  const connection = contentPair(sql, 'CREATE TABLE unused (a)', encoding)
  open.push(connection)
  const read = connection.prepare<[], { v: ShownValue }>(`SELECT ${shownTerm('t.v')} AS v FROM t`)
  return cellOf(read.safeIntegers(true).get()!.v, encoding)
}

describe('a shown cell', () => {
  it.each([
    ['NULL', { kind: 'null' }],
    ['-9223372036854775808', { kind: 'integer', text: '-9223372036854775808' }],
    ['9007199254740993', { kind: 'integer', text: '9007199254740993' }],
    ['1.0', { kind: 'real', text: '1.0' }],
    ['-0.0', { kind: 'real', text: '-0.0' }],
    ['0.1', { kind: 'real', text: '0.1' }],
    ['-9e999', { kind: 'real', text: '-Infinity' }],
    ["'b1:00'", { kind: 'text', text: 'b1:00', sizeBytes: 5, isCut: false }],
    ["''", { kind: 'text', text: '', sizeBytes: 0, isCut: false }],
    ["x''", { kind: 'blob', hex: '', sizeBytes: 0, isCut: false }],
    ["x'00ff'", { kind: 'blob', hex: '00ff', sizeBytes: 2, isCut: false }],
    ["CAST(x'610062' AS TEXT)", { kind: 'text', text: 'a\0b', sizeBytes: 3, isCut: false }],
    ["CAST(x'61ff62' AS TEXT)", { kind: 'text', text: 'a\uFFFDb', sizeBytes: 3, isCut: false }],
    ["CAST(x'efbbbf61' AS TEXT)", { kind: 'text', text: '\uFEFFa', sizeBytes: 4, isCut: false }],
  ] satisfies readonly [string, Cell][])('of %s', (sql, cell) => {
    expect(cellFrom(sql)).toEqual(cell)
  })

  it('is cut at 256 bytes, between characters, and says its whole size', () => {
    const long = cellFrom(`'${'é'.repeat(127)}x${'🦀'.repeat(100)}'`)
    expect(long).toEqual({ kind: 'text', text: `${'é'.repeat(127)}x`, sizeBytes: 655, isCut: true })
    expect(cellFrom('zeroblob(300)')).toEqual({
      kind: 'blob',
      hex: '00'.repeat(256),
      sizeBytes: 300,
      isCut: true,
    })
  })

  it.each(['UTF-16le', 'UTF-16be'] as const)('of a %s database', (encoding) => {
    expect(cellFrom("'ü🦀'", encoding)).toEqual({ kind: 'text', text: 'ü🦀', sizeBytes: 6, isCut: false })
    const cut = cellFrom(`'x${'🦀'.repeat(100)}'`, encoding)
    expect(cut).toEqual({ kind: 'text', text: `x${'🦀'.repeat(63)}`, sizeBytes: 402, isCut: true })
  })

  it('of a value of more than a megabyte is its size alone: it is not read', () => {
    expect(cellFrom('zeroblob(100000000)')).toEqual({
      kind: 'blob',
      hex: '',
      sizeBytes: 100_000_000,
      isCut: true,
    })
  })
})
