import type { ReactNode } from 'react'

import type { GridColumn, GridSort } from './grid-column.ts'

/** What a grid shows and what it says back. Rows are named by their index in the present order. */
export interface DataGridProps<Row> {
  readonly label: string
  readonly columns: readonly GridColumn<Row>[]
  readonly count: number
  /** Undefined while the row is on its way. */
  readonly rowAt: (index: number) => Row | undefined
  readonly keyOf: (row: Row) => string
  readonly nameOf: (row: Row) => string
  /** A heading that stands in place of a row. */
  readonly headingAt?: (index: number) => ReactNode | undefined
  readonly at: number
  readonly onAt: (index: number) => void
  readonly onOpen: (row: Row, index: number) => void
  readonly sort?: GridSort
  readonly onSort?: (id: string) => void
  readonly choice?: {
    readonly areAll: boolean
    readonly areSome: boolean
    readonly isChosen: (row: Row) => boolean
    readonly onChoose: (index: number, isRange: boolean) => void
    readonly onChooseAll: () => void
  }
  /** Says which rows are in sight, so that just those are asked for. */
  readonly onLook?: (first: number, last: number) => void
}
