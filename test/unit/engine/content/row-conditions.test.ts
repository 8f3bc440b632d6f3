import { afterEach, describe, expect, it } from 'vitest'

import { conditionTerms } from '../../../../main/engine/content/row-conditions.ts'
import { findTable } from '../../../../main/engine/content/table-shape.ts'
import type { Connection } from '../../../../main/engine/source/connect.ts'
import { faultOf } from '../../../../shared/domain/fault.ts'
import type { RowCondition } from '../../../../shared/domain/row-filter.ts'
import { contentPair } from '../../../support/content-pair.ts'

const open: Connection[] = []
afterEach(() => {
  for (const connection of open.splice(0)) connection.close()
})

/** The ids of the rows that satisfy the conditions. */
function idsIn(sql: string, conditions: readonly RowCondition[]): readonly number[] {
  const connection = contentPair(sql, 'CREATE TABLE unused (a)')
  open.push(connection)
  const terms = conditionTerms(findTable(connection, 't', 'here'), conditions, { alias: 't', prefix: 'c' })
  return connection
    .prepare<[object], { id: number }>(`SELECT id FROM main.t AS t WHERE ${terms.sql} ORDER BY id`)
    .all(terms.values)
    .map(({ id }) => id)
}

const table = (type: string, ...values: readonly string[]): string =>
  `CREATE TABLE t (id INTEGER PRIMARY KEY, v ${type}); INSERT INTO t (v) VALUES ${values.map((value) => `(${value})`).join(', ')}`
const equals = (value: string): RowCondition => ({ column: 'v', test: 'equals', value })

describe('a condition', () => {
  it.each([
    ['INTEGER', [1, 2]],
    ['TEXT', [1, 2]],
    ['', [1, 2]],
    ['NUMERIC', [1, 2]],
    ['REAL', [1, 2]],
  ])('finds 35620 as number and as text in a column of type "%s"', (type, found) => {
    expect(idsIn(table(type, '35620', "'35620'", '35621', "x'3335363230'"), [equals('35620')])).toEqual(found)
  })

  it('finds a text that looks like a number only as it is written', () => {
    expect(idsIn(table('TEXT', "'007'", "'7'", '7'), [equals('007')])).toEqual([1])
    expect(idsIn(table('', "'007'", "'7'", '7', '7.0'), [equals('7')])).toEqual([2, 3, 4])
    const beyond = table('', '9223372036854775807', '9223372036854775806')
    expect(idsIn(beyond, [equals('9223372036854775807')])).toEqual([1])
  })

  it('is bound and never read as SQL', () => {
    const evil = "x' OR 1=1 --"
    expect(idsIn(table('TEXT', "'x'", "'x'' OR 1=1 --'"), [equals(evil)])).toEqual([2])
  })

  it('takes one of several, a range with its ends, a pattern, and NULL', () => {
    const sql = table('', '1', '2', '3', "'2'", "'b'", "'B%'", 'NULL', '2.5')
    const v = { column: 'v' } as const
    expect(idsIn(sql, [{ ...v, test: 'one_of', values: ['2', 'b'] }])).toEqual([2, 4, 5])
    expect(idsIn(sql, [{ ...v, test: 'between', from: '2', to: '3' }])).toEqual([2, 3, 4, 8])
    expect(idsIn(sql, [{ ...v, test: 'between', from: 'a', to: 'c' }])).toEqual([5])
    expect(idsIn(sql, [{ ...v, test: 'like', pattern: 'b_' }])).toEqual([6])
    expect(idsIn(sql, [{ ...v, test: 'is_null' }])).toEqual([7])
  })

  it('must hold together with every other', () => {
    const sql = table('', '1', '2', '3')
    const both = [equals('2'), { column: 'id', test: 'between', from: '2', to: '9' }] as const
    expect(idsIn(sql, both)).toEqual([2])
    expect(idsIn(sql, [...both, { column: 'id', test: 'equals', value: '3' }])).toEqual([])
    expect(idsIn(sql, [])).toEqual([1, 2, 3])
  })

  it('on a column that is not there is a fault', () => {
    const ask = () => idsIn(table('', '1'), [{ column: 'v"; --', test: 'is_null' }])
    expect(() => ask()).toThrow()
    try {
      ask()
    } catch (error) {
      expect(faultOf(error)).toEqual({ code: 'COLUMN_UNKNOWN', table: 't', column: 'v"; --' })
    }
  })

  it('finds columns as SQLite does, and names with quotes, emoji and newlines', () => {
    const sql = `CREATE TABLE t (id INTEGER PRIMARY KEY, "a ""b"" 🦀\n'" TEXT); INSERT INTO t VALUES (1, 'x'), (2, 'y')`
    expect(idsIn(sql, [{ column: 'A "B" 🦀\n\'', test: 'equals', value: 'y' }])).toEqual([2])
  })
})
