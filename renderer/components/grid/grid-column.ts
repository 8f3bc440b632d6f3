import type { ReactNode } from 'react'

/** One column of a grid. */
export interface GridColumn<Row> {
  readonly id: string
  readonly header: string
  /** The least width, pixels. */
  readonly width: number
  /** Its share of the room that is left; left out: it keeps its least width. */
  readonly grow?: number
  readonly align?: 'right'
  readonly isSortable?: boolean
  /** Where the columns do not fit, the one with the highest number goes first; left out: it always stays. */
  readonly spare?: number
  /** What the column means, on hover. */
  readonly hint?: string
  readonly cell: (row: Row) => ReactNode
}

/** By which column a list is sorted. */
export interface GridSort<Id extends string = string> {
  readonly id: Id
  readonly descending: boolean
}

const gapPx = 16
const edgesPx = 48

/** What columns take at least, pixels; `choicePx` is taken by the boxes that choose rows. */
function leastWidth<Row>(columns: readonly GridColumn<Row>[], choicePx: number): number {
  return columns.reduce((sum, { width }) => sum + width + gapPx, edgesPx + choicePx)
}

/** The columns that fit, the spare ones left out as far as needed. A width of 0 is not measured yet: all are shown. */
export function columnsThatFit<Row>(
  columns: readonly GridColumn<Row>[],
  width: number,
  choicePx = 0,
): readonly GridColumn<Row>[] {
  if (width === 0 || leastWidth(columns, choicePx) <= width) return columns
  const spare = columns.reduce((most, column) => Math.max(most, column.spare ?? 0), 0)
  if (spare === 0) return columns
  return columnsThatFit(
    columns.filter((column) => column.spare !== spare),
    width,
    choicePx,
  )
}

/** The tracks of a row. */
export function tracksOf<Row>(columns: readonly GridColumn<Row>[], hasChoice: boolean): string {
  const tracks = columns.map(({ width, grow }) =>
    grow === undefined ? `${width}px` : `minmax(${width}px, ${grow}fr)`,
  )
  return [...(hasChoice ? ['16px'] : []), ...tracks].join(' ')
}

/** The sort after a click on a column: the same column turns round, another begins as its kind is read first. */
export function nextSort<Id extends string>(
  now: GridSort<Id>,
  id: Id,
  startsDescending: boolean,
): GridSort<Id> {
  return now.id === id ? { id, descending: !now.descending } : { id, descending: startsDescending }
}
