import type { RecoveryPoint } from '../../../../shared/domain/recovery-point.ts'
import type { TimeView } from './time-scale.ts'

/** How much of what is shown a fine step is. */
const fineShare = 0.01

/**
 * Where a key leads from a wish: the arrows to the next point on that side, with Shift a hundredth of what is shown; Home
 * and End to the first and the last point. Undefined: the key means nothing, or there is nothing on that side.
 */
export function moveWish(
  key: string,
  isFine: boolean,
  wishMs: number,
  points: readonly RecoveryPoint[],
  view: TimeView,
): number | undefined {
  const times = points.map(({ takenAt }) => Date.parse(takenAt))
  const fineMs = Math.max(1000, (view.toMs - view.fromMs) * fineShare)
  switch (key) {
    case 'ArrowLeft':
      return isFine ? wishMs - fineMs : times.findLast((ms) => ms < wishMs)
    case 'ArrowRight':
      return isFine ? wishMs + fineMs : times.find((ms) => ms > wishMs)
    case 'Home':
      return times[0]
    case 'End':
      return times.at(-1)
    default:
      return undefined
  }
}

/** The factor that a key zooms by; undefined: it does not. */
export function zoomOfKey(key: string): number | undefined {
  if (key === '+' || key === '=') return 0.5
  return key === '-' ? 2 : undefined
}
