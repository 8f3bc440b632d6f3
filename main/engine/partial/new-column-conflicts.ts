import type { PartialConflict } from '../../../shared/domain/partial-restore.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import type { RowCounts } from '../content/row-differences.ts'
import type { Connection } from '../source/connect.ts'
import { liveOf, storedOf, type PartialTable } from './partial-table.ts'

function withoutDefault(connection: Connection, { name, schemaName }: { name: string; schemaName: string }) {
  const rows = connection
    .prepare<[string, string], string>(
      'SELECT name FROM pragma_table_xinfo(?, ?) WHERE "notnull" = 1 AND dflt_value IS NULL',
    )
    .pluck()
    .all(name, schemaName)
  return new Set(rows)
}

/**
 * Columns of the live table that the backup does not know: kept in rows that are changed, their default in rows that are added;
 * in the way only where an added row could not be given any value.
 */
export function newColumnConflicts(
  connection: Connection,
  table: PartialTable,
  counts: RowCounts,
): readonly PartialConflict[] {
  if (table.newColumns.length === 0) return []
  const { name } = storedOf(table)
  const unfilled = withoutDefault(connection, liveOf(table))
  const needed = table.newColumns.filter((column) => unfilled.has(column.name))
  if (needed.length > 0 && counts.added > 0) {
    const names = listWords(needed.map((column) => column.name))
    const detail = `${name}: the backup has no value for ${names}, which every row must have, and rows would be added`
    return [{ kind: 'column_new', table: name, detail, isBlocking: true }]
  }
  const names = listWords(table.newColumns.map((column) => column.name))
  const detail = `${name}: the backup does not have ${names}; changed rows keep what they have there, added ones get the default`
  return [{ kind: 'column_new', table: name, detail, isBlocking: false }]
}
