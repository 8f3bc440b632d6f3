import { assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { explainErrno } from '../../../../shared/domain/words/explain-errno.ts'
import { formatBytes, formatExactBytes, formatSpeed } from '../../../../shared/domain/words/format-bytes.ts'
import { countOf, formatCount } from '../../../../shared/domain/words/format-count.ts'
import { formatDuration, formatSpan } from '../../../../shared/domain/words/format-duration.ts'
import { formatAge, formatMoment, formatShortAge } from '../../../../shared/domain/words/format-moment.ts'
import { listWords } from '../../../../shared/domain/words/list-words.ts'

const mib = 1024 * 1024

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.00 KiB'],
    [1536, '1.50 KiB'],
    [10 * 1024 - 1, '10.0 KiB'],
    [25 * mib, '25.0 MiB'],
    [380 * mib, '380 MiB'],
    [1004 * 1024, '0.98 MiB'],
    [mib - 1, '1.00 MiB'],
    [1.2 * 1024 * mib, '1.20 GiB'],
    [2 ** 60, '1.00 EiB'],
  ])('%d is %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words))

  it('never has more than three digits before the point above a kibibyte', () => {
    assert(
      property(integer({ min: 1024, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        expect(formatBytes(bytes)).toMatch(/^(\d\.\d\d|\d\d\.\d|\d{3}) [KMGTP]iB$/)
      }),
    )
  })

  it('says the exact number and the speed', () => {
    expect(formatExactBytes(25_288_704)).toBe('25,288,704 bytes')
    expect(formatExactBytes(1)).toBe('1 byte')
    expect(formatSpeed(118 * mib)).toBe('118 MiB/s')
  })
})

describe('counts', () => {
  it('separates thousands and bends the noun', () => {
    expect(formatCount(1_000_000)).toBe('1,000,000')
    expect(formatCount(999)).toBe('999')
    expect(countOf(1, 'database')).toBe('1 database')
    expect(countOf(0, 'entry', 'entries')).toBe('0 entries')
  })
})

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [14, '14 ms'],
    [99.4, '99 ms'],
    [840, '0.84 s'],
    [9995, '10.0 s'],
    [12_340, '12.3 s'],
    [59_960, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [3_599_600, '1 h 00 min'],
    [8_040_000, '2 h 14 min'],
    [273_600_000, '3 d 4 h'],
  ])('%d ms is %s', (ms, words) => expect(formatDuration(ms)).toBe(words))

  it('says spans in their largest unit, rounded down', () => {
    expect(formatSpan(59_999)).toBe('less than a minute')
    expect(formatSpan(60_000)).toBe('1 minute')
    expect(formatSpan(47 * 3_600_000)).toBe('47 hours')
    expect(formatSpan(45.9 * 86_400_000)).toBe('45 days')
  })
})

describe('moments', () => {
  const now = Date.parse('2026-11-23T20:44:25.500Z')
  it('are UTC to the second', () =>
    expect(formatMoment('2026-11-23T21:44:25.999+01:00')).toBe('2026-11-23 20:44:25 UTC'))
  it.each([
    ['2026-11-23T20:44:00Z', 'just now', 'now'],
    ['2026-11-23T20:32:00Z', '12 minutes ago', '12 min'],
    ['2026-11-23T17:00:00Z', '3 hours ago', '3 h'],
    ['2026-10-09T20:44:25Z', '45 days ago', '45 d'],
    ['2026-11-24T00:00:00Z', 'in 3 hours', 'in 3 h'],
  ])('%s is %s', (moment, words, short) => {
    expect(formatAge(moment, now)).toBe(words)
    expect(formatShortAge(moment, now)).toBe(short)
  })
})

describe('lists and errors', () => {
  it('join with and, and count what is too many', () => {
    expect(listWords([])).toBe('')
    expect(listWords(['a'])).toBe('a')
    expect(listWords(['a', 'b', 'c'])).toBe('a, b and c')
    expect(listWords(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more')
  })
  it('keep the name of a system error, known or not', () => {
    expect(explainErrno('EROFS')).toBe('the file system is read-only (EROFS)')
    expect(explainErrno('EWEIRD')).toBe('EWEIRD')
  })
})
