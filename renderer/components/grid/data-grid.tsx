// Rows come and go as they are scrolled, which table elements can not: the roles say what the elements are.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useMemo, useRef } from 'react'

import { GridBody } from './grid-body.tsx'
import { columnsThatFit, tracksOf } from './grid-column.ts'
import { GridHead } from './grid-head.tsx'
import type { DataGridProps } from './grid-props.ts'
import { useGridEvents } from './use-grid-events.ts'

const rowHeight = 32
const headHeight = 32
/** The boxes that choose rows, and the gap beside them. */
const choiceWidth = 32

/** A virtual table: 10 rows or a million, the same elements on the screen. */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { count, at, onLook, onSort, choice } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: measured, width } = useElementSize()
  const mergedRef = useMergedRef(scroller, measured)
  const hasChoice = choice !== undefined
  const columns = useMemo(
    () => columnsThatFit(props.columns, width, hasChoice ? choiceWidth : 0),
    [props.columns, width, hasChoice],
  )
  const template = tracksOf(columns, hasChoice)
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
  const { onPress, onChoose, onKeyDown } = useGridEvents(props)
  const isAtInSight = count > 0 && at >= first && at <= last
  return (
    <div className="grid">
      <div
        ref={mergedRef}
        className="grid-scroll"
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-multiselectable={hasChoice}
        {...(isAtInSight ? { 'aria-activedescendant': `${id}-${at}` } : {})}
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
            onSort={(column) => onSort?.(column)}
          />
        </div>
        <GridBody
          id={id}
          grid={props}
          columns={columns}
          template={template}
          items={items}
          height={virtual.getTotalSize()}
          offset={headHeight}
          onPress={onPress}
          onChoose={onChoose}
        />
      </div>
    </div>
  )
}
