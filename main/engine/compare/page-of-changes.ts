import type { RowChange, RowChangeKind, RowChangesView } from '../../../shared/domain/comparison.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { readingTable } from '../content/reading-table.ts'
import { pageOfRowChanges } from '../content/row-differences.ts'
import { keyNames, keyTerms, rowKeyOf, tableTerm, type RowKey } from '../content/row-key.ts'
import { cellOf, shownTerm, type ShownValue, type TextEncoding } from '../content/shown-cell.ts'
import { foldName } from '../content/sql-terms.ts'
import type { TableShape } from '../content/table-shape.ts'
import { whyRowsAreHidden } from '../content/virtual-rows.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import { matchTables, planOf, type MatchedTable } from './matched-tables.ts'
import type { OpenSides } from './open-sides.ts'

/** Which rows of which table. */
export interface ChangesWish {
  readonly table: string
  /** Left out: of every kind. */
  readonly change?: RowChangeKind | undefined
  readonly offset: number
  readonly limit: number
}

function unreadable(table: string, place: string, detail: string): FaultError {
  return new FaultError({ code: 'TABLE_UNREADABLE', table, place, detail })
}

/** Rows of a table that is on one side only. */
function readOneSide(
  connection: Connection,
  shape: TableShape,
  key: RowKey,
  {
    kind,
    offset,
    limit,
  }: { readonly kind: 'added' | 'removed'; readonly offset: number; readonly limit: number },
): readonly RowChange[] {
  const encoding = connection.pragma('encoding', { simple: true }) as TextEncoding
  const keys = keyTerms(key, 't')
  const terms = [...keys, ...shape.columns.map(({ name }) => `t.${quoteName(name)}`)]
  const sql = `SELECT ${terms.map(shownTerm).join(', ')} FROM ${tableTerm(shape)} AS t
    ORDER BY ${keys.join(', ')} LIMIT @limit OFFSET @offset`
  const rows = connection.prepare<[object], readonly ShownValue[]>(sql).raw(true).safeIntegers(true)
  return rows.all({ limit, offset }).map((row) => {
    const cells = row.map((value) => cellOf(value, encoding))
    const shown = cells.slice(keys.length)
    const [before, after] = kind === 'added' ? [null, shown] : [shown, null]
    return { kind, key: cells.slice(0, keys.length), before, after, differing: [] }
  })
}

function pageOfOneSide(
  connection: Connection,
  shape: TableShape,
  place: string,
  wish: ChangesWish & { readonly kind: 'added' | 'removed' },
): RowChangesView {
  const hidden = whyRowsAreHidden(shape)
  if (hidden !== null) throw unreadable(shape.name, place, hidden)
  return readingTable(shape.name, place, () => {
    const key = rowKeyOf(connection, shape)
    if (key === null) throw unreadable(shape.name, place, 'no key tells its rows apart')
    const isWanted = wish.change === undefined || wish.change === wish.kind
    const counted = connection
      .prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM ${tableTerm(shape)}`)
      .get()
    return {
      columns: shape.columns.map(({ name }) => name),
      keyColumns: keyNames(key),
      rows: isWanted ? readOneSide(connection, shape, key, wish) : [],
      total: isWanted ? (counted?.rows ?? 0) : 0,
    }
  })
}

function findMatched(sides: OpenSides, table: string): MatchedTable {
  const folded = foldName(table)
  const found = matchTables(sides).tables.find(({ name }) => foldName(name) === folded)
  if (found === undefined) throw new FaultError({ code: 'TABLE_UNKNOWN', table, place: sides.left.place })
  return found
}

/**
 * Some rows of one table that differ, in key order. Throws TABLE_UNKNOWN, and TABLE_UNREADABLE where they can't be compared, with the
 * reason.
 */
export function pageOfChanges(sides: OpenSides, wish: ChangesWish): RowChangesView {
  const { name, left, right } = findMatched(sides, wish.table)
  const { connection } = sides
  if (left === null && right !== null) {
    const onRight = sides.areAttached ? connection : sides.rightConnection
    return pageOfOneSide(onRight, right, sides.right.place, { ...wish, kind: 'added' })
  }
  if (left === null) throw new Error('a matched table is on one side at least')
  if (right === null) return pageOfOneSide(connection, left, sides.left.place, { ...wish, kind: 'removed' })
  const plan = planOf(sides, left, right)
  if ('notCompared' in plan) throw unreadable(name, sides.left.place, plan.notCompared)
  const { change: kind, offset, limit } = wish
  return readingTable(name, sides.left.place, () =>
    pageOfRowChanges(connection, plan, { kind, offset, limit }),
  )
}
