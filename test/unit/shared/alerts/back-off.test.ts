import { assert, integer, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { backOffMs, retryAfterMs } from '../../../../shared/domain/alerts/back-off.ts'

const hour = 3_600_000
const now = Date.parse('2026-11-28T04:00:00.000Z')

describe('the wait before the next try', () => {
  it('grows from seconds to hours and stays there', () => {
    const plain = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 14_400, 14_400]
    for (const [at, seconds] of plain.entries()) {
      const waitMs = backOffMs(at + 1, 'a')
      expect(waitMs).toBeGreaterThanOrEqual(seconds * 800)
      expect(waitMs).toBeLessThanOrEqual(seconds * 1200)
    }
  })

  it('is within a fifth of the plain wait for any message, and the same when asked again', () => {
    assert(
      property(string(), integer({ min: 8, max: 1000 }), (id, tries) => {
        const waitMs = backOffMs(tries, id)
        return waitMs >= 3.2 * hour && waitMs <= 4.8 * hour && waitMs === backOffMs(tries, id)
      }),
    )
  })

  it('spreads messages that failed together over the whole of that fifth', () => {
    const tenths = new Set(
      Array.from({ length: 500 }, (_, n) =>
        Math.floor((backOffMs(8, `alert-${n}`) / (4 * hour) - 0.8) / 0.04),
      ),
    )
    expect(tenths.size).toBeGreaterThanOrEqual(10)
  })
})

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['99999999999', 24 * hour],
    ['Sat, 28 Nov 2026 04:01:30 GMT', 90_000],
    ['Saturday, 28-Nov-26 04:01:30 GMT', 90_000],
    ['Sat Nov 28 04:01:30 2026', 90_000],
    ['Sat, 28 Nov 2026 03:00:00 GMT', 0],
    ['Wed, 28 Nov 2096 04:00:00 GMT', 24 * hour],
  ])('%s is understood', (header, waitMs) => {
    expect(retryAfterMs(header, now)).toBe(waitMs)
  })

  it.each([undefined, '', 'soon', '-5', '1.5', '28 Nov 2026', 'Sat, 99 Nov 2026 99:99:99 GMT'])(
    '%s says nothing',
    (header) => {
      expect(retryAfterMs(header, now)).toBeNull()
    },
  )
})
