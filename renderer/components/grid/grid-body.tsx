// Rows come and go as they are scrolled, which table elements can not: the roles say what the elements are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import type { VirtualItem } from '@tanstack/react-virtual'
import type { MouseEvent } from 'react'

import type { GridColumn } from './grid-column.ts'
import type { DataGridProps } from './grid-props.ts'
import { GridRow } from './grid-row.tsx'

interface GridBodyProps<Row> {
  readonly id: string
  readonly grid: DataGridProps<Row>
  readonly columns: readonly GridColumn<Row>[]
  readonly template: string
  readonly items: readonly VirtualItem[]
  readonly height: number
  /** Where the rows begin in the scrolled content: below the head. */
  readonly offset: number
  readonly onPress: (index: number, event: MouseEvent) => void
  readonly onChoose: (index: number, isRange: boolean) => void
}

/** The rows in sight, each at its place in the whole. */
export function GridBody<Row>(props: GridBodyProps<Row>) {
  const { grid } = props
  return (
    <div role="rowgroup" style={{ height: props.height, position: 'relative' }}>
      {props.items.map((item) => {
        const top = item.start - props.offset
        const id = `${props.id}-${item.index}`
        const heading = grid.headingAt?.(item.index)
        if (heading !== undefined) {
          return (
            <div
              key={item.key}
              id={id}
              role="row"
              className="grid-section"
              style={{ transform: `translateY(${top}px)` }}
            >
              <span role="gridcell">{heading}</span>
            </div>
          )
        }
        const row = grid.rowAt(item.index)
        return (
          <GridRow
            key={row === undefined ? item.key : grid.keyOf(row)}
            id={id}
            index={item.index}
            top={top}
            row={row}
            name={row === undefined ? 'row' : grid.nameOf(row)}
            columns={props.columns}
            template={props.template}
            isAt={item.index === grid.at}
            isChosen={grid.choice === undefined ? undefined : row !== undefined && grid.choice.isChosen(row)}
            onPress={props.onPress}
            onChoose={props.onChoose}
          />
        )
      })}
    </div>
  )
}
