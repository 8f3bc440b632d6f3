import type { ReactNode } from 'react'

/** One column of a grid. */
export interface GridColumn<Row> {
  readonly id: string
  readonly header: string
  /** A CSS grid track: `120px`, `minmax(120px, 2fr)`. */
  readonly width: string
  readonly align?: 'right'
  readonly isSortable?: boolean
  /** Left out where the grid is narrower than this many pixels. */
  readonly hideBelow?: number
  /** What the column means, on hover. */
  readonly hint?: string
  readonly cell: (row: Row) => ReactNode
}

/** By which column a list is sorted. */
export interface GridSort<Id extends string = string> {
  readonly id: Id
  readonly descending: boolean
}

/** The columns that fit. A width of 0 is not measured yet: all are shown. */
export function columnsThatFit<Row>(
  columns: readonly GridColumn<Row>[],
  width: number,
): readonly GridColumn<Row>[] {
  return width === 0 ? columns : columns.filter(({ hideBelow = 0 }) => width >= hideBelow)
}

/** The sort after a click on a column: the same column turns round, another begins as its kind is read first. */
export function nextSort<Id extends string>(
  now: GridSort<Id>,
  id: Id,
  startsDescending: boolean,
): GridSort<Id> {
  return now.id === id ? { id, descending: !now.descending } : { id, descending: startsDescending }
}
