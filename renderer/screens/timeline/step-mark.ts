import type { TimelineLane } from '../../../shared/domain/timeline.ts'
import type { TimeRange } from './time-range.ts'

/**
 * The next backup of a lane, or the one before (`by` -1), from one of them; from none: the first or last in the range, the newest for -1.
 * Null: there is none.
 */
export function stepMark(
  lane: TimelineLane | undefined,
  fromId: string | null,
  by: 1 | -1,
  { fromMs, toMs }: TimeRange,
): string | null {
  const marks = lane?.marks
  if (marks === null || marks === undefined) return null
  const at = fromId === null ? -1 : marks.ids.indexOf(fromId)
  if (at >= 0) return marks.ids[at + by] ?? fromId
  const isIn = (ms: number): boolean => ms >= fromMs && ms <= toMs
  const found = by === 1 ? marks.takenMs.findIndex(isIn) : marks.takenMs.findLastIndex(isIn)
  return marks.ids[found] ?? null
}
