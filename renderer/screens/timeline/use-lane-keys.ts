import type { AnsweredLane } from '../../state/use-timeline.ts'
import { stepMark } from './step-mark.ts'
import { panRange, zoomRange, type TimeRange } from './time-range.ts'
import type { TimelineCursor } from './timeline-chart.tsx'
import { useTimelineKeys } from './use-timeline-keys.ts'

const panShare = 0.15
const zoomStep = 0.7

interface KeysProps {
  readonly answered: AnsweredLane | undefined
  readonly range: TimeRange
  readonly move: (change: (range: TimeRange) => TimeRange) => void
  readonly cursor: TimelineCursor
  readonly setCursor: (cursor: TimelineCursor) => void
  readonly isClosed: boolean
  readonly close: () => void
}

/** Arrows pan, plus and minus zoom, brackets go from backup to backup, Escape closes what is open beside. */
export function useLaneKeys({ answered, range, move, cursor, setCursor, isClosed, close }: KeysProps): void {
  const step = (by: 1 | -1): void => {
    const backupId = stepMark(answered?.lane, cursor.backupId, by, range)
    if (backupId === null) return
    setCursor({ ...cursor, backupId })
    const marks = answered?.lane.marks
    const ms = marks?.takenMs[marks.ids.indexOf(backupId)] ?? range.fromMs
    if (ms < range.fromMs || ms > range.toMs) move((now) => panRange(now, by * 0.5))
  }
  const around = (factor: number): void => move((now) => zoomRange(now, factor, (now.fromMs + now.toMs) / 2))
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move((now) => panRange(now, -panShare)),
    ArrowRight: () => move((now) => panRange(now, panShare)),
    'Shift ArrowLeft': () => step(-1),
    'Shift ArrowRight': () => step(1),
    '[': () => step(-1),
    ']': () => step(1),
    '+': () => around(zoomStep),
    '=': () => around(zoomStep),
    '-': () => around(1 / zoomStep),
    ...(isClosed ? {} : { Escape: close }),
  }
  useTimelineKeys((event) => {
    const isShifted = event.shiftKey && event.key.startsWith('Arrow')
    const action = actions[`${isShifted ? 'Shift ' : ''}${event.key}`]
    action?.()
    return action !== undefined
  })
}
