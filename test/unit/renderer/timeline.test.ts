import { describe, expect, it } from 'vitest'

import { moveWish } from '../../../renderer/screens/recovery/timeline/move-wish.ts'
import {
  momentAt,
  placeOf,
  ticksOf,
  viewOver,
  viewWith,
  zoomView,
} from '../../../renderer/screens/recovery/timeline/time-scale.ts'
import { drawTimeline } from '../../../renderer/screens/recovery/timeline/timeline-marks.ts'
import { formatWallTime, readWallTime } from '../../../renderer/text/local-moment.ts'
import type { RecoveryPoint } from '../../../shared/domain/recovery-point.ts'

const start = Date.UTC(2026, 0, 1)
const hour = 3_600_000

function pointAt(n: number, part: Partial<RecoveryPoint> = {}): RecoveryPoint {
  return {
    backupId: `b${n}`,
    takenAt: new Date(start + n * hour).toISOString(),
    unchangedUntil: null,
    type: n % 24 === 0 ? 'full' : 'incremental',
    label: 'continuous',
    file: `continuous/x_${n}.db`,
    chainLength: (n % 24) + 1,
    newestNeededId: n % 24 === 0 ? null : `b${n - 1}`,
    state: 'proved',
    broken: null,
    sourceBytes: 4096,
    ...part,
  }
}

const pointsOf = (count: number): readonly RecoveryPoint[] =>
  Array.from({ length: count }, (_, n) => pointAt(n))

describe('the scale of time', () => {
  it('shows one point with a day around it, and a place leads back to its moment', () => {
    const view = viewOver(start, start)
    expect(view.toMs - view.fromMs).toBeGreaterThan(24 * hour)
    expect(placeOf(start, view, 800)).toBeCloseTo(400)
    expect(momentAt(placeOf(start + hour, view, 800), view, 800)).toBeCloseTo(start + hour, -2)
  })

  it('keeps the moment it is zoomed around in its place, and stays within the whole', () => {
    const whole = viewOver(start, start + 1000 * hour)
    const around = start + 300 * hour
    const closer = zoomView(whole, 0.1, around, whole)
    expect(placeOf(around, closer, 800)).toBeCloseTo(placeOf(around, whole, 800))
    const wider = zoomView(closer, 1000, around, whole)
    expect(wider.fromMs).toBeCloseTo(whole.fromMs, -1)
    expect(wider.toMs).toBeCloseTo(whole.toMs, -1)
    expect(viewWith(closer, start, whole).fromMs).toBeCloseTo(whole.fromMs, -1)
  })

  it('draws no more ticks than have room, from a minute to years', () => {
    for (const span of [hour / 60, hour, 24 * hour, 30 * 24 * hour, 7 * 365 * 24 * hour]) {
      const ticks = ticksOf({ fromMs: start, toMs: start + span }, 800)
      expect(ticks.length).toBeLessThanOrEqual(11)
      const places = ticks.map(({ ms }) => placeOf(ms, { fromMs: start, toMs: start + span }, 800))
      expect(places.every((x) => x >= 0 && x <= 800)).toBe(true)
    }
  })
})

describe('the marks of a timeline', () => {
  it('draws every one of a few points, with a line to what each needs', () => {
    const points = pointsOf(30)
    const { marks, chains } = drawTimeline(points, viewOver(start, start + 30 * hour), 820)
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(30)
    expect(chains.length).toBeGreaterThan(20)
  })

  it('draws two thousand as few, loses none, and shows the worst of those drawn as one', () => {
    const broken = { backupId: 'b700', file: null, because: 'missing' as const }
    const points = pointsOf(2000).map((point, n) =>
      n === 701 ? { ...point, state: 'failed' as const, broken } : point,
    )
    const { marks } = drawTimeline(points, viewOver(start, start + 2000 * hour), 820)
    expect(marks.length).toBeLessThan(150)
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(2000)
    expect(marks.filter(({ look }) => look === 'broken')).toHaveLength(1)
  })

  it('draws how long a state is known not to have changed', () => {
    const until = new Date(start + 20 * hour).toISOString()
    const { bars } = drawTimeline(
      [pointAt(0, { unchangedUntil: until })],
      viewOver(start, start + 24 * hour),
      820,
    )
    expect(bars).toHaveLength(1)
    expect(bars[0]?.widthPx).toBeGreaterThan(500)
  })
})

describe('moving the wish by keys', () => {
  const points = pointsOf(5)
  const view = viewOver(start, start + 5 * hour)
  const at = start + 2 * hour

  it('goes from point to point, to the ends, and by fine steps', () => {
    expect(moveWish('ArrowLeft', false, at, points, view)).toBe(start + hour)
    expect(moveWish('ArrowRight', false, at, points, view)).toBe(start + 3 * hour)
    expect(moveWish('Home', false, at, points, view)).toBe(start)
    expect(moveWish('End', false, at, points, view)).toBe(start + 4 * hour)
    const fine = moveWish('ArrowRight', true, at, points, view) ?? 0
    expect(fine).toBeGreaterThan(at)
    expect(fine).toBeLessThan(start + 3 * hour)
  })

  it('goes nowhere where there is nothing', () => {
    expect(moveWish('ArrowLeft', false, start, points, view)).toBeUndefined()
    expect(moveWish('x', false, at, points, view)).toBeUndefined()
  })
})

describe('a typed moment', () => {
  it('is read as the wall clock of the zone shows it, and written back the same', () => {
    const read = readWallTime('2026-07-01 09:30', 'Europe/Berlin')
    expect(read).toEqual({ kind: 'moment', ms: Date.UTC(2026, 6, 1, 7, 30) })
    expect(formatWallTime(Date.UTC(2026, 6, 1, 7, 30), 'Europe/Berlin')).toBe('2026-07-01 09:30:00')
  })

  it('says where the clock skipped it or showed it twice', () => {
    expect(readWallTime('2026-03-29 02:30', 'Europe/Berlin').kind).toBe('none')
    expect(readWallTime('2026-10-25 02:30', 'Europe/Berlin').kind).toBe('two')
  })

  it.each(['', 'yesterday', '2026-02-30', '2026-13-01', '2026-01-01 25:00', '2026-01-01 10:61'])(
    'is not read out of %j',
    (typed) => {
      expect(readWallTime(typed, 'UTC').kind).toBe('unreadable')
    },
  )
})
