import type { TimelineLane } from '../../../shared/domain/timeline.ts'
import { leftOf, stretchOf, type PictureRange } from './picture-range.ts'
import type { PlacedLane } from './place-lane.ts'
import type { TimeRange } from './time-range.ts'

/** A lane in sight that was answered, and where everything of it stands. */
export interface LaneInSight {
  readonly index: number
  readonly lane: TimelineLane
  /** In the picture's pixels. Null: its backups are only counted. */
  readonly placed: PlacedLane | null
  readonly picture: PictureRange
  /** Where the slices of its answer begin. */
  readonly askedFromMs: number
}

/** Where a place of a lane's picture is in sight, pixels. */
export function xInSight({ picture }: LaneInSight, x: number, range: TimeRange, widthPx: number): number {
  return leftOf(picture, range, widthPx) + x * stretchOf(picture, range, widthPx)
}
