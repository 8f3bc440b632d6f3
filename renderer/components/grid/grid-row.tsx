// Rows come and go as they are scrolled, which table elements can not: the roles say what the elements are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { memo, type MouseEvent } from 'react'

import type { GridColumn } from './grid-column.ts'

interface GridRowProps<Row> {
  readonly id: string
  readonly index: number
  readonly top: number
  readonly row: Row | undefined
  readonly name: string
  readonly columns: readonly GridColumn<Row>[]
  readonly template: string
  readonly isAt: boolean
  /** Undefined where rows can't be chosen. */
  readonly isChosen: boolean | undefined
  readonly onPress: (index: number, event: MouseEvent) => void
  readonly onChoose: (index: number, isRange: boolean) => void
}

function GridRowInner<Row>(props: GridRowProps<Row>) {
  const { row, columns } = props
  return (
    // The grid itself takes the keys and names the row it is at; a click is the same for the mouse.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.isChosen ?? props.isAt}
      className={`grid-line grid-row ${props.isAt ? 'is-at' : ''} ${props.isChosen === true ? 'is-selected' : ''}`}
      style={{ gridTemplateColumns: props.template, transform: `translateY(${props.top}px)` }}
      onClick={(event) => props.onPress(props.index, event)}
    >
      {props.isChosen !== undefined && (
        <span role="gridcell">
          <input
            type="checkbox"
            className="grid-check"
            aria-label={`Choose ${props.name}`}
            checked={props.isChosen}
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation()
              props.onChoose(props.index, event.shiftKey)
            }}
            onChange={() => undefined}
          />
        </span>
      )}
      {columns.map((column) => (
        <span
          key={column.id}
          role="gridcell"
          className={`grid-cell ${column.align === 'right' ? 'is-right' : ''}`}
        >
          {row === undefined ? (
            <span className="skeleton" style={{ display: 'block', width: '60%' }} />
          ) : (
            column.cell(row)
          )}
        </span>
      ))}
    </div>
  )
}

/** One row, drawn again only when something of it changed: scrolling a long list moves few of them. */
export const GridRow = memo(GridRowInner) as typeof GridRowInner
