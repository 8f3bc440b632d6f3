import type { RowChange, RowChangeKind, RowChangesView } from '../../../shared/domain/comparison.ts'
import type { RowCondition } from '../../../shared/domain/row-filter.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import type { ComparedTable, ComparedTables } from './compared-tables.ts'
import { keyNames, keyTerms, tableTerm } from './row-key.ts'
import { differTerms, keyEquals, keyName, rowPairs, type BoundSql } from './row-pairs.ts'
import { cellOf, shownTerm, type ShownValue, type TextEncoding } from './shown-cell.ts'

/** How many rows of two tables differ, and how. */
export interface RowCounts {
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly same: number
}

/** Which rows that differ are wanted. */
export interface RowChangesWish {
  /** Rows that satisfy all of these on one side or on both; empty: all rows. */
  readonly conditions?: readonly RowCondition[] | undefined
  /** Left out: of every kind. */
  readonly kind?: RowChangeKind | undefined
  readonly offset: number
  readonly limit: number
}

/**
 * Counts the rows of two tables by how they differ; with conditions, those that satisfy all of them on one side or on both. Throws
 * COLUMN_UNKNOWN, WRONG_USE, and SQLite's error where a table can't be read.
 */
export function countRowChanges(
  connection: Connection,
  tables: ComparedTables,
  conditions: readonly RowCondition[] = [],
): RowCounts {
  const pairs = rowPairs(tables, conditions)
  const counted = connection
    .prepare<[object], { kind: keyof RowCounts; rows: number }>(
      `SELECT kind, count(*) AS rows FROM (${pairs.sql}) GROUP BY kind`,
    )
    .all(pairs.values)
  const of = (wanted: keyof RowCounts): number => counted.find(({ kind }) => kind === wanted)?.rows ?? 0
  return { added: of('added'), changed: of('changed'), removed: of('removed'), same: of('same') }
}

function keysOf({ left }: ComparedTables): readonly string[] {
  return keyTerms(left.key, 'l').map((_, at) => keyName(at))
}

/** The page's keys and kinds, in key order. */
function pageSql(tables: ComparedTables, wish: RowChangesWish): BoundSql {
  const pairs = rowPairs(tables, wish.conditions ?? [])
  const { kind, offset, limit } = wish
  const wanted = kind === undefined ? "kind <> 'same'" : 'kind = @kind'
  return {
    sql: `SELECT * FROM (${pairs.sql}) WHERE ${wanted} ORDER BY ${keysOf(tables).join(', ')} LIMIT @limit OFFSET @offset`,
    values: { ...pairs.values, ...(kind === undefined ? {} : { kind }), limit, offset },
  }
}

/** SQLite gives at most 2,000 columns a statement, and each compared column takes three. */
const columnsAtOnce = 300

type PageRow = readonly ShownValue[]

/** Of each row: kind, the shown key, then left, right and whether they differ for each of the columns from `first` on. */
function readColumns(
  connection: Connection,
  tables: ComparedTables,
  page: BoundSql,
  first: number,
): readonly PageRow[] {
  const { left, right } = tables
  const keys = keysOf(tables).map((name) => `page.${name}`)
  const differs = differTerms(tables)
  const part = left.columns.slice(first, first + columnsAtOnce)
  const terms = part.flatMap((column, at) => [
    shownTerm(`l.${quoteName(column.name)}`),
    shownTerm(`r.${quoteName(right.columns[first + at]!.name)}`),
    differs[first + at]!,
  ])
  const sql = `WITH page AS MATERIALIZED (${page.sql})
    SELECT page.kind, ${[...keys.map(shownTerm), ...terms].join(', ')} FROM page
    LEFT JOIN ${tableTerm(left.shape)} AS l ON ${keyEquals(left, 'l', keys)}
    LEFT JOIN ${tableTerm(right.shape)} AS r ON ${keyEquals(right, 'r', keys)}
    ORDER BY ${keys.join(', ')}`
  return connection.prepare<[object], PageRow>(sql).raw(true).safeIntegers(true).all(page.values)
}

function changeOf(parts: readonly PageRow[], keyLength: number, encoding: TextEncoding): RowChange {
  const kind = parts[0]![0] as RowChangeKind
  const key = parts[0]!.slice(1, 1 + keyLength).map((value) => cellOf(value, encoding))
  const cells = parts.flatMap((part) => part.slice(1 + keyLength))
  const every = (place: number): readonly ShownValue[] => cells.filter((_, at) => at % 3 === place)
  const shown = (place: number) => every(place).map((value) => cellOf(value, encoding))
  return {
    kind,
    key,
    before: kind === 'added' ? null : shown(0),
    after: kind === 'removed' ? null : shown(1),
    differing: kind === 'changed' ? every(2).flatMap((differs, at) => (differs === 1n ? [at] : [])) : [],
  }
}

function countOf(connection: Connection, tables: ComparedTables, wish: RowChangesWish): number {
  const counts = countRowChanges(connection, tables, wish.conditions ?? [])
  return wish.kind === undefined ? counts.added + counts.changed + counts.removed : counts[wish.kind]
}

function namesOf({ columns }: ComparedTable): readonly string[] {
  return columns.map(({ name }) => name)
}

/**
 * Some of the rows that differ, in key order, with the columns that both sides have (named as on the left). Throws COLUMN_UNKNOWN,
 * WRONG_USE, and SQLite's error where a table can't be read.
 */
export function pageOfRowChanges(
  connection: Connection,
  tables: ComparedTables,
  wish: RowChangesWish,
): RowChangesView {
  const encoding = connection.pragma('encoding', { simple: true }) as TextEncoding
  const page = pageSql(tables, wish)
  const parts: (readonly PageRow[])[] = []
  for (let first = 0; first < tables.left.columns.length; first += columnsAtOnce) {
    parts.push(readColumns(connection, tables, page, first))
  }
  const keyLength = keysOf(tables).length
  const rows = parts[0]!.map((_, at) =>
    changeOf(
      parts.map((part) => part[at]!),
      keyLength,
      encoding,
    ),
  )
  return {
    columns: namesOf(tables.left),
    keyColumns: keyNames(tables.left.key),
    rows,
    total: countOf(connection, tables, wish),
  }
}
