import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import { foldName } from './sql-terms.ts'
import type { TableColumn, TableShape } from './table-shape.ts'

/** What tells one row of a table from another. */
export type RowKey =
  /** The primary key. `collations` are those of its index, one a column. */
  | {
      readonly kind: 'columns'
      readonly columns: readonly TableColumn[]
      readonly collations: readonly string[]
    }
  /** The rowid, by a name that no column has taken. */
  | { readonly kind: 'rowid'; readonly name: string }

/** The names of a key's columns, as they are shown. */
export function keyNames(key: RowKey): readonly string[] {
  return key.kind === 'rowid' ? ['rowid'] : key.columns.map(({ name }) => name)
}

/** The key's columns as SQL of a table that is called `alias` there. */
export function keyTerms(key: RowKey, alias: string): readonly string[] {
  const names = key.kind === 'rowid' ? [key.name] : key.columns.map(({ name }) => quoteName(name))
  return names.map((name) => `${alias}.${name}`)
}

/**
 * The collation by which the n-th column of a key tells rows apart, as it goes behind a term: the index's, which need not be the column's
 * own. Empty where numbers are the key.
 */
export function keyCollation(key: RowKey, n: number): string {
  if (key.kind === 'rowid') return ''
  const [column, collation] = [key.columns[n], key.collations[n]]
  const isOfNumbers = column?.affinity === 'integer' || column?.affinity === 'real'
  return isOfNumbers || collation === undefined ? '' : ` COLLATE ${quoteName(collation)}`
}

/** A name under which the rowid can be asked for; null where the table has none, or columns took all three. */
export function rowidNameOf({ kind, withoutRowid, columns }: TableShape): string | null {
  if (kind === 'view' || withoutRowid) return null
  const taken = new Set(columns.map(({ name }) => foldName(name)))
  return ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name)) ?? null
}

/** The table as it is named in SQL. */
export function tableTerm({ schemaName, name }: Pick<TableShape, 'schemaName' | 'name'>): string {
  return `${quoteName(schemaName)}.${quoteName(name)}`
}

function primaryKeyColumns({ columns }: TableShape): readonly TableColumn[] {
  return columns
    .filter(({ primaryKey }) => primaryKey > 0)
    .toSorted((one, other) => one.primaryKey - other.primaryKey)
}

function collationsOf(connection: Connection, { schemaName, name }: TableShape): readonly string[] {
  return connection
    .prepare<[string, string, string], { coll: string }>(
      `SELECT info.coll AS coll
       FROM pragma_index_list(?, ?) AS list JOIN pragma_index_xinfo(list.name, ?) AS info
       WHERE list.origin = 'pk' AND info."key" = 1 ORDER BY info.seqno`,
    )
    .all(name, schemaName, schemaName)
    .map(({ coll }) => coll)
}

/** Only INTEGER PRIMARY KEY and WITHOUT ROWID keep NULL out of a primary key; elsewhere NULLs are all different from each other. */
function hasNullInKey(connection: Connection, shape: TableShape, columns: readonly TableColumn[]): boolean {
  if (shape.withoutRowid) return false
  const nullable = columns.filter(({ isNotNull }) => !isNotNull)
  if (nullable.length === 0) return false
  const anyNull = nullable.map(({ name }) => `${quoteName(name)} IS NULL`).join(' OR ')
  const sql = `SELECT EXISTS (SELECT 1 FROM ${tableTerm(shape)} WHERE ${anyNull}) AS found`
  return connection.prepare<[], { found: number }>(sql).get()?.found === 1
}

/** The primary key, where it tells every row from every other. */
function primaryKeyOf(connection: Connection, shape: TableShape): RowKey | null {
  const columns = primaryKeyColumns(shape)
  if (columns.length === 0) return null
  const collations = collationsOf(connection, shape)
  // No index: it is the rowid itself, under the column's name.
  if (collations.length === 0) return { kind: 'columns', columns, collations: ['BINARY'] }
  return hasNullInKey(connection, shape, columns) ? null : { kind: 'columns', columns, collations }
}

/** The rowid as a key; null where it has no name left. */
export function rowidKeyOf(shape: TableShape): RowKey | null {
  const name = rowidNameOf(shape)
  return name === null ? null : { kind: 'rowid', name }
}

/**
 * What tells a table's rows apart: its primary key; without one, or with a NULL in it, the rowid. Null for a view, and where neither
 * can be had. Throws SQLite's error where the table can't be read.
 */
export function rowKeyOf(connection: Connection, shape: TableShape): RowKey | null {
  if (shape.kind === 'view') return null
  return primaryKeyOf(connection, shape) ?? rowidKeyOf(shape)
}
