import type { RowsView } from '../../../shared/domain/look.ts'
import type { RowCondition } from '../../../shared/domain/row-filter.ts'
import { conditionTerms, type BoundValues } from '../content/row-conditions.ts'
import { rowidNameOf, tableTerm } from '../content/row-key.ts'
import { cellOf, shownTerm, type ShownValue, type TextEncoding } from '../content/shown-cell.ts'
import { findColumn, type TableShape } from '../content/table-shape.ts'
import { sqliteCodeOf } from '../source/source-faults.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'

/** Which rows of a table are wanted. */
export interface RowsWish {
  readonly conditions: readonly RowCondition[]
  /** A column; left out: in key order. */
  readonly sort?: string | undefined
  readonly descending: boolean
  readonly offset: number
  readonly limit: number
}

function primaryKeyTerms({ columns }: TableShape): readonly string[] {
  return columns
    .filter(({ primaryKey }) => primaryKey > 0)
    .toSorted((one, other) => one.primaryKey - other.primaryKey)
    .map(({ name }) => `t.${quoteName(name)}`)
}

function rowidTerms(shape: TableShape): readonly string[] {
  const rowid = rowidNameOf(shape)
  return rowid === null ? [] : [`t.${rowid}`]
}

/** Orders to try in turn: a primary key may need a collation that is not here. */
function ordersOf(shape: TableShape, wish: RowsWish): readonly (readonly string[])[] {
  const byRowid = rowidTerms(shape)
  const primary = primaryKeyTerms(shape)
  const byKey = primary.length > 0 ? primary : byRowid
  const direction = wish.descending ? ' DESC' : ''
  if (wish.sort === undefined) return [byKey, byRowid].map((terms) => terms.map((term) => term + direction))
  const sorted = `t.${quoteName(findColumn(shape, wish.sort).name)}${direction}`
  return [
    [sorted, ...byKey],
    [sorted, ...byRowid],
  ]
}

const orderBy = (order: readonly string[]): string =>
  order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`

/**
 * The statement. Sorting keeps whole results in hand, so where rows have a rowid only that is sorted, and the rows of the page are
 * read afterwards.
 */
function sqlOf(shape: TableShape, condition: string, order: readonly string[]): string {
  const shown = shape.columns.map(({ name }) => shownTerm(`t.${quoteName(name)}`)).join(', ')
  const table = `${tableTerm(shape)} AS t`
  const page = `WHERE ${condition}${orderBy(order)} LIMIT @limit OFFSET @offset`
  const [rowid] = rowidTerms(shape)
  if (rowid === undefined || shape.kind === 'virtual') return `SELECT ${shown} FROM ${table} ${page}`
  return `SELECT ${shown} FROM (SELECT ${rowid} AS at FROM ${table} ${page}) AS page
    CROSS JOIN ${table} ON ${rowid} = page.at${orderBy(order)}`
}

function readPage(
  connection: Connection,
  shape: TableShape,
  wish: RowsWish,
  terms: { readonly sql: string; readonly values: BoundValues },
): readonly (readonly ShownValue[])[] {
  const [first = [], second = []] = ordersOf(shape, wish)
  const values = { ...terms.values, limit: wish.limit, offset: wish.offset }
  const read = (order: readonly string[]) =>
    connection
      .prepare<[object], readonly ShownValue[]>(sqlOf(shape, terms.sql, order))
      .raw(true)
      .safeIntegers(true)
      .all(values)
  try {
    return read(first)
  } catch (error) {
    if (sqliteCodeOf(error) !== 'SQLITE_ERROR_MISSING_COLLSEQ') throw error
    return read(second)
  }
}

/** Has SQLite say why it can't tell the columns: a view of something that is not there, a module that is missing. */
function refuseWithoutColumns(connection: Connection, shape: TableShape): void {
  if (shape.columns.length === 0) connection.prepare(`SELECT * FROM ${tableTerm(shape)}`)
}

/**
 * Some rows of a table or view, with generated columns and without hidden ones, and how many satisfy the conditions. Throws
 * COLUMN_UNKNOWN, WRONG_USE, and SQLite's error where the table can't be read.
 */
export function readRows(connection: Connection, shape: TableShape, wish: RowsWish): RowsView {
  refuseWithoutColumns(connection, shape)
  const terms = conditionTerms(shape, wish.conditions, { alias: 't', prefix: 'c' })
  const encoding = connection.pragma('encoding', { simple: true }) as TextEncoding
  const rows = readPage(connection, shape, wish, terms)
  const counted = connection
    .prepare<[object], { total: number }>(
      `SELECT count(*) AS total FROM ${tableTerm(shape)} AS t WHERE ${terms.sql}`,
    )
    .get(terms.values)
  return {
    columns: shape.columns.map(({ name }) => name),
    rows: rows.map((row) => row.map((value) => cellOf(value, encoding))),
    total: counted?.total ?? 0,
  }
}
