import type { ComparedTables } from '../content/compared-tables.ts'
import { keyCollation, keyTerms, rowidNameOf, rowKeyOf, tableTerm, type RowKey } from '../content/row-key.ts'
import { differTerms, keyEquals, keyName, rowPairs } from '../content/row-pairs.ts'
import type { TextEncoding } from '../content/shown-cell.ts'
import { joinBalanced } from '../content/sql-terms.ts'
import type { TableShape } from '../content/table-shape.ts'
import { moduleOf } from '../content/virtual-rows.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import { mustRewrite } from './must-rewrite.ts'
import { exactTerm, literalOf, type ExactValue } from './sql-literal.ts'

type Row = readonly ExactValue[]

function iterate(connection: Connection, sql: string): IterableIterator<Row> {
  return connection.prepare<[], Row>(sql).raw(true).safeIntegers(true).iterate()
}

function encodingOf(connection: Connection): TextEncoding {
  return connection.pragma('encoding', { simple: true }) as TextEncoding
}

/** Columns that a statement can set. */
function writable({ columns }: TableShape): readonly string[] {
  return columns.filter(({ generated }) => generated === 'no').map(({ name }) => name)
}

/** The rowid's name where it must be written for rows to keep it: nothing else tells them apart. */
function writtenRowid(connection: Connection, shape: TableShape): string | null {
  // The first column of an R*Tree is its rowid.
  if (moduleOf(shape).startsWith('rtree')) return null
  const key = rowKeyOf(connection, shape)
  return key?.kind === 'rowid' ? rowidNameOf(shape) : null
}

/** How rows of a table are inserted: the statement's begin, and the terms of its values. */
function insertion(connection: Connection, shape: TableShape, alias: string) {
  const rowid = writtenRowid(connection, shape)
  const names = [...(rowid === null ? [] : [rowid]), ...writable(shape).map(quoteName)]
  const begin = `INSERT INTO ${quoteName(shape.name)} (${names.join(', ')}) VALUES`
  return { begin, terms: names.map((name) => exactTerm(`${alias}.${name}`)).join(', ') }
}

function* inserts(connection: Connection, begin: string, sql: string): Generator<string> {
  const encoding = encodingOf(connection)
  for (const row of iterate(connection, sql)) {
    yield `${begin} (${row.map((value) => literalOf(value, encoding)).join(', ')})`
  }
}

/** INSERT of every row of a table. Throws SQLite's error where it can't be read. */
export function* insertEveryRow(connection: Connection, shape: TableShape): Generator<string> {
  const { begin, terms } = insertion(connection, shape, 't')
  yield* inserts(connection, begin, `SELECT ${terms} FROM ${tableTerm(shape)} AS t`)
}

/** Texts are found by the collation of the key, which need not be the column's own. */
function keyLiteral(key: RowKey, at: number, value: ExactValue, encoding: TextEncoding): string {
  const isText = typeof value === 'string' && value.startsWith('t')
  return `${literalOf(value, encoding)}${isText ? keyCollation(key, at) : ''}`
}

/** The condition that finds one row by the values of its key. */
function whereKey(tables: ComparedTables, values: Row, encoding: TextEncoding): string {
  const { key } = tables.left
  const names = keyTerms(key, '').map((term) => term.slice(1))
  return names.map((name, at) => `${name} = ${keyLiteral(key, at, values[at]!, encoding)}`).join(' AND ')
}

/** The left keys of the rows that go. */
function goneSql(tables: ComparedTables, alsoChanged: boolean): string {
  const { left, right } = tables
  const own = keyTerms(left.key, 'l')
  if (!alsoChanged) {
    const there = `SELECT 1 FROM ${tableTerm(right.shape)} AS r WHERE ${keyEquals(right, 'r', own)}`
    return `SELECT ${own.map(exactTerm).join(', ')} FROM ${tableTerm(left.shape)} AS l WHERE NOT EXISTS (${there})`
  }
  const keys = own.map((_, at) => exactTerm(`pair.${keyName(at)}`)).join(', ')
  return `SELECT ${keys} FROM (${rowPairs(tables, []).sql}) AS pair WHERE kind IN ('removed', 'changed')`
}

function* deletes(connection: Connection, tables: ComparedTables, alsoChanged: boolean): Generator<string> {
  const encoding = encodingOf(connection)
  const { left } = tables
  const sql = goneSql(tables, alsoChanged)
  for (const row of iterate(connection, sql)) {
    yield `DELETE FROM ${quoteName(left.shape.name)} WHERE ${whereKey(tables, row, encoding)}`
  }
}

function* updates(connection: Connection, tables: ComparedTables): Generator<string> {
  const encoding = encodingOf(connection)
  const { left, right } = tables
  const keys = keyTerms(left.key, 'l')
  const names = writable(right.shape)
  const settable = right.columns.flatMap(({ name }, at) => (names.includes(name) ? [{ name, at }] : []))
  const differs = differTerms(tables)
  const terms = settable.flatMap(({ name, at }) => [differs[at]!, exactTerm(`r.${quoteName(name)}`)])
  const sql = `SELECT ${[...keys.map(exactTerm), ...terms].join(', ')}
    FROM ${tableTerm(left.shape)} AS l JOIN ${tableTerm(right.shape)} AS r ON ${keyEquals(right, 'r', keys)}
    WHERE ${joinBalanced(differs, 'OR', '0')}`
  for (const row of iterate(connection, sql)) {
    const values = row.slice(keys.length)
    const set = settable.flatMap(({ name }, at) =>
      values[at * 2] === 1n ? [`${quoteName(name)} = ${literalOf(values[at * 2 + 1]!, encoding)}`] : [],
    )
    if (set.length === 0) continue
    yield `UPDATE ${quoteName(left.shape.name)} SET ${set.join(', ')} WHERE ${whereKey(tables, row, encoding)}`
  }
}

/** The rows on the right that come. */
function comingSql(tables: ComparedTables, terms: string, alsoChanged: boolean): string {
  const { left, right } = tables
  const own = keyTerms(right.key, 'r')
  const rows = `SELECT ${terms} FROM`
  if (!alsoChanged) {
    const there = `SELECT 1 FROM ${tableTerm(left.shape)} AS l WHERE ${keyEquals(left, 'l', own)}`
    return `${rows} ${tableTerm(right.shape)} AS r WHERE NOT EXISTS (${there})`
  }
  const keys = own.map((_, at) => `pair.${keyName(at)}`)
  return `${rows} (${rowPairs(tables, []).sql}) AS pair
    JOIN ${tableTerm(right.shape)} AS r ON ${keyEquals(right, 'r', keys)}
    WHERE pair.kind IN ('added', 'changed')`
}

function* additions(connection: Connection, tables: ComparedTables, alsoChanged: boolean): Generator<string> {
  const { begin, terms } = insertion(connection, tables.right.shape, 'r')
  yield* inserts(connection, begin, comingSql(tables, terms, alsoChanged))
}

/**
 * The statements that turn the left table's rows into the right one's, the two being made by the same statement: first DELETE, then
 * UPDATE of the columns that differ, then INSERT. Throws SQLite's error where a table can't be read.
 */
export function* rowStatements(connection: Connection, tables: ComparedTables): Generator<string> {
  const isRewritten = mustRewrite(connection, tables)
  yield* deletes(connection, tables, isRewritten)
  if (!isRewritten) yield* updates(connection, tables)
  yield* additions(connection, tables, isRewritten)
}
