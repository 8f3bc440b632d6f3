// Rows come and go as they are scrolled, which table elements can not: the roles say what the elements are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'

import type { GridColumn, GridSort } from './grid-column.ts'

interface GridHeadProps<Row> {
  readonly columns: readonly GridColumn<Row>[]
  readonly template: string
  readonly sort: GridSort | undefined
  readonly choice:
    { readonly areAll: boolean; readonly areSome: boolean; readonly onToggle: () => void } | undefined
  readonly onSort: (id: string) => void
}

/** The names of the columns, and by which of them the list is sorted. */
export function GridHead<Row>({ columns, template, sort, choice, onSort }: GridHeadProps<Row>) {
  return (
    <div
      className="grid-line grid-head"
      role="row"
      aria-rowindex={1}
      style={{ gridTemplateColumns: template }}
    >
      {choice !== undefined && (
        <span role="columnheader">
          <input
            type="checkbox"
            className="grid-check"
            aria-label="Choose all"
            checked={choice.areAll}
            ref={(box) => {
              if (box !== null) box.indeterminate = choice.areSome && !choice.areAll
            }}
            onChange={choice.onToggle}
          />
        </span>
      )}
      {columns.map((column) => (
        <GridHeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
      ))}
    </div>
  )
}

interface HeadCellProps<Row> {
  readonly column: GridColumn<Row>
  readonly sort: GridSort | undefined
  readonly onSort: (id: string) => void
}

function GridHeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const isSorted = sort?.id === column.id
  const Arrow = sort?.descending === true ? IconArrowDown : IconArrowUp
  return (
    <span
      role="columnheader"
      className={`grid-cell ${column.align === 'right' ? 'is-right' : ''}`}
      title={column.hint}
      {...(isSorted ? { 'aria-sort': sort.descending ? 'descending' : 'ascending' } : {})}
    >
      {column.isSortable === true ? (
        <button
          type="button"
          className={`grid-sort ${isSorted ? 'is-sorted' : ''}`}
          onClick={() => onSort(column.id)}
        >
          <span className="ellipsis">{column.header}</span>
          {isSorted && <Arrow size={12} aria-hidden="true" />}
        </button>
      ) : (
        column.header
      )}
    </span>
  )
}
