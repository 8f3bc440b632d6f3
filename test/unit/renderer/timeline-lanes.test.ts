import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { lifeTop, rowY } from '../../../renderer/screens/timeline/lane-geometry.ts'
import { markNear, placeLane } from '../../../renderer/screens/timeline/place-lane.ts'
import { stepMark } from '../../../renderer/screens/timeline/step-mark.ts'
import {
  askedRange,
  dayMs,
  hourMs,
  momentIn,
  panRange,
  placeIn,
  rangeAround,
  rangeOver,
  readRange,
  zoomRange,
} from '../../../renderer/screens/timeline/time-range.ts'
import { rangeWords, timeTicks } from '../../../renderer/screens/timeline/time-ticks.ts'
import { markFlags, type LaneMarks, type TimelineLane } from '../../../shared/domain/timeline.ts'

const start = Date.UTC(2026, 0, 1)

/** A backup every hour, a full each day, the rest built on the one before. */
function hourly(count: number, part: Partial<LaneMarks> = {}): LaneMarks {
  const all = Array.from({ length: count }, (_, n) => n)
  return {
    ids: all.map((n) => `b${n}`),
    takenMs: all.map((n) => start + n * hourMs),
    types: all.map((n) => (n % 24 === 0 ? 'full' : 'incremental')),
    labels: all.map(() => 'continuous'),
    verdicts: all.map(() => 'passed'),
    sizeBytes: all.map(() => 4096),
    endMs: all.map((n) => start + n * hourMs + 7 * dayMs),
    flags: all.map(() => 0),
    why: all.map(() => 0),
    bases: all.map((n) => (n % 24 === 0 ? -1 : n - 1)),
    ...part,
  }
}

const days = (from: number, to: number) => ({ fromMs: start + from * dayMs, toMs: start + to * dayMs })

describe('the rows of marks of a lane', () => {
  it.each([1, 2, 3])('have room for pins above them and lives below them: %i', (rows) => {
    const heights = Array.from({ length: rows }, (_, row) => rowY(row, rows))
    // A flag stands so far above the middle of its mark, and half a mark is below it.
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(10.5)
    expect(Math.max(...heights) + 5).toBeLessThan(lifeTop)
  })
})

describe('the range of the timeline', () => {
  it('keeps the moment it is zoomed around in its place, from an hour to sixteen years', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 3000 }),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        fc.integer({ min: 0, max: 1000 }),
        (span, factor, px) => {
          const range = days(0, span)
          const around = momentIn(range, 1000, px)
          const zoomed = zoomRange(range, factor, around)
          expect(placeIn(zoomed, 1000, around)).toBeCloseTo(px, 3)
          expect(zoomed.toMs - zoomed.fromMs).toBeGreaterThanOrEqual(hourMs - 1)
          expect(zoomed.toMs - zoomed.fromMs).toBeLessThan(17 * 366 * dayMs)
        },
      ),
    )
  })

  it('is asked for somewhat wider, and not anew for each pixel', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.double({ min: 0.1, max: 5000, noNaN: true }),
        (from, span) => {
          const range = { fromMs: start + from * hourMs, toMs: start + from * hourMs + span * dayMs }
          const asked = askedRange(range)
          expect(asked.fromMs).toBeLessThanOrEqual(range.fromMs)
          expect(asked.toMs).toBeGreaterThanOrEqual(range.toMs - 1)
          expect(asked.toMs - asked.fromMs).toBeLessThanOrEqual(3 * (range.toMs - range.fromMs) + 2)
        },
      ),
    )
    const range = days(0, 30)
    expect(askedRange(panRange(range, 0.001))).toEqual(askedRange(range))
  })

  it('has now in it, for each button and for everything', () => {
    for (const span of [dayMs, 31 * dayMs, 7 * 365 * dayMs]) {
      const { fromMs, toMs } = rangeAround(start, span)
      expect(fromMs < start && start < toMs).toBe(true)
      expect(toMs - fromMs).toBeCloseTo(span, -3)
    }
    const { fromMs, toMs } = rangeOver(start - 100 * dayMs, start)
    expect(fromMs < start - 100 * dayMs && toMs > start).toBe(true)
    expect(rangeOver(null, start).fromMs).toBeLessThan(start)
  })

  it('is read out of an address, and only where it is one', () => {
    expect(readRange('2026-01-01T00:00:00.000Z', String(start + dayMs))).toEqual(days(0, 1))
    for (const [from, to] of [
      [null, null],
      ['x', 'y'],
      ['10', '5'],
      ['0', '1'],
      ['0', String(9e14)],
      ['', ''],
    ]) {
      expect(readRange(from!, to!)).toBeNull()
    }
  })
})

describe('the axis', () => {
  it('has lines where the calendar has them, no more than there is room for, from an hour to years', () => {
    for (const span of [hourMs, 6 * hourMs, dayMs, 7 * dayMs, 31 * dayMs, 365 * dayMs, 16 * 365 * dayMs]) {
      const ticks = timeTicks({ fromMs: start + 1, toMs: start + span }, 1000)
      expect(ticks.length).toBeLessThanOrEqual(19)
      expect(ticks.length).toBeGreaterThanOrEqual(span < dayMs ? 1 : 3)
      for (const [n, { ms }] of ticks.entries()) {
        if (n > 0) expect(ms).toBeGreaterThan(ticks[n - 1]!.ms)
        const at = new Date(ms)
        expect(at.getSeconds() + at.getMilliseconds()).toBe(0)
        if (span > 100 * dayMs) expect([at.getDate(), at.getHours()]).toEqual([1, 0])
      }
    }
    const words = timeTicks(days(-40, 400), 1000).map(({ word }) => word)
    expect(words).toContain('2027')
    expect(rangeWords(days(0, 31))).toMatch(/^\d+ \w+ 20\d\d to \d+ \w+ 20\d\d$/)
  })
})

describe('a lane', () => {
  it('loses no backup, however many are drawn as one, and shows the worst of them', () => {
    const verdicts = hourly(2000).verdicts.map((verdict, n) => (n === 777 ? 'failed' : verdict))
    const { marks, lives } = placeLane(hourly(2000, { verdicts }), [], days(0, 90), 1000, start)
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(2000)
    expect(marks.length).toBeLessThan(180)
    expect(marks.filter(({ look }) => look === 'failed')).toHaveLength(1)
    expect(lives.length).toBeLessThan(300)
    expect(Math.max(...lives.map(({ endX }) => endX))).toBeCloseTo(
      placeIn(days(0, 90), 1000, start + 1999 * hourMs + 7 * dayMs),
      -1,
    )
  })

  it('draws what is apart one by one, with chains to what each needs, and finds it again', () => {
    const placed = placeLane(hourly(30), [], days(0, 1.25), 1200, start)
    expect(placed.rows).toBe(2)
    expect(placed.marks.every(({ count }) => count === 1)).toBe(true)
    expect(placed.marks).toHaveLength(30)
    expect(placed.chains).toHaveLength(28)
    const mark = placed.marks.find(({ first }) => first === 5)!
    expect(markNear(placed.marks, mark.x + 3, mark.row)).toBe(mark)
    expect(markNear(placed.marks, mark.x + 20, mark.row)).toBeNull()
  })

  it('draws a life to its end, beyond the edge where none can be foreseen, beside those of the same time', () => {
    const three = hourly(3, { endMs: [start + dayMs, null, start + 30 * dayMs] })
    const { lives } = placeLane(three, [], days(0, 10), 1000, start + dayMs)
    expect(lives.map(({ endX, isEndless }) => [Math.round(endX), isEndless])).toEqual([
      [100, false],
      [Number.POSITIVE_INFINITY, true],
      [3000, false],
    ])
    expect(new Set(lives.map(({ track }) => track)).size).toBe(3)
  })

  it('puts runs to come beside what is stored, and never on one another', () => {
    const upcoming: TimelineLane['upcoming'] = Array.from({ length: 50 }, (_, n) => ({
      atMs: start + (n + 2) * hourMs,
      kind: 'incremental',
    }))
    const { runs, rows } = placeLane(hourly(1), upcoming, days(0, 3), 300, start)
    expect(rows).toBe(2)
    const xs = runs.map(({ x }) => x)
    expect(xs.length).toBeGreaterThan(5)
    expect(xs.every((x, n) => n === 0 || x - xs[n - 1]! >= 10)).toBe(true)
  })

  it('says of several how many go next', () => {
    const flags = hourly(10).flags.map((_, n) => (n < 3 ? markFlags.goesNext : 0))
    const { marks } = placeLane(hourly(10, { flags }), [], days(0, 300), 1000, start)
    expect(marks.reduce((sum, { goingCount }) => sum + goingCount, 0)).toBe(3)
  })
})

describe('the cursor of a lane', () => {
  const lane = { marks: hourly(5) } as TimelineLane
  it('begins with what is in sight, and goes from backup to backup', () => {
    expect(stepMark(lane, null, -1, days(0, 1))).toBe('b4')
    expect(stepMark(lane, null, 1, days(0, 1))).toBe('b0')
    expect(stepMark(lane, 'b2', 1, days(0, 1))).toBe('b3')
    expect(stepMark(lane, 'b0', -1, days(0, 1))).toBe('b0')
    expect(stepMark(lane, null, 1, days(50, 51))).toBeNull()
    expect(stepMark(undefined, null, 1, days(0, 1))).toBeNull()
  })
})
