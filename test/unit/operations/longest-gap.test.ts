import { describe, expect, it } from 'vitest'

import { longestGapMs } from '../../../main/operations/objectives/longest-gap.ts'

const hour = 3_600_000
const zone = 'Europe/Berlin'
/** Mornings and noons of one week, none near a change of the clock. */
const days = [
  '2026-11-23',
  '2026-11-24',
  '2026-11-25',
  '2026-11-26',
  '2026-11-27',
  '2026-11-28',
  '2026-11-29',
]
const moments = days.flatMap((day) => [Date.parse(`${day}T07:30:00Z`), Date.parse(`${day}T12:00:00Z`)])

function gapsOf(...crons: readonly string[]): readonly number[] {
  return [...new Set(moments.map((nowMs) => longestGapMs(crons, zone, nowMs) / hour))]
}

describe('the longest time between two runs', () => {
  it('has nights and weekends in it, on whichever day of the week it is asked', () => {
    expect(gapsOf('0 9-17 * * 1-5')).toEqual([64])
    expect(gapsOf('*/15 9-17 * * 1-5')).toEqual([63.25])
    expect(gapsOf('*/5 8-18 * * *')).toEqual([13 + 5 / 60])
    expect(gapsOf('* * * * *')).toEqual([1 / 60])
    expect(gapsOf('0 6 * * *')).toEqual([24])
    expect(gapsOf('0 7 * * 0')).toEqual([168])
  })

  it('is that of all schedules together', () => {
    expect(gapsOf('0 6 * * 1-5', '0 6 * * 0,6')).toEqual([24])
    expect(gapsOf('*/15 9-17 * * 1-5', '0 */6 * * *')).toEqual([6])
    expect(gapsOf('0 6 * * *', '0 8 1 * *')).toEqual([24])
  })

  it('is that of the longest month, and of the day on which the clock is set back', () => {
    expect(gapsOf('0 8 1 * *')).toEqual([31 * 24 + 1])
    expect(longestGapMs(['0 6 * * *'], zone, Date.parse('2026-10-20T12:00:00Z'))).toBe(25 * hour)
  })

  it('is none where nothing runs twice', () => {
    expect(longestGapMs([], zone, moments[0]!)).toBe(0)
    expect(longestGapMs(['0 0 30 2 *'], zone, moments[0]!)).toBe(0)
    expect(longestGapMs(['no cron'], zone, moments[0]!)).toBe(0)
  })
})
