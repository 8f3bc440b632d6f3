import { describe, expect, it } from 'vitest'

import {
  concludeGuardCheck,
  failureOfGuard,
  guardCheckNotMade,
  joinFindings,
  judgeComplaints,
  judgeTables,
  mostFindings,
  nothingFound,
  unreadableAfter,
  verdictOfGuard,
} from '../../../shared/domain/guard.ts'

const what = ['problem', 'problems'] as const

describe('what is wrong after a change', () => {
  it('is fresh only as far as it was not so before', () => {
    const before = new Map([
      ['a', 3],
      ['b', 2],
      ['gone', 9],
    ])
    const after = new Map([
      ['a', 5],
      ['b', 1],
      ['c', 4],
    ])
    expect(judgeComplaints(before, after)).toEqual({
      fresh: {
        listed: [
          { words: 'a', times: 2 },
          { words: 'c', times: 4 },
        ],
        total: 6,
      },
      before: {
        listed: [
          { words: 'a', times: 3 },
          { words: 'b', times: 1 },
        ],
        total: 4,
      },
    })
    expect(judgeComplaints(after, after).fresh.total).toBe(0)
    expect(judgeComplaints(new Map(), after).before.total).toBe(0)
  })

  it('is listed up to a bound and counted beyond it', () => {
    const many = new Map(Array.from({ length: 50 }, (_, n) => [`row ${n}`, 2]))
    const since = judgeComplaints(new Map(), many)
    expect(since.fresh.listed).toHaveLength(mostFindings)
    expect(since.fresh.total).toBe(100)
    const twice = joinFindings(since, since)
    expect(twice.fresh.listed).toHaveLength(mostFindings)
    expect(twice.fresh.total).toBe(200)
  })

  it('fails a check only where it is fresh, and what was so before is said', () => {
    expect(concludeGuardCheck(nothingFound, what, 'all holds')).toMatchObject({
      status: 'passed',
      detail: 'all holds',
    })
    const old = judgeComplaints(new Map([['a', 2]]), new Map([['a', 2]]))
    expect(concludeGuardCheck(old, what, 'all holds')).toMatchObject({
      status: 'passed',
      detail: 'nothing new; 2 problems from before the change, which the backup has too',
    })
    const both = judgeComplaints(new Map([['a', 2]]), new Map([['a', 3]]))
    expect(concludeGuardCheck(both, what, 'all holds')).toMatchObject({
      status: 'failed',
      detail: '1 problem since the backup, the first: a; and 2 problems from before the change',
    })
  })
})

describe('the verdict on a change', () => {
  it('allows tables to go, but not all of them', () => {
    const before = { tables: 3, rows: 10 }
    expect(judgeTables(before, { tables: 1, rows: 0 })).toMatchObject({ status: 'passed' })
    expect(judgeTables(before, { tables: 0, rows: 0 })).toMatchObject({
      status: 'failed',
      fresh: { total: 1 },
      detail: 'no table is left; in the backup 3 tables, 10 rows',
    })
    expect(judgeTables({ tables: 0, rows: 0 }, { tables: 0, rows: 0 }).status).toBe('passed')
  })

  it('is failed where a check is, and not for one that could not be made', () => {
    const passed = concludeGuardCheck(nothingFound, what, 'all holds')
    const checks = {
      database_readable: passed,
      tables: passed,
      integrity: guardCheckNotMade('no such collation'),
      foreign_keys: passed,
    }
    expect(verdictOfGuard({ checks })).toBe('passed')
    const fresh = judgeComplaints(new Map(), new Map([['a', 1]]))
    const failed = { ...checks, foreign_keys: concludeGuardCheck(fresh, what, '') }
    expect(verdictOfGuard({ checks: failed })).toBe('failed')
    expect(failureOfGuard({ checks: failed })).toBe('foreign keys: 1 problem since the backup, the first: a')
  })

  it('is failed where the database is gone', () => {
    const seen = unreadableAfter({ code: 'SOURCE_MISSING', path: '/srv/a.db' })
    expect(verdictOfGuard(seen)).toBe('failed')
    expect(failureOfGuard(seen)).toBe('database readable: There is no file at /srv/a.db')
  })
})
