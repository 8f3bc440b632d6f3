import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'

import type { LaneInSight } from './lane-in-sight.ts'
import { laneHeight, rowAt } from './lane-geometry.ts'
import { leftOf, stretchOf } from './picture-range.ts'
import { markNear, type PlacedMark } from './place-lane.ts'
import { momentIn, panRange, type TimeRange, zoomRange } from './time-range.ts'

/** A mark under the pointer. */
export interface PointedMark {
  readonly drawn: LaneInSight
  readonly mark: PlacedMark
  readonly x: number
  readonly y: number
}

interface ChartPointer {
  readonly pointed: PointedMark | null
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerLeave: () => void
}

interface ChartPointerProps {
  readonly field: RefObject<HTMLDivElement | null>
  readonly lanes: readonly LaneInSight[]
  readonly range: TimeRange
  readonly widthPx: number
  readonly scrollPx: number
  readonly move: (change: (range: TimeRange) => TimeRange) => void
  /** A press on a lane; the mark is null where none was hit. */
  readonly onPress: (laneIndex: number, pointed: PointedMark | null) => void
}

/** A press that moves less than this is a click. */
const slackPx = 4
const linePx = 33
const zoomByPx = 0.0016

/** The wheel zooms around the pointer, a drag pans, a click chooses. */
export function useChartPointer(props: ChartPointerProps): ChartPointer {
  const { field, lanes, range, widthPx, scrollPx, move, onPress } = props
  const [pointed, setPointed] = useState<PointedMark | null>(null)
  const drag = useRef<{ readonly x: number; readonly range: TimeRange; hasMoved: boolean } | null>(null)
  useWheel(field, widthPx, move)

  const placeOf = (event: PointerEvent<HTMLElement>): { x: number; y: number } => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const find = (x: number, y: number): PointedMark | null => {
    const index = Math.floor((y + scrollPx) / laneHeight)
    const lane = lanes.find((one) => one.index === index)
    if (lane === undefined || lane.placed === null) return null
    const row = rowAt(y + scrollPx - index * laneHeight, lane.placed.rows)
    const { picture } = lane
    const inPicture = (x - leftOf(picture, range, widthPx)) / stretchOf(picture, range, widthPx)
    const mark = markNear(lane.placed.marks, inPicture, row)
    return mark === null ? null : { drawn: lane, mark, x, y }
  }
  return {
    pointed,
    onPointerDown: (event) => {
      if (event.button !== 0) return
      drag.current = { x: event.clientX, range, hasMoved: false }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event) => {
      const begun = drag.current
      if (begun === null) {
        const { x, y } = placeOf(event)
        return setPointed(find(x, y))
      }
      const byPx = event.clientX - begun.x
      if (Math.abs(byPx) < slackPx && !begun.hasMoved) return
      begun.hasMoved = true
      setPointed(null)
      move(() => panRange(begun.range, -byPx / Math.max(1, widthPx)))
    },
    onPointerUp: (event) => {
      const begun = drag.current
      drag.current = null
      if (begun === null || begun.hasMoved) return
      const { x, y } = placeOf(event)
      onPress(Math.floor((y + scrollPx) / laneHeight), find(x, y))
    },
    onPointerLeave: () => setPointed(null),
  }
}

function useWheel(
  field: RefObject<HTMLDivElement | null>,
  widthPx: number,
  move: ChartPointerProps['move'],
): void {
  useEffect(() => {
    const element = field.current
    // Trap: React listens to the wheel passively, and then the lanes would scroll as well.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault()
      const scale = event.deltaMode === 1 ? linePx : 1
      const left = element?.getBoundingClientRect().left ?? 0
      const [x, byX, byY] = [event.clientX - left, event.deltaX * scale, event.deltaY * scale]
      move((now) => {
        if (Math.abs(byX) > Math.abs(byY)) return panRange(now, byX / Math.max(1, widthPx))
        const factor = Math.exp(Math.max(-400, Math.min(400, byY)) * zoomByPx)
        return zoomRange(now, factor, momentIn(now, widthPx, x))
      })
    }
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  }, [field, widthPx, move])
}
