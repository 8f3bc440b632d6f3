import { quoteName } from '../source/quote-name.ts'
import type { Connection } from '../source/connect.ts'
import { countRowChanges, type RowCounts } from '../content/row-differences.ts'
import { tableTerm, type RowKey } from '../content/row-key.ts'
import { keyName, rowPairs } from '../content/row-pairs.ts'
import type { Affinity } from '../content/table-shape.ts'
import { changedKeys, liveOf, type PartialTable } from './partial-table.ts'

/** Types that have these affinities: a key is stored here as it is in its own column, and found by the same index rules. */
const typeOf: Readonly<Record<Affinity, string>> = {
  integer: 'INTEGER',
  real: 'REAL',
  numeric: 'NUMERIC',
  text: 'TEXT',
  none: 'BLOB',
}

function keyColumns(key: RowKey): readonly string[] {
  if (key.kind === 'rowid') return [`${keyName(0)} INTEGER`]
  return key.columns.map(
    ({ affinity }, at) =>
      `${keyName(at)} ${typeOf[affinity]} COLLATE ${quoteName(key.collations[at] ?? 'BINARY')}`,
  )
}

function rowsIn(connection: Connection, table: string): number {
  return connection.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM ${table}`).get()?.rows ?? 0
}

function countOfKind(connection: Connection, { changes }: PartialTable, kind: string): number {
  return connection
    .prepare<[string], { rows: number }>(`SELECT count(*) AS rows FROM temp.${changes} WHERE kind = ?`)
    .get(kind)!.rows
}

function countSame(connection: Connection, table: PartialTable, changed: number, removed: number): number {
  const { conditions } = table.selection
  if (conditions.length > 0) return countRowChanges(connection, table.tables, conditions).same
  return rowsIn(connection, tableTerm(liveOf(table))) - changed - removed
}

/**
 * Puts the keys of the selected rows that are not the same on both sides into the table's list in `temp`, in key order, and
 * counts. Throws COLUMN_UNKNOWN, WRONG_USE and SQLite's error where a table can't be read.
 */
export function listChanges(connection: Connection, table: PartialTable): RowCounts {
  const { tables, selection, changes } = table
  const names = changedKeys(table, 'c').map((key) => key.slice(2))
  connection.exec(
    `CREATE TEMP TABLE ${changes} (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, ${keyColumns(tables.left.key).join(', ')})`,
  )
  const pairs = rowPairs(tables, selection.conditions)
  connection
    .prepare<[object]>(
      `INSERT INTO temp.${changes} (kind, ${names.join(', ')})
       SELECT kind, ${names.join(', ')} FROM (${pairs.sql}) WHERE kind <> 'same' ORDER BY ${names.join(', ')}`,
    )
    .run(pairs.values)
  connection.exec(`CREATE UNIQUE INDEX temp.${changes}_keys ON ${changes} (${names.join(', ')})`)
  const [added, changed, removed] = ['added', 'changed', 'removed'].map((kind) =>
    countOfKind(connection, table, kind),
  ) as [number, number, number]
  return { added, changed, removed, same: countSame(connection, table, changed, removed) }
}
