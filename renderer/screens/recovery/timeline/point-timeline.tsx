// A chart on which one moment is chosen is a slider to those who listen; no element of HTML is one.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react'

import type { RecoveryPoint } from '../../../../shared/domain/recovery-point.ts'
import { placeOf, ticksOf, momentAt, type TimeView } from './time-scale.ts'
import { drawTimeline } from './timeline-marks.ts'
import { PlacedMark } from './timeline-mark.tsx'

interface PointTimelineProps {
  readonly points: readonly RecoveryPoint[]
  readonly view: TimeView
  readonly wishMs: number
  readonly nowMs: number
  /** What the wish leads to, for those who listen. */
  readonly wishWords: string
  readonly onWish: (ms: number) => void
  /** A press of a key on the chart; says whether it meant something. */
  readonly onKey: (key: string, isFine: boolean) => boolean
  readonly onZoom: (factor: number, aroundMs: number) => void
}

const height = 132
const laneTop = 34
const laneGap = 28
const laneY = (lane: number): number => laneTop + lane * laneGap

/** The recovery points by time, and the cursor. The table below says the same in words. */
export function PointTimeline(props: PointTimelineProps) {
  const { points, view, wishMs, nowMs, onWish, onKey, onZoom } = props
  const chart = useRef<HTMLDivElement>(null)
  const { ref: measured, width } = useElementSize()
  const mergedRef = useMergedRef(chart, measured)
  const drawing = useMemo(() => drawTimeline(points, view, width), [points, view, width])
  const latest = useRef({ view, width, onZoom })
  useEffect(() => {
    latest.current = { view, width, onZoom }
  })
  useEffect(() => {
    const element = chart.current
    // Trap: React listens to the wheel passively, and then the page would scroll as well.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault()
      const now = latest.current
      const left = element?.getBoundingClientRect().left ?? 0
      now.onZoom(event.deltaY < 0 ? 0.8 : 1.25, momentAt(event.clientX - left, now.view, now.width))
    }
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  }, [])
  const press = (event: MouseEvent<HTMLDivElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect()
    const x = event.clientX - left
    const near = drawing.marks
      .filter(({ count }) => count === 1)
      .map((mark) => ({ mark, away: Math.hypot(mark.x - x, laneY(mark.lane) - offsetOf(event)) }))
      .filter(({ away }) => away < 11)
      .toSorted((one, other) => one.away - other.away)[0]
    onWish(near === undefined ? momentAt(x, view, width) : Date.parse(near.mark.point.takenAt))
  }
  const keyed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (onKey(event.key, event.shiftKey)) event.preventDefault()
  }
  return (
    <div
      ref={mergedRef}
      className="timeline"
      role="slider"
      tabIndex={0}
      aria-label="Moment to go back to"
      aria-valuemin={Math.round(view.fromMs / 1000)}
      aria-valuemax={Math.round(view.toMs / 1000)}
      aria-valuenow={Math.round(wishMs / 1000)}
      aria-valuetext={props.wishWords}
      onClick={press}
      onKeyDown={keyed}
    >
      <svg width="100%" height={height} aria-hidden="true">
        <Axis view={view} width={width} nowMs={nowMs} />
        {drawing.chains.map(({ key, fromX, fromLane, toX, toLane, isBroken }) => (
          <line
            key={key}
            x1={fromX}
            y1={laneY(fromLane)}
            x2={toX}
            y2={laneY(toLane)}
            className={`chain ${isBroken ? 'is-broken' : ''}`}
          />
        ))}
        {drawing.bars.map(({ key, x, lane, widthPx }) => (
          <rect key={key} x={x} y={laneY(lane) - 2.5} width={widthPx} height={5} className="unchanged" />
        ))}
        {drawing.marks.map((mark) => (
          <PlacedMark key={mark.point.backupId} mark={mark} y={laneY(mark.lane)} />
        ))}
        <Cursor x={placeOf(wishMs, view, width)} />
      </svg>
    </div>
  )
}

function offsetOf(event: MouseEvent<HTMLDivElement>): number {
  return event.clientY - event.currentTarget.getBoundingClientRect().top
}

function Axis({
  view,
  width,
  nowMs,
}: {
  readonly view: TimeView
  readonly width: number
  readonly nowMs: number
}) {
  const nowX = placeOf(nowMs, view, width)
  return (
    <>
      {ticksOf(view, width).map(({ ms, label }) => {
        const x = placeOf(ms, view, width)
        return (
          <g key={ms}>
            <line x1={x} x2={x} y1={16} y2={height - 22} className="tick" />
            <text x={x} y={height - 6} textAnchor="middle" className="tick-word">
              {label}
            </text>
          </g>
        )
      })}
      {nowX >= 0 && nowX <= width && (
        <g>
          <line x1={nowX} x2={nowX} y1={12} y2={height - 22} className="now" />
          <text x={nowX + 4} y={22} className="tick-word">
            now
          </text>
        </g>
      )}
    </>
  )
}

function Cursor({ x }: { readonly x: number }) {
  return (
    <g className="cursor">
      <line x1={x} x2={x} y1={4} y2={height - 20} />
      <path d={`M${x - 5} 0h10l-5 7z`} />
    </g>
  )
}
