import { placeIn, type TimeRange } from './time-range.ts'
import { timeTicks } from './time-ticks.ts'

interface TimeAxisProps {
  readonly range: TimeRange
  readonly widthPx: number
  readonly nowMs: number
  readonly cleanUpMs: number
}

/** A word at the edge would be cut. */
const edgePx = 16

/** The scale over the lanes, in the clock of this place. */
export function TimeAxis({ range, widthPx, nowMs, cleanUpMs }: TimeAxisProps) {
  const nowX = placeIn(range, widthPx, nowMs)
  const cleanUpX = placeIn(range, widthPx, cleanUpMs)
  return (
    <svg className="tl-axis" width={widthPx} height={40} aria-hidden="true">
      {timeTicks(range, widthPx).map(({ ms, word, isMajor }) => {
        const x = placeIn(range, widthPx, ms)
        if (x < edgePx || x > widthPx - edgePx) return null
        return (
          <text key={ms} x={x} y={34} textAnchor="middle" className={isMajor ? 'is-major' : ''}>
            {word}
          </text>
        )
      })}
      {cleanUpX >= 0 && cleanUpX <= widthPx && cleanUpX - nowX > 34 && (
        <text x={cleanUpX} y={14} textAnchor="middle" className="is-clean-up">
          clean-up
        </text>
      )}
      {nowX >= 0 && nowX <= widthPx && (
        <text x={nowX} y={14} textAnchor="middle" className="is-now">
          now
        </text>
      )}
    </svg>
  )
}
