import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'

import type { LaneHead } from '../../../shared/domain/timeline.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import type { AnsweredLane } from '../../state/use-timeline.ts'
import { localZone } from '../../text/local-moment.ts'
import type { ChartInput } from './draw-chart.ts'
import { type LaneInSight, xInSight } from './lane-in-sight.ts'
import { LaneCanvas } from './lane-canvas.tsx'
import { placeLane } from './place-lane.ts'
import { laneHeight, rowY } from './lane-geometry.ts'
import { LaneRow } from './lane-rows.tsx'
import { factsOf, groupFacts, markTitle } from './mark-words.ts'
import { MarkTooltip, type TooltipContent } from './mark-tooltip.tsx'
import { TimeAxis } from './time-axis.tsx'
import type { PictureRange } from './picture-range.ts'
import type { TimeRange } from './time-range.ts'
import { useBox } from './use-box.ts'
import { type PointedMark, useChartPointer } from './use-chart-pointer.ts'
import { usePictureRange } from './use-picture-range.ts'

/** Which lane, and which backup in it, the keys act on. */
export interface TimelineCursor {
  readonly laneIndex: number
  readonly backupId: string | null
}

interface TimelineChartProps {
  readonly heads: readonly LaneHead[]
  readonly states: ReadonlyMap<string, DatabaseView['state']>
  readonly lanes: ReadonlyMap<string, AnsweredLane>
  readonly range: TimeRange
  readonly nowMs: number
  readonly cleanUpMs: number
  readonly goingAlpha: number
  readonly cursor: TimelineCursor
  readonly move: (change: (range: TimeRange) => TimeRange) => void
  readonly onCursor: (cursor: TimelineCursor) => void
  /** Says which lanes are in sight. */
  readonly onLook: (first: number, last: number) => void
  /** A press on a mark, of one backup or of several. */
  readonly onPressMark: (pointed: PointedMark) => void
}

/** The lanes: names in the document, everything else on one canvas behind them. */
export function TimelineChart(props: TimelineChartProps) {
  const { heads, states, lanes, range, nowMs, cleanUpMs, goingAlpha, cursor, onCursor } = props
  const scroller = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLDivElement>(null)
  const { height } = useBox(scroller)
  const { width } = useBox(field)
  const [scrollPx, setScrollPx] = useState(0)
  const first = Math.max(0, Math.floor(scrollPx / laneHeight) - 1)
  const last = Math.min(heads.length - 1, Math.ceil((scrollPx + height) / laneHeight))
  const indexes = useMemo(
    () => Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n),
    [first, last],
  )
  const { onLook } = props
  useLayoutEffect(() => onLook(first, last), [onLook, first, last])
  useScrollTo(scroller, cursor.laneIndex, height)

  const laneOf = (index: number): AnsweredLane | undefined => lanes.get(heads[index]?.databaseId ?? '')
  const atLane = laneOf(cursor.laneIndex)?.lane
  const atMark = cursor.backupId === null ? -1 : (atLane?.marks?.ids.indexOf(cursor.backupId) ?? -1)
  const picture = usePictureRange(range, width)
  const inSight = useMemo(
    () => lanesInSight(heads, lanes, indexes, picture, nowMs),
    [heads, lanes, indexes, picture, nowMs],
  )
  const { laneIndex: cursorIndex } = cursor
  const laneCount = heads.length
  // A new picture only where something in it is another: a pointer that moves draws none.
  const input = useMemo(
    (): ChartInput => ({
      range,
      widthPx: width,
      heightPx: height,
      scrollPx,
      nowMs,
      cleanUpMs,
      laneCount,
      lanes: inSight,
      at: { laneIndex: cursorIndex, mark: atMark < 0 ? null : atMark },
      goingAlpha,
    }),
    [range, width, height, scrollPx, nowMs, cleanUpMs, laneCount, inSight, cursorIndex, atMark, goingAlpha],
  )
  const toLane = useCallback((laneIndex: number) => onCursor({ laneIndex, backupId: null }), [onCursor])
  const pointer = useChartPointer({
    field,
    lanes: inSight,
    range,
    widthPx: width,
    scrollPx,
    move: props.move,
    onPress: (laneIndex, pointed) => {
      if (laneIndex >= heads.length) return
      const marks = pointed?.drawn.lane.marks
      const isOne = pointed !== null && pointed.mark.count === 1
      onCursor({ laneIndex, backupId: isOne ? (marks?.ids[pointed.mark.first] ?? null) : null })
      if (pointed !== null) props.onPressMark(pointed)
    },
  })
  const view = { range, widthPx: width, scrollPx }
  const tooltip = tooltipOf(pointer.pointed, view) ?? cursorTooltip(inSight, cursor, view)
  return (
    <div className="tl-chart">
      <div className="tl-head">
        <span className="small soft tl-corner">{localZone()}</span>
        <TimeAxis range={range} widthPx={width} nowMs={nowMs} cleanUpMs={cleanUpMs} />
      </div>
      <div className="tl-body">
        <div
          ref={scroller}
          className="tl-scroll"
          onScroll={(event) => setScrollPx(event.currentTarget.scrollTop)}
        >
          <ul aria-label="Databases" style={{ height: heads.length * laneHeight }} className="tl-lanes">
            {indexes.map((index) => {
              const head = heads[index]
              if (head === undefined) return null
              return (
                <LaneRow
                  key={head.databaseId}
                  index={index}
                  head={head}
                  state={states.get(head.databaseId)}
                  lane={laneOf(index)?.lane}
                  isAt={index === cursor.laneIndex}
                  onAt={toLane}
                />
              )
            })}
          </ul>
        </div>
        <div
          ref={field}
          className="tl-field"
          onPointerDown={pointer.onPointerDown}
          onPointerMove={pointer.onPointerMove}
          onPointerUp={pointer.onPointerUp}
          onPointerLeave={pointer.onPointerLeave}
          style={pointer.pointed === null ? undefined : { cursor: 'pointer' }}
        >
          <LaneCanvas input={input} />
          {tooltip !== null && <MarkTooltip content={tooltip} widthPx={width} heightPx={height} />}
        </div>
      </div>
    </div>
  )
}

/** What is in sight. */
interface View {
  readonly range: TimeRange
  readonly widthPx: number
  readonly scrollPx: number
}

function tooltipOf(pointed: PointedMark | null, { range, widthPx }: View): TooltipContent | null {
  const marks = pointed?.drawn.lane.marks
  if (pointed === null || marks === null || marks === undefined) return null
  const { mark, drawn } = pointed
  return {
    x: xInSight(drawn, mark.x, range, widthPx),
    y: pointed.y,
    title: markTitle(marks, mark),
    facts: mark.count === 1 ? factsOf(drawn.lane, marks, mark.first) : groupFacts(marks, mark),
  }
}

/** The same words for the keyboard's cursor, which is always on one backup. */
function cursorTooltip(
  inSight: readonly LaneInSight[],
  { laneIndex, backupId }: TimelineCursor,
  { range, widthPx, scrollPx }: View,
): TooltipContent | null {
  const found = inSight.find(({ index }) => index === laneIndex)
  const marks = found?.lane.marks
  if (backupId === null || found === undefined || marks === null || marks === undefined) return null
  const n = marks.ids.indexOf(backupId)
  const mark = found.placed?.marks.find((one) => n >= one.first && n <= one.last)
  if (n < 0 || mark === undefined) return null
  return {
    x: xInSight(found, mark.x, range, widthPx),
    y: laneIndex * laneHeight - scrollPx + rowY(mark.row, found.placed?.rows ?? 1),
    title: markTitle(marks, { count: 1, first: n }),
    facts: factsOf(found.lane, marks, n),
  }
}

/** The lanes that were answered, with everything in its place. */
function lanesInSight(
  heads: readonly LaneHead[],
  lanes: ReadonlyMap<string, AnsweredLane>,
  indexes: readonly number[],
  picture: PictureRange,
  nowMs: number,
): readonly LaneInSight[] {
  return indexes.flatMap((index) => {
    const answered = lanes.get(heads[index]?.databaseId ?? '')
    if (answered === undefined) return []
    const { lane, fromMs: askedFromMs } = answered
    const { range, widthPx } = picture
    const placed = lane.marks === null ? null : placeLane(lane.marks, lane.upcoming, range, widthPx, nowMs)
    return [{ index, lane, placed, picture, askedFromMs }]
  })
}

/** Brings a lane into sight as the cursor moves to it. */
function useScrollTo(scroller: RefObject<HTMLDivElement | null>, laneIndex: number, height: number): void {
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || height === 0) return
    const top = laneIndex * laneHeight
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + laneHeight > element.scrollTop + height) element.scrollTop = top + laneHeight - height
    // Only a move of the cursor scrolls.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [laneIndex])
}
