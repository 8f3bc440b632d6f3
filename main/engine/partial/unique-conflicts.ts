import type { PartialConflict } from '../../../shared/domain/partial-restore.ts'
import type { RowCounts } from '../content/row-differences.ts'
import { keyNames, keyTerms, tableTerm } from '../content/row-key.ts'
import { shownTerm, type ShownValue } from '../content/shown-cell.ts'
import { foldName } from '../content/sql-terms.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import {
  changedKeys,
  changesTerm,
  isChanged,
  liveOf,
  storedByKey,
  type PartialTable,
} from './partial-table.ts'
import { encodingOf, namedRows, rowInWords, someInWords } from './row-words.ts'

interface UniqueIndex {
  readonly name: string
  /** `pk`: of the primary key; `u`: of a UNIQUE; `c`: made by a statement. */
  readonly origin: 'pk' | 'u' | 'c'
  readonly partial: number
}

interface IndexColumn {
  /** Null for an expression. */
  readonly name: string | null
  readonly coll: string
}

/** The unique indexes of the live table that its key does not already answer for. */
function uniqueIndexes(connection: Connection, table: PartialTable): readonly UniqueIndex[] {
  const { name, schemaName } = liveOf(table)
  const isKey = table.tables.left.key.kind === 'columns'
  return connection
    .prepare<[string, string], UniqueIndex>(
      'SELECT name, origin, partial FROM pragma_index_list(?, ?) WHERE "unique" = 1 ORDER BY seq',
    )
    .all(name, schemaName)
    .filter(({ origin }) => !(isKey && origin === 'pk'))
}

function columnsOf(connection: Connection, table: PartialTable, index: UniqueIndex): readonly IndexColumn[] {
  return connection
    .prepare<[string, string], IndexColumn>(
      'SELECT name, coll FROM pragma_index_xinfo(?, ?) WHERE "key" = 1 ORDER BY seqno',
    )
    .all(index.name, liveOf(table).schemaName)
}

/** The backup's name of each column of an index; null where one of them is no column that comes from the backup. */
function storedNames(table: PartialTable, columns: readonly IndexColumn[]): readonly string[] | null {
  const { left, right } = table.tables
  const names = columns.map(({ name }) => {
    const at = left.columns.findIndex((column) => name !== null && foldName(column.name) === foldName(name))
    return right.columns[at]?.name
  })
  return names.every((name) => name !== undefined) ? names : null
}

function indexInWords({ name, origin }: UniqueIndex, columns: readonly IndexColumn[]): string {
  const over = columns.map((column) => column.name).join(', ')
  return origin === 'c' ? `the unique index ${name} (${over})` : `UNIQUE (${over})`
}

interface Clash {
  readonly index: string
  readonly rows: string
}

function clashesIn(
  connection: Connection,
  table: PartialTable,
  columns: readonly IndexColumn[],
  stored: readonly string[],
): string | null {
  const { left } = table.tables
  const equal = columns.map(
    ({ name, coll }, at) =>
      `o.${quoteName(name ?? '')} = r.${quoteName(stored[at]!)} COLLATE ${quoteName(coll)}`,
  )
  const own = changedKeys(table, 'c')
  const others = keyTerms(left.key, 'o')
  const sql = `SELECT ${[...own, ...others].map(shownTerm).join(', ')}
    FROM ${changesTerm(table, 'c')} CROSS JOIN ${storedByKey(table, 'r', 'c')}
    CROSS JOIN ${tableTerm(left.shape)} AS o ON ${equal.join(' AND ')}
    WHERE c.kind <> 'removed' AND NOT ${isChanged(table, 'left', 'o')} LIMIT ${namedRows + 1}`
  const encoding = encodingOf(connection)
  const names = keyNames(left.key)
  const rows = connection.prepare<[], ShownValue[]>(sql).raw(true).safeIntegers(true).all()
  if (rows.length === 0) return null
  return someInWords(
    rows.map((row) => {
      const [stored, live] = [row.slice(0, own.length), row.slice(own.length)]
      return `${rowInWords(names, stored, encoding)} of the backup and ${rowInWords(names, live, encoding)} of the live table`
    }),
  )
}

/** Whether the backup kept the same rule: then its rows can't clash with each other. */
function isInBackup(connection: Connection, index: UniqueIndex): boolean {
  if (index.origin !== 'c') return true
  const sql = `SELECT 1 FROM backup.sqlite_schema
    WHERE type = 'index' AND sql = (SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND name = ?)`
  return connection.prepare<[string]>(sql).get(index.name) !== undefined
}

/** What a look at the unique indexes gave. */
export interface UniqueLook {
  readonly conflicts: readonly PartialConflict[]
  /** Indexes that are new, over expressions, over some rows only, or over what the backup does not hold: a trial has to tell. */
  readonly untold: readonly string[]
}

/** Rows that would have the same values as live ones outside of the selection in an index that allows them once. */
export function lookAtUnique(connection: Connection, table: PartialTable, counts: RowCounts): UniqueLook {
  if (counts.added + counts.changed === 0) return { conflicts: [], untold: [] }
  const { name } = liveOf(table)
  const clashes: Clash[] = []
  const untold: string[] = []
  for (const index of uniqueIndexes(connection, table)) {
    const columns = columnsOf(connection, table, index)
    const stored = storedNames(table, columns)
    if (stored === null || index.partial === 1 || !isInBackup(connection, index)) {
      untold.push(index.name)
      continue
    }
    const rows = clashesIn(connection, table, columns, stored)
    if (rows !== null) clashes.push({ index: indexInWords(index, columns), rows })
  }
  const conflicts = clashes.map(({ index, rows }): PartialConflict => {
    const detail = `${name}: ${index} allows values once, and these rows have the same: ${rows}; choose both, or change one of them`
    return { kind: 'unique', table: name, detail, isBlocking: true }
  })
  return { conflicts, untold }
}
