import type { ComparedTables } from '../content/compared-tables.ts'
import { keyTerms, tableTerm } from '../content/row-key.ts'
import { differTerms, keyEquals } from '../content/row-pairs.ts'
import { foldName, joinBalanced } from '../content/sql-terms.ts'
import type { Connection } from '../source/connect.ts'

interface UniqueIndex {
  readonly name: string
  readonly origin: string
  readonly partial: number
}

/** Each compared column takes two of the 2,000 that a statement can give. */
const mostColumnsForUpdate = 900

/** Indexes that keep values apart, but for the one of the key by which rows are found. */
function uniqueIndexes(connection: Connection, { left }: ComparedTables): readonly UniqueIndex[] {
  const { name, schemaName } = left.shape
  return connection
    .prepare<[string, string], UniqueIndex>(
      'SELECT name, origin, partial FROM pragma_index_list(?, ?) WHERE "unique" = 1',
    )
    .all(name, schemaName)
    .filter(({ origin }) => origin !== 'pk' || left.key.kind === 'rowid')
}

/** The folded names of an index's columns; a null is an expression. */
function columnsOf(
  connection: Connection,
  index: UniqueIndex,
  schemaName: string,
): readonly (string | null)[] {
  return connection
    .prepare<[string, string], { name: string | null }>(
      'SELECT name FROM pragma_index_xinfo(?, ?) WHERE "key" = 1',
    )
    .all(index.name, schemaName)
    .map(({ name }) => (name === null ? null : foldName(name)))
}

function doesAnyDiffer(connection: Connection, tables: ComparedTables, names: ReadonlySet<string>): boolean {
  const { left, right } = tables
  const all = differTerms(tables)
  const differs = left.columns.flatMap(({ name }, at) => (names.has(foldName(name)) ? [all[at]!] : []))
  const sql = `SELECT EXISTS (
    SELECT 1 FROM ${tableTerm(left.shape)} AS l
    JOIN ${tableTerm(right.shape)} AS r ON ${keyEquals(right, 'r', keyTerms(left.key, 'l'))}
    WHERE ${joinBalanced(differs, 'OR', '0')}) AS found`
  return connection.prepare<[], { found: number }>(sql).get()?.found === 1
}

/**
 * Whether changed rows are removed and written anew. Where a value moves that must be unique, a row could get one that another row
 * still has when its turn comes; once all of them are gone, none is in the way. Throws SQLite's error.
 */
export function mustRewrite(connection: Connection, tables: ComparedTables): boolean {
  const { left } = tables
  if (left.columns.length > mostColumnsForUpdate) return true
  const indexes = uniqueIndexes(connection, tables)
  if (indexes.length === 0) return false
  const names = indexes.flatMap((index) => columnsOf(connection, index, left.shape.schemaName))
  // Which rows a condition or an expression of an index is about is not asked.
  if (indexes.some(({ partial }) => partial === 1) || names.includes(null)) return true
  // A generated column that is computed as it is read is not compared: what it is made of may have changed.
  const compared = new Set(left.columns.map(({ name }) => foldName(name)))
  if (names.some((name) => name !== null && !compared.has(name))) return true
  return doesAnyDiffer(connection, tables, new Set(names.filter((name) => name !== null)))
}
