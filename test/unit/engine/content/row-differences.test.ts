import * as fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'

import { compareTables, type ComparedTables } from '../../../../main/engine/content/compared-tables.ts'
import { countRowChanges, pageOfRowChanges } from '../../../../main/engine/content/row-differences.ts'
import { findTable } from '../../../../main/engine/content/table-shape.ts'
import type { Connection } from '../../../../main/engine/source/connect.ts'
import type { RowCondition } from '../../../../shared/domain/row-filter.ts'
import { contentPair } from '../../../support/content-pair.ts'

const open: Connection[] = []
afterEach(() => {
  for (const connection of open.splice(0)) connection.close()
})

interface Compared {
  readonly connection: Connection
  readonly tables: ComparedTables
}

function planned(left: string, right: string, table = 't', encoding?: string) {
  const connection = contentPair(left, right, encoding)
  open.push(connection)
  const shapes = ['main', 'other'].map((schema) => findTable(connection, table, 'here', schema))
  return { connection, tables: compareTables(connection, shapes[0]!, shapes[1]!) }
}

function compared(left: string, right: string, table = 't', encoding?: string): Compared {
  const { connection, tables } = planned(left, right, table, encoding)
  if ('notCompared' in tables) throw new Error(tables.notCompared)
  return { connection, tables }
}

function reasonOf(left: string, right: string, table = 't'): string | null {
  const { tables } = planned(left, right, table)
  return 'notCompared' in tables ? tables.notCompared : tables.remark
}

const counts = ({ connection, tables }: Compared, conditions?: readonly RowCondition[]) =>
  countRowChanges(connection, tables, conditions)
const page = ({ connection, tables }: Compared, offset = 0, limit = 100) =>
  pageOfRowChanges(connection, tables, { offset, limit })

describe('rows that are the same', () => {
  const both = (one: string, other: string, type = ''): Compared =>
    compared(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, v ${type}); INSERT INTO t VALUES (1, ${one})`,
      `CREATE TABLE t (id INTEGER PRIMARY KEY, v ${type}); INSERT INTO t VALUES (1, ${other})`,
    )

  it.each([
    ['1 and 1.0', '1', '1.0', ''],
    ['0.0 and -0.0', '0.0', '-0.0', ''],
    ['-0.0 and 0', '-0.0', '0', ''],
    ['a text and the same bytes as a blob', "'a'", "x'61'", ''],
    ['1 and its text', '1', "'1'", ''],
    ['NULL and an empty text', 'NULL', "''", ''],
    ['an empty text and an empty blob', "''", "x''", ''],
    ['neighbouring reals', '0.1', '0.10000000000000002', 'REAL'],
    ['integers beyond 2^53', '9007199254740992', '9007199254740993', 'INTEGER'],
    ['letters that NOCASE calls equal', "'a'", "'A'", 'TEXT COLLATE NOCASE'],
    ['ends that RTRIM calls equal', "'a'", "'a '", 'TEXT COLLATE RTRIM'],
    ['invalid UTF-8 of one kind and another', "CAST(x'61ff' AS TEXT)", "CAST(x'61fe' AS TEXT)", 'TEXT'],
    ['texts that differ after a NUL', "CAST(x'610062' AS TEXT)", "CAST(x'610063' AS TEXT)", 'TEXT'],
    ['large blobs that differ at their end', "zeroblob(5000) || x'00'", "zeroblob(5000) || x'01'", 'BLOB'],
  ])('are not: %s', (_what, one, other, type) => {
    const found = both(one, other, type)
    expect(counts(found)).toEqual({ added: 0, changed: 1, removed: 0, same: 0 })
    expect(page(found).rows).toMatchObject([{ kind: 'changed', differing: [1] }])
    expect(counts(both(one, one, type))).toEqual({ added: 0, changed: 0, removed: 0, same: 1 })
  })

  it('tells UTF-16 texts apart by their bytes, lone surrogates too', () => {
    const sql = (bytes: string): string =>
      `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, CAST(x'${bytes}' AS TEXT)), (2, 'ü')`
    const found = compared(sql('00d8'), sql('00dc'), 't', 'UTF-16le')
    expect(counts(found)).toEqual({ added: 0, changed: 1, removed: 0, same: 1 })
    expect(page(found).rows[0]!.before).toMatchObject([{ text: '1' }, { kind: 'text', text: '\uFFFD' }])
  })
})

describe('what belongs together', () => {
  it('goes by the primary key, also where rowids have moved, and by its collation', () => {
    const found = compared(
      `CREATE TABLE t (code TEXT PRIMARY KEY COLLATE NOCASE, v); INSERT INTO t VALUES ('x', 0), ('a', 1), ('b', 2)`,
      `CREATE TABLE t (code TEXT PRIMARY KEY COLLATE NOCASE, v); INSERT INTO t VALUES ('b', 2), ('A', 1), ('c', 3)`,
    )
    expect(counts(found)).toEqual({ added: 1, changed: 1, removed: 1, same: 1 })
    const { keyColumns, rows } = page(found)
    expect(keyColumns).toEqual(['code'])
    expect(rows.map(({ kind, key, differing }) => [kind, key[0], differing])).toEqual([
      ['changed', { kind: 'text', text: 'a', sizeBytes: 1, isCut: false }, [0]],
      ['added', { kind: 'text', text: 'c', sizeBytes: 1, isCut: false }, []],
      ['removed', { kind: 'text', text: 'x', sizeBytes: 1, isCut: false }, []],
    ])
  })

  it('goes by the rowid without a primary key, and where a NULL is in it', () => {
    const byRowid = compared(
      'CREATE TABLE t (v); INSERT INTO t VALUES (1), (2)',
      'CREATE TABLE t (v); INSERT INTO t VALUES (1), (3)',
    )
    expect(page(byRowid)).toMatchObject({ keyColumns: ['rowid'], rows: [{ key: [{ text: '2' }] }] })
    const withNull = compared(
      'CREATE TABLE t (k TEXT PRIMARY KEY, v); INSERT INTO t VALUES (NULL, 1), (NULL, 2)',
      "CREATE TABLE t (k TEXT PRIMARY KEY, v); INSERT INTO t VALUES (NULL, 1), ('x', 2)",
    )
    expect(counts(withNull)).toEqual({ added: 0, changed: 1, removed: 0, same: 1 })
    expect(page(withNull).keyColumns).toEqual(['rowid'])
  })

  it('takes a rowid name that no column has, and says where none is left', () => {
    const sql = (v: number): string => `CREATE TABLE t (rowid, _rowid_); INSERT INTO t VALUES (7, ${v})`
    expect(page(compared(sql(1), sql(2)))).toMatchObject({
      keyColumns: ['rowid'],
      rows: [{ key: [{ text: '1' }], differing: [1] }],
    })
    const all = 'CREATE TABLE t (rowid, _rowid_, oid)'
    expect(reasonOf(all, all)).toMatch(/^no key tells its rows apart/)
  })

  it('handles WITHOUT ROWID, several key columns and descending ones', () => {
    const create = 'CREATE TABLE t (a TEXT, b INTEGER, v, PRIMARY KEY (b DESC, a)) WITHOUT ROWID;'
    const found = compared(
      `${create} INSERT INTO t VALUES ('x', 1, 1), ('x', 2, 1), ('y', 2, 1)`,
      `${create} INSERT INTO t VALUES ('x', 1, 2), ('x', 2, 1), ('z', 2, 1)`,
    )
    expect(counts(found)).toEqual({ added: 1, changed: 1, removed: 1, same: 1 })
    expect(page(found).keyColumns).toEqual(['b', 'a'])
  })

  it('says why tables can not be compared, or not wholly', () => {
    expect(reasonOf('CREATE TABLE t (a PRIMARY KEY, b)', 'CREATE TABLE t (a, b PRIMARY KEY)')).toMatch(/keys/)
    expect(
      reasonOf('CREATE TABLE t (a TEXT PRIMARY KEY)', 'CREATE TABLE t (a TEXT PRIMARY KEY COLLATE NOCASE)'),
    ).toMatch(/keys/)
    expect(reasonOf('CREATE TABLE t (a, b)', 'CREATE TABLE t (c)')).toMatch(/no column in common/)
    expect(reasonOf('CREATE VIEW t AS SELECT 1 AS a', 'CREATE VIEW t AS SELECT 1 AS a')).toMatch(/a view/)
    const found = planned(
      'CREATE TABLE t (id INTEGER PRIMARY KEY, a, gone); INSERT INTO t VALUES (1, 2, 3)',
      'CREATE TABLE t (new, A, id INTEGER PRIMARY KEY); INSERT INTO t VALUES (9, 2, 1)',
    )
    expect(found.tables).toMatchObject({
      remark: 'compared by the columns that both have: gone on the left only; new on the right only',
    })
    expect(countRowChanges(found.connection, found.tables as ComparedTables).same).toBe(1)
  })

  it('leaves out what is computed as it is read, and keeps what is stored', () => {
    const create = (by: number): string =>
      `CREATE TABLE t (id INTEGER PRIMARY KEY, a, v AS (a + ${by}), s AS (a * ${by}) STORED); INSERT INTO t (id, a) VALUES (1, 2)`
    const found = compared(create(1), create(2))
    expect(found.tables.left.columns.map(({ name }) => name)).toEqual(['id', 'a', 's'])
    expect(page(found).rows).toMatchObject([{ differing: [2] }])
  })

  it('compares FTS5 and R*Tree tables by their own rows', () => {
    const fts = (body: string): string =>
      `CREATE VIRTUAL TABLE t USING fts5(title, body); INSERT INTO t VALUES ('a', 'b'), ('c', ${body})`
    expect(counts(compared(fts("'d'"), fts("'e'")))).toEqual({ added: 0, changed: 1, removed: 0, same: 1 })
    const tree = (ids: string): string =>
      `CREATE VIRTUAL TABLE t USING rtree(id, x1, x2, +label); INSERT INTO t SELECT value, value, value + 1, 'p' FROM json_each('${ids}')`
    expect(counts(compared(tree('[1,2]'), tree('[2,3,4]')))).toEqual({
      added: 2,
      changed: 0,
      removed: 1,
      same: 1,
    })
    expect(reasonOf(fts("'d'"), fts("'d'"), 't_content')).toMatch(/virtual table/)
    const contentless = "CREATE VIRTUAL TABLE t USING fts5(title, content = '')"
    expect(reasonOf(contentless, contentless)).toMatch(/does not hold/)
  })

  it('compares a table with more columns than one statement takes', () => {
    const names = Array.from({ length: 700 }, (_, n) => `c${n}`)
    const sql = (last: number): string =>
      `CREATE TABLE t (${names.join(', ')}); INSERT INTO t (c0, c699) VALUES (1, ${last})`
    const found = compared(sql(1), sql(2))
    expect(page(found).rows).toMatchObject([{ kind: 'changed', differing: [699] }])
  })
})

describe('a restricted comparison', () => {
  it('looks at the rows that satisfy the conditions on either side', () => {
    const found = compared(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, msa, p TEXT);
       INSERT INTO t VALUES (1, 35620, 'rent'), (2, 35620, 'cap'), (3, 1, 'rent'), (4, 35620, 'rent'), (5, 9, 'x')`,
      `CREATE TABLE t (id INTEGER PRIMARY KEY, msa, p TEXT);
       INSERT INTO t VALUES (1, 35620, 'rent'), (2, 35620, 'cap'), (3, '35620', 'rent'), (4, 1, 'rent'), (6, 35620, 'rent')`,
    )
    const conditions: readonly RowCondition[] = [
      { column: 'msa', test: 'equals', value: '35620' },
      { column: 'p', test: 'equals', value: 'rent' },
    ]
    expect(counts(found, conditions)).toEqual({ added: 1, changed: 2, removed: 0, same: 1 })
    const { rows } = pageOfRowChanges(found.connection, found.tables, { conditions, offset: 1, limit: 5 })
    expect(rows.map(({ kind, key }) => [kind, (key[0] as { text: string }).text])).toEqual([
      ['changed', '4'],
      ['added', '6'],
    ])
  })
})

const value = fc.oneof(
  fc.constantFrom('NULL', '0', '-0.0', '1', '1.0', "''", "x''", "'1'", '9e999', "CAST(x'ff' AS TEXT)"),
  fc.integer({ min: -3, max: 3 }).map(String),
)
const rows = fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5'), fc.tuple(value, value), {
  noNullPrototype: true,
})

function scriptOf(table: Readonly<Record<string, readonly [string, string]>>): string {
  const inserts = Object.entries(table).map(([id, [a, b]]) => `INSERT INTO t VALUES (${id}, ${a}, ${b});`)
  return `CREATE TABLE t (id INTEGER PRIMARY KEY, a, b); ${inserts.join(' ')}`
}

describe('the counts and the pages', () => {
  it('agree with a comparison of the written values, on random tables', () => {
    fc.assert(
      fc.property(rows, rows, (left, right) => {
        const found = compared(scriptOf(left), scriptOf(right))
        const ids = [...new Set([...Object.keys(left), ...Object.keys(right)])].toSorted()
        const kinds = ids.map((id) => {
          if (left[id] === undefined) return 'added'
          if (right[id] === undefined) return 'removed'
          return left[id].every((text, at) => text === right[id]![at]) ? 'same' : 'changed'
        })
        const of = (kind: string): number => kinds.filter((one) => one === kind).length
        expect(counts(found)).toEqual({
          added: of('added'),
          changed: of('changed'),
          removed: of('removed'),
          same: of('same'),
        })
        const one = page(found, 0, 2).rows
        const all = page(found)
        expect(one).toEqual(all.rows.slice(0, 2))
        expect(page(found, 2, 100).rows).toEqual(all.rows.slice(2))
        expect(all.rows.map(({ kind }) => kind)).toEqual(kinds.filter((kind) => kind !== 'same'))
        open.pop()?.close()
      }),
      { numRuns: 60 },
    )
  })
})
