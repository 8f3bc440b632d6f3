import type { Connection } from '../source/connect.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import { rowidKeyOf, rowKeyOf, type RowKey } from './row-key.ts'
import { foldName } from './sql-terms.ts'
import type { TableColumn, TableShape } from './table-shape.ts'
import { whyRowsAreHidden } from './virtual-rows.ts'

/** One side of two tables whose rows are compared. */
export interface ComparedTable {
  readonly shape: TableShape
  readonly key: RowKey
  /** Those that both sides have, in the same order on both. */
  readonly columns: readonly TableColumn[]
}

/** Two tables whose rows can be told apart and compared, in two schemas of one connection. */
export interface ComparedTables {
  readonly left: ComparedTable
  readonly right: ComparedTable
  /** Why not everything of them is compared; null when it is. */
  readonly remark: string | null
}

/** Why two tables' rows can't be compared, in words that follow a colon. */
export interface NotComparable {
  readonly notCompared: string
}

/** What a row holds: not what is computed as it is read. */
function storedColumns({ columns }: TableShape): readonly TableColumn[] {
  return columns.filter(({ generated }) => generated !== 'virtual')
}

function without(columns: readonly TableColumn[], others: readonly TableColumn[]): readonly string[] {
  const known = new Set(others.map(({ name }) => foldName(name)))
  return columns.filter(({ name }) => !known.has(foldName(name))).map(({ name }) => name)
}

function remarkOf(left: readonly TableColumn[], right: readonly TableColumn[]): string | null {
  const parts = [
    { names: without(left, right), side: 'left' },
    { names: without(right, left), side: 'right' },
  ]
  const words = parts
    .filter(({ names }) => names.length > 0)
    .map(({ names, side }) => `${listWords(names)} on the ${side} only`)
  return words.length === 0 ? null : `compared by the columns that both have: ${words.join('; ')}`
}

function declaredKey({ columns }: TableShape): string {
  const key = columns.filter(({ primaryKey }) => primaryKey > 0)
  return JSON.stringify(
    key
      .toSorted((one, other) => one.primaryKey - other.primaryKey)
      .map(({ name, affinity }) => [foldName(name), affinity]),
  )
}

function isSameOrder(left: RowKey, right: RowKey): boolean {
  if (left.kind === 'rowid' || right.kind === 'rowid') return false
  return left.collations.join('\0').toLowerCase() === right.collations.join('\0').toLowerCase()
}

const keysDiffer = 'the two have different primary keys'
const noKey = 'no key tells its rows apart: columns have taken every name of the rowid'

/** The keys by which the rows of the two belong together. */
function keysOf(
  connection: Connection,
  left: TableShape,
  right: TableShape,
): { readonly left: RowKey; readonly right: RowKey } | NotComparable {
  if (declaredKey(left) !== declaredKey(right)) return { notCompared: keysDiffer }
  const keys = { left: rowKeyOf(connection, left), right: rowKeyOf(connection, right) }
  if (keys.left === null || keys.right === null) return { notCompared: noKey }
  if (keys.left.kind === 'columns' && keys.right.kind === 'columns') {
    return isSameOrder(keys.left, keys.right)
      ? { left: keys.left, right: keys.right }
      : { notCompared: keysDiffer }
  }
  // No primary key, or one side has a NULL in it.
  const rowids = { left: rowidKeyOf(left), right: rowidKeyOf(right) }
  if (rowids.left === null || rowids.right === null) return { notCompared: noKey }
  return { left: rowids.left, right: rowids.right }
}

/**
 * How the rows of two tables are compared, or why they can't be. Throws SQLite's error where a table can't be read (a module or a
 * collation that is not here).
 */
export function compareTables(
  connection: Connection,
  left: TableShape,
  right: TableShape,
): ComparedTables | NotComparable {
  const hidden = whyRowsAreHidden(left) ?? whyRowsAreHidden(right)
  if (hidden !== null) return { notCompared: hidden }
  const keys = keysOf(connection, left, right)
  if ('notCompared' in keys) return keys
  const columns = { left: storedColumns(left), right: storedColumns(right) }
  const onRight = new Map(columns.right.map((column) => [foldName(column.name), column]))
  const both = columns.left.flatMap((column) => {
    const other = onRight.get(foldName(column.name))
    return other === undefined ? [] : [{ left: column, right: other }]
  })
  if (both.length === 0) return { notCompared: 'the two have no column in common' }
  return {
    left: { shape: left, key: keys.left, columns: both.map((pair) => pair.left) },
    right: { shape: right, key: keys.right, columns: both.map((pair) => pair.right) },
    remark: remarkOf(columns.left, columns.right),
  }
}
