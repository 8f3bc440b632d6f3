import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  outcomeOf,
  outcomeWords,
  type AssertedValue,
  type DrillAssertion,
} from '../../../../shared/domain/drills/assertion.ts'
import { drillDueMs, drillPatienceMs } from '../../../../shared/domain/drills/drill-due.ts'
import { assertedOfBackup, readAssertionList } from '../../../../shared/domain/drills/kept-assertions.ts'
import {
  levelReached,
  levelsOfNone,
  reasonOf,
  verdictOf,
  type LevelOutcome,
} from '../../../../shared/domain/drills/drill.ts'
import { pickDrills } from '../../../../shared/domain/drills/pick-drills.ts'

const outcome = (level: LevelOutcome['level'], status: LevelOutcome['status']): LevelOutcome => ({
  level,
  status,
  detail: '',
  durationMs: 0,
})

describe('the verdict of a drill', () => {
  it('is passed only where everything is, or there was nothing to show', () => {
    expect(verdictOf([outcome('D0', 'passed'), outcome('D6', 'not_applicable')])).toBe('passed')
    expect(verdictOf([outcome('D0', 'passed'), outcome('D4', 'inconclusive')])).toBe('inconclusive')
    expect(
      verdictOf([outcome('D4', 'inconclusive'), outcome('D5', 'failed'), outcome('D6', 'not_made')]),
    ).toBe('failed')
    expect(verdictOf([])).toBe('inconclusive')
  })

  it('has its reason in what failed first, else in what could not be found out', () => {
    const levels = [outcome('D4', 'inconclusive'), outcome('D5', 'failed')]
    expect(reasonOf(levels)?.level).toBe('D5')
    expect(reasonOf(levels.slice(0, 1))?.level).toBe('D4')
    expect(reasonOf([outcome('D0', 'passed')])).toBeNull()
  })
})

describe('how far a drill came', () => {
  it('is its last level of which each before it was shown too', () => {
    expect(levelReached([outcome('D0', 'passed'), outcome('D1', 'failed'), outcome('D2', 'passed')])).toBe(
      'D0',
    )
    expect(levelReached([outcome('D0', 'failed')])).toBeNull()
    expect(levelReached([outcome('D0', 'passed'), outcome('D1', 'not_applicable')])).toBe('D1')
  })

  it('is nowhere where it was stopped, and that is not passed', () => {
    const levels = levelsOfNone('it took too long')
    expect([levels.length, verdictOf(levels), levelReached(levels)]).toEqual([8, 'inconclusive', null])
    expect(reasonOf(levels)).toMatchObject({ level: 'D0', detail: 'it took too long' })
  })
})

describe('when a drill is due', () => {
  const last = '2026-11-01T03:00:00.000Z'

  it('is so many days after the last, at once without one', () => {
    expect(new Date(drillDueMs(last, 7)).toISOString()).toBe('2026-11-08T03:00:00.000Z')
    expect(drillDueMs(null, 7)).toBe(0)
  })

  it('is overdue by half longer, two days at least, and six months at most', () => {
    const days = (every: number | null): number => drillPatienceMs(every) / 86_400_000
    expect([days(1), days(7), days(365), days(null)]).toEqual([3, 11, 182, 182])
  })
})

describe('a list of assertions', () => {
  const one = { name: 'rows', sql: 'SELECT count(*) FROM t', expected: { kind: 'at_least', value: 1 } }

  it('is read as it is meant, each of every backup unless it says otherwise', () => {
    expect(readAssertionList([one])).toEqual([{ ...one, of: 'every_backup' }])
    const fresh = { ...one, name: 'fresh', of: 'newest_backup' }
    const read = readAssertionList([one, fresh])
    expect('problem' in read ? [] : assertedOfBackup(read, false).map(({ name }) => name)).toEqual(['rows'])
    expect('problem' in read ? [] : assertedOfBackup(read, true).map(({ name }) => name)).toEqual([
      'rows',
      'fresh',
    ])
  })

  it.each([
    ['no list', {}, 'it is no list'],
    ['no name', [{ ...one, name: ' ' }], 'number 1 has no name'],
    ['two of one name', [one, one], 'number 2 (rows) has the name of another one'],
    ['no statement', [{ ...one, sql: '' }], 'has no sql'],
    ['one that writes', [{ ...one, sql: '/* SELECT */ DELETE FROM t' }], 'begins with none of SELECT'],
    ['one that attaches', [{ ...one, sql: "ATTACH '/etc/passwd' AS x" }], 'begins with none of SELECT'],
    ['nothing to compare', [{ ...one, expected: { kind: 'at_least', value: '1' } }], 'can be compared'],
    ['no such backups', [{ ...one, of: 'some' }], 'is asked of none of'],
    ['too many', Array.from({ length: 101 }, (_, n) => ({ ...one, name: `n ${n}` })), 'more than 100'],
  ])('is refused with the reason: %s', (_, given, problem) => {
    expect(readAssertionList(given)).toMatchObject({ problem: expect.stringContaining(problem) as string })
  })

  it('may begin with a comment', () => {
    for (const sql of [
      '-- rows\nSELECT 1',
      '/* a */ WITH t AS (VALUES (1)) SELECT * FROM t',
      '\n values (1)',
    ])
      expect(readAssertionList([{ ...one, sql }])).not.toHaveProperty('problem')
  })
})

const contradictionOf = (assertion: DrillAssertion, found: AssertedValue): string | null => {
  const became = outcomeOf(assertion, found)
  return became.status === 'held' ? null : outcomeWords(became)
}

describe('an assertion', () => {
  const asserting = (expected: DrillAssertion['expected']): DrillAssertion => ({
    name: 'it',
    sql: '',
    expected,
  })

  it('compares values of one type, and tells what it found', () => {
    const twelve = { kind: 'value', value: 12n } as const
    expect(contradictionOf(asserting({ kind: 'equals', value: 12 }), twelve)).toBeNull()
    expect(contradictionOf(asserting({ kind: 'equals', value: '12' }), twelve)).toBe(
      'it: it gave 12 and not "12"',
    )
    // More than a double tells apart.
    const large = { kind: 'value', value: 9_007_199_254_740_993n } as const
    expect(contradictionOf(asserting({ kind: 'equals', value: 2 ** 53 }), large)).toBe(
      'it: it gave 9007199254740993 and not 9007199254740992',
    )
    expect(contradictionOf(asserting({ kind: 'at_least', value: 12 }), twelve)).toBeNull()
    expect(contradictionOf(asserting({ kind: 'at_most', value: 11 }), twelve)).toBe(
      'it: it gave 12 and not at most 11',
    )
    expect(
      contradictionOf(asserting({ kind: 'equals', value: null }), { kind: 'value', value: null }),
    ).toBeNull()
    expect(
      contradictionOf(asserting({ kind: 'at_least', value: 0 }), { kind: 'value', value: null }),
    ).toContain('null')
    expect(contradictionOf(asserting({ kind: 'no_row' }), { kind: 'no_row' })).toBeNull()
    expect(contradictionOf(asserting({ kind: 'no_row' }), twelve)).toBe('it: it gave 12 and not no row')
    expect(contradictionOf(asserting({ kind: 'equals', value: 1 }), { kind: 'bytes' })).toContain('bytes')
  })
})

describe('the backups that are drilled', () => {
  const candidate = (n: number, drilledAt: string | null = null) => ({
    backupId: String(n),
    takenAt: `2026-01-0${n}`,
    drilledAt,
  })

  it('are the newest, the least recently drilled, the oldest, and one at random; each once', () => {
    const all = [candidate(1, 'b'), candidate(2, 'c'), candidate(3, 'a'), candidate(4, 'd'), candidate(5)]
    expect(pickDrills(all, 0).map(({ backupId, because }) => [backupId, because])).toEqual([
      ['5', 'newest'],
      ['3', 'least_recently_drilled'],
      ['1', 'oldest'],
      ['2', 'random'],
    ])
    expect(pickDrills(all, 0.99).at(-1)).toEqual({ backupId: '4', because: 'random' })
    expect(pickDrills([candidate(1)], 0.5)).toEqual([{ backupId: '1', because: 'newest' }])
    expect(pickDrills([], 0.5)).toEqual([])
  })

  it('come all to their turn, however many there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (count, chance) => {
          const drilledAt = new Map<string, string>()
          for (let round = 0; round < count; round += 1) {
            const all = Array.from({ length: count }, (_, n) => ({
              backupId: String(n),
              takenAt: String(n).padStart(3, '0'),
              drilledAt: drilledAt.get(String(n)) ?? null,
            }))
            const picks = pickDrills(all, chance)
            expect(new Set(picks.map(({ backupId }) => backupId)).size).toBe(picks.length)
            for (const { backupId } of picks)
              drilledAt.set(backupId, `round ${String(round).padStart(3, '0')}`)
          }
          expect(drilledAt.size).toBe(count)
        },
      ),
    )
  })
})
