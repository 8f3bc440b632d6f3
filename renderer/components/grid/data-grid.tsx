// Rows come and go as they are scrolled, which table elements can not: the roles say what the elements are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
} from 'react'

import { columnsThatFit, type GridColumn, type GridSort } from './grid-column.ts'
import { GridHead } from './grid-head.tsx'
import { moveByKey } from './grid-keys.ts'
import { GridRow } from './grid-row.tsx'

const rowHeight = 32
const headHeight = 32

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

/** A virtual table: 10 rows or a million, the same elements on the screen. */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { count, at, onAt, onLook, choice } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: measured, width } = useElementSize()
  const mergedRef = useMergedRef(scroller, measured)
  const columns = useMemo(() => columnsThatFit(props.columns, width), [props.columns, width])
  const template = `${choice === undefined ? '' : '16px '}${columns.map((column) => column.width).join(' ')}`
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    initialRect: { width: 1200, height: 640 },
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onLook?.(first, last), [onLook, first, last])
  useEffect(() => {
    if (at >= 0 && at < count) virtual.scrollToIndex(at, { align: 'auto' })
    // Only a move of the cursor scrolls; a list that grows under it does not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [at])

  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const open = useCallback((index: number) => {
    const row = latest.current.rowAt(index)
    if (row !== undefined) latest.current.onOpen(row, index)
  }, [])
  const onPress = useCallback(
    (index: number, event: MouseEvent) => {
      // A link or button in the row does its own work, and a marked text is being copied.
      if ((event.target as Element).closest('a, button') !== null || String(getSelection()) !== '') return
      latest.current.onAt(index)
      open(index)
    },
    [open],
  )
  const onChoose = useCallback((index: number, isRange: boolean) => {
    latest.current.onAt(index)
    latest.current.choice?.onChoose(index, isRange)
  }, [])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const to = moveByKey(event.key, at, count)
    if (to !== undefined) onAt(to)
    else if (event.key === 'Enter') open(at)
    else if (event.key === ' ' && choice !== undefined) choice.onChoose(at, event.shiftKey)
    else return
    event.preventDefault()
  }

  return (
    <div className="grid">
      <div
        ref={mergedRef}
        className="grid-scroll"
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-multiselectable={choice !== undefined}
        {...(at >= first && at <= last && count > 0 ? { 'aria-activedescendant': `${id}-${at}` } : {})}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup">
          <GridHead
            columns={columns}
            template={template}
            sort={props.sort}
            choice={
              choice && { areAll: choice.areAll, areSome: choice.areSome, onToggle: choice.onChooseAll }
            }
            onSort={(column) => props.onSort?.(column)}
          />
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const top = item.start - headHeight
            const heading = props.headingAt?.(item.index)
            if (heading !== undefined) {
              return (
                <div
                  key={item.key}
                  id={`${id}-${item.index}`}
                  role="row"
                  className="grid-section"
                  style={{ transform: `translateY(${top}px)` }}
                >
                  <span role="gridcell">{heading}</span>
                </div>
              )
            }
            const row = props.rowAt(item.index)
            return (
              <GridRow
                key={row === undefined ? item.key : props.keyOf(row)}
                id={`${id}-${item.index}`}
                index={item.index}
                top={top}
                row={row}
                name={row === undefined ? 'row' : props.nameOf(row)}
                columns={columns}
                template={template}
                isAt={item.index === at}
                isChosen={choice === undefined ? undefined : row !== undefined && choice.isChosen(row)}
                onPress={onPress}
                onChoose={onChoose}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}
