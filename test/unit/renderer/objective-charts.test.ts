import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ageTicks } from '../../../renderer/screens/objectives/charts/age-scale.ts'
import { dayWords, gridDays } from '../../../renderer/screens/objectives/charts/calendar-days.ts'
import { durationScale, placeOf } from '../../../renderer/screens/objectives/charts/duration-scale.ts'
import { csvOf } from '../../../renderer/screens/objectives/export-chart.ts'
import { partsOfDraft, objectiveDraft } from '../../../renderer/screens/objectives/objective-draft.ts'
import { sawPoints } from '../../../renderer/screens/objectives/sawtooth-points.ts'
import { promisedTime, shareText } from '../../../renderer/text/objective-words.ts'
import { nothingThatDay } from '../../../shared/domain/objectives/objective-views.ts'

describe('the saw', () => {
  it('has a corner where it grows older than promised, and a gap where nothing was proved', () => {
    const teeth = [
      { fromMs: 0, toMs: 10, stateAtMs: null },
      { fromMs: 10, toMs: 50, stateAtMs: 5 },
    ]
    expect(sawPoints(teeth, 20)).toEqual([
      { ms: 0, age: null, over: null },
      { ms: 10, age: null, over: null },
      { ms: 10, age: 5, over: null },
      { ms: 25, age: 20, over: 20 },
      { ms: 50, age: 45, over: 45 },
    ])
    expect(sawPoints(teeth.slice(1), null).map(({ over }) => over)).toEqual([null, null])
  })
})

describe('scales', () => {
  it('of ages have few lines, the last above the oldest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 * 365 * 86_400_000 }), (oldest) => {
        const ticks = ageTicks(oldest)
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(oldest)
        expect(ticks.length).toBeLessThanOrEqual(8)
      }),
    )
  })

  it('of times hold every time that they are made for, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 1e10 }), { minLength: 1 }), (times) => {
        const scale = durationScale(times)
        const places = times.toSorted((a, b) => a - b).map((ms) => placeOf(scale, ms))
        expect(places).toEqual(places.toSorted((a, b) => a - b))
        expect(Math.min(...places)).toBeGreaterThan(0)
        expect(Math.max(...places)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('the year', () => {
  it('has every day in its week, and says what each holds', () => {
    const days = gridDays({
      fromDay: '2025-11-24',
      toDay: '2026-11-28',
      registeredDay: '2026-01-01',
      days: [
        {
          ...nothingThatDay,
          day: '2026-11-27',
          backups: 2,
          unchanged: 1,
          drills: 1,
          inconclusive: 1,
          failures: 1,
        },
      ],
    })
    expect(days).toHaveLength(370)
    expect(days.at(-1)).toMatchObject({ day: '2026-11-28', week: 52, weekday: 5 })
    expect(dayWords(days.at(-2)!)).toBe(
      'Friday, 27 November 2026: 2 backups, 1 run that found nothing changed, 1 drill passed, 1 drill inconclusive, 1 failure',
    )
    expect(dayWords(days[0]!)).toContain('not registered yet')
  })
})

describe('files and words', () => {
  it('quotes what a spreadsheet would take apart, and makes no formula', () => {
    const rows = [{ key: '1', cells: ['a,b', '=1+1'] }]
    expect(csvOf({ columns: [{ title: 'x "y"' }, { title: 'z' }], rows })).toBe(
      '"x ""y""",z\r\n"a,b",\'=1+1\r\n',
    )
  })

  it('never rounds a share up to the whole', () => {
    expect([1, 0.99999, 0.5].map(shareText)).toEqual(['100 %', '99.9 %', '50.0 %'])
    expect([90_000_000, 5_400_000, 900_000].map(promisedTime)).toEqual(['25 h', '1 h 30 min', '15 min'])
  })

  it('reads a form back as it was said', () => {
    const said = { rpoMs: 90_000_000, rtoMs: { complete: null, partial: 300_000 } }
    expect(partsOfDraft(objectiveDraft(said))).toEqual(said)
    expect(partsOfDraft(objectiveDraft({ rtoMs: {} }))).toEqual({ rtoMs: {} })
  })
})
