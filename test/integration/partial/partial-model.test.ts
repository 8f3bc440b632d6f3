import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { RowCondition, RowSelection } from '../../../shared/domain/row-filter.ts'
import { partialStage, type PartialStage } from './partial-stage.ts'

/** The table is called `t`, and a number. */
const shapes = {
  'rowid alias': 'CREATE TABLE t (k INTEGER PRIMARY KEY, a, b TEXT, u UNIQUE)',
  'text key': 'CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, a, b TEXT, u UNIQUE)',
  'no key': 'CREATE TABLE t (k, a, b TEXT, u)',
  'without rowid': 'CREATE TABLE t (k INT, a, b TEXT, u, PRIMARY KEY (k DESC, b)) WITHOUT ROWID',
  nocase: 'CREATE TABLE t (k TEXT COLLATE NOCASE PRIMARY KEY NOT NULL, a, b TEXT, u UNIQUE)',
  any: 'CREATE TABLE t (k PRIMARY KEY NOT NULL, a, b TEXT, u)',
} as const

type Value = number | string | null | Uint8Array

const keys = fc.integer({ min: 1, max: 12 })
const values: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom('0', '1', 'a', 'A', '', 'ä', '🏠'),
  fc.constantFrom(0.5, -0.0, 1e300),
  fc.constant(null),
  fc.constantFrom(new Uint8Array([0x31]), new Uint8Array([])),
)
const row = fc.record({
  k: keys,
  a: values,
  b: fc.constantFrom('x', 'y', 'Y'),
  u: fc.option(fc.integer({ min: 0, max: 8 })),
})
const change = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), row }),
  fc.record({ kind: fc.constant('drop' as const), row }),
  fc.record({ kind: fc.constant('set' as const), row }),
)
const someKeys: fc.Arbitrary<RowCondition> = fc.record({
  column: fc.constant('k'),
  test: fc.constant('one_of' as const),
  values: fc.array(keys.map(String), { minLength: 2, maxLength: 7, size: 'max' }),
})
const condition: fc.Arbitrary<RowCondition> = fc.oneof(
  { weight: 6, arbitrary: someKeys },
  fc.record({
    column: fc.constantFrom('k', 'a', 'b', 'u'),
    test: fc.constant('equals' as const),
    value: fc.constantFrom('1', 'a', 'x', '0.5', '3'),
  }),
  fc.record({
    column: fc.constantFrom('k', 'a'),
    test: fc.constant('one_of' as const),
    values: fc.array(keys.map(String), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    column: fc.constantFrom('k', 'u'),
    test: fc.constant('between' as const),
    from: keys.map(String),
    to: keys.map(String),
  }),
  fc.record({ column: fc.constantFrom('a', 'u'), test: fc.constant('is_null' as const) }),
  fc.record({
    column: fc.constant('b'),
    test: fc.constant('like' as const),
    pattern: fc.constantFrom('y', '%', 'X_'),
  }),
)

function keyOf(shape: keyof typeof shapes, k: number): Value {
  if (shape === 'text key') return `k${k}`
  if (shape === 'nocase') return k % 2 === 0 ? `K${k >> 1}` : `k${k >> 1}`
  return shape === 'any' ? [k, `${k}`, k + 0.5][k % 3]! : k
}

interface Case {
  readonly built: readonly Row[]
  readonly changes: readonly { readonly kind: 'put' | 'drop' | 'set'; readonly row: Row }[]
  readonly conditions: readonly RowCondition[]
}
type Row = Readonly<Record<'k' | 'a' | 'b' | 'u', Value>>
type Shape = keyof typeof shapes

function write(db: Database.Database, shape: Shape, table: string, one: Case['changes'][number]): void {
  const { a, b, u } = one.row
  const k = keyOf(shape, one.row.k as number)
  if (one.kind === 'put') db.prepare(`INSERT OR IGNORE INTO ${table} VALUES (?, ?, ?, ?)`).run(k, a, b, u)
  else if (one.kind === 'drop') db.prepare(`DELETE FROM ${table} WHERE k = ?`).run(k)
  else db.prepare(`UPDATE OR IGNORE ${table} SET a = ?, b = ?, u = ? WHERE k = ?`).run(a, b, u, k)
}

/** Numbers that stand for keys become the keys' own form. */
function aboutKeys(shape: Shape, one: RowCondition): RowCondition {
  const own = (value: string): string => (/^\d+$/.test(value) ? String(keyOf(shape, Number(value))) : value)
  if (one.column !== 'k') return one
  if (one.test === 'equals') return { ...one, value: own(one.value) }
  if (one.test === 'one_of') return { ...one, values: one.values.map(own) }
  return one.test === 'between' ? { ...one, from: own(one.from), to: own(one.to) } : one
}

/** What tells a row from others, as the key's own index tells them. */
const keyTerms: Readonly<Record<Shape, string>> = {
  'rowid alias': 'k',
  'text key': 'k',
  'no key': 'rowid',
  'without rowid': "k || '/' || b",
  nocase: 'lower(k)',
  any: 'typeof(k) || k',
}

/** Columns that convert what they are compared with; in others a typed number stands for the text as well. */
const typedColumns: Readonly<Record<Shape, string>> = {
  'rowid alias': 'kb',
  'text key': 'kb',
  'no key': 'b',
  'without rowid': 'kb',
  nocase: 'kb',
  any: 'b',
}

/** A value with its class and bytes; -0.0 is another than 0.0. */
function exact(column: string): string {
  const zero = `coalesce(CASE WHEN ${column} = 0.0 THEN atan2(0, ${column}) END, '')`
  return `typeof(${column}) || coalesce(hex(CAST(${column} AS BLOB)), '') || ':' || ${zero}`
}

/** Conditions as SQL, written for this test alone. */
function whereOf(shape: Shape, conditions: readonly RowCondition[]): string {
  const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`
  const isText = (column: string, value: string): boolean =>
    typedColumns[shape].includes(column) || !/^[0-9.]+$/.test(value)
  const same = (column: string, value: string): string =>
    isText(column, value)
      ? `${column} = ${quote(value)}`
      : `(${column} = ${quote(value)} OR ${column} = ${value})`
  const terms = conditions.map((one) => {
    const { column } = one
    if (one.test === 'equals') return same(column, one.value)
    if (one.test === 'one_of') return `(${one.values.map((value) => same(column, value)).join(' OR ')})`
    if (one.test === 'is_null') return `${column} IS NULL`
    if (one.test === 'like') return `${column} LIKE ${quote(one.pattern)}`
    const asText = `${column} BETWEEN ${quote(one.from)} AND ${quote(one.to)}`
    return isText(column, one.from) ? asText : `(${asText} OR ${column} BETWEEN ${one.from} AND ${one.to})`
  })
  return ['1', ...terms].join(' AND ')
}

type Side = 'rows' | 'storedRows'

/** Every row by its key. */
function contentOf(stage: PartialStage, side: Side, shape: Shape, table: string): Map<string, string> {
  const shown = ['k', 'a', 'b', 'u'].map(exact).join(" || '|' || ")
  const rows = stage[side](`SELECT ${keyTerms[shape]}, ${shown} FROM ${table}`) as [unknown, string][]
  return new Map(rows.map(([name, text]) => [String(name), text]))
}

function chosenKeys(stage: PartialStage, side: Side, shape: Shape, from: string): readonly string[] {
  const rows = stage[side](`SELECT ${keyTerms[shape]} FROM ${from}`) as [unknown][]
  return rows.map(([name]) => String(name))
}

/** What a table is to hold once its chosen rows are back. */
function expectedOf(
  stage: PartialStage,
  shape: Shape,
  { table, conditions }: RowSelection,
): { readonly content: Map<string, string>; readonly chosen: number } {
  const stored = contentOf(stage, 'storedRows', shape, table)
  const from = `${table} WHERE ${whereOf(shape, conditions)}`
  const chosen = new Set([
    ...chosenKeys(stage, 'rows', shape, from),
    ...chosenKeys(stage, 'storedRows', shape, from),
  ])
  const content = new Map([...contentOf(stage, 'rows', shape, table)].filter(([key]) => !chosen.has(key)))
  for (const key of chosen) {
    const text = stored.get(key)
    if (text !== undefined) content.set(key, text)
  }
  return { content, chosen: chosen.size }
}

async function stageOf(shape: Shape, cases: readonly Case[]): Promise<PartialStage> {
  const stage = await partialStage((db) => {
    db.exec('BEGIN')
    for (const [n, { built }] of cases.entries()) {
      db.exec(shapes[shape].replace('TABLE t', `TABLE t${n}`))
      for (const row of built) write(db, shape, `t${n}`, { kind: 'put', row })
    }
    db.exec('COMMIT')
  }, 'delete')
  const db = new Database(stage.live)
  db.exec('BEGIN')
  for (const [n, { changes }] of cases.entries()) {
    for (const one of changes) write(db, shape, `t${n}`, one)
  }
  db.exec('COMMIT')
  db.close()
  return stage
}

/** So many tables are one case each, in one database: a backup takes longer than all of them. */
const casesAtOnce = 40

describe('random tables and selections', () => {
  for (const shape of Object.keys(shapes) as Shape[]) {
    it(`the chosen rows are as in the backup, all others as they were: ${shape}`, async () => {
      const seen = { tables: 0, blocked: 0, rows: 0, differing: 0 }
      const judge = async (cases: readonly Case[]): Promise<void> => {
        const stage = await stageOf(shape, cases)
        const all = cases.map(({ conditions }, n): RowSelection => {
          return { table: `t${n}`, conditions: conditions.map((one) => aboutKeys(shape, one)) }
        })
        const preview = await stage.preview(all)
        // Values of a live row that stays: only the unique column can be in the way here.
        const blocking = preview.conflicts.filter(({ isBlocking }) => isBlocking)
        expect(blocking.filter(({ kind }) => kind !== 'unique')).toEqual([])
        const blocked = new Set(blocking.map(({ table }) => table))
        const free = all.filter(({ table }) => !blocked.has(table))
        const expected = free.map((selection) => expectedOf(stage, shape, selection))
        const untouched = [...blocked].map((table) => contentOf(stage, 'rows', shape, table))

        const report = await stage.bringBack(free)
        for (const [n, { table }] of free.entries()) {
          const after = contentOf(stage, 'rows', shape, table)
          expect(Object.fromEntries(after), table).toEqual(Object.fromEntries(expected[n]!.content))
        }
        expect([...blocked].map((table) => contentOf(stage, 'rows', shape, table))).toEqual(untouched)
        expect(report.rowsCompared).toBe(expected.reduce((sum, { chosen }) => sum + chosen, 0))
        seen.tables += free.length
        seen.blocked += blocked.size
        seen.rows += report.rowsCompared
        for (const { added, changed, removed } of report.tables) seen.differing += added + changed + removed
      }
      const cases = fc.array(
        fc.record({
          built: fc.array(row, { minLength: 4, maxLength: 15, size: 'max' }),
          changes: fc.array(change, { minLength: 2, maxLength: 12, size: 'max' }),
          conditions: fc.array(condition, { maxLength: 2 }),
        }),
        { minLength: casesAtOnce, maxLength: casesAtOnce },
      )
      await fc.assert(fc.asyncProperty(cases, judge), { numRuns: 2 })
      console.log(`${shape}: ${JSON.stringify(seen)}`)
      expect(seen.differing).toBeGreaterThan(20)
    })
  }
})
