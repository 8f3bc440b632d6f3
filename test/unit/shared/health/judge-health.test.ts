import { describe, expect, it } from 'vitest'

import { healthCheckNames } from '../../../../shared/domain/health/health-cause.ts'
import {
  causesOf,
  defaultThresholds,
  type HealthReport,
} from '../../../../shared/domain/health/health-report.ts'
import { causeText } from '../../../../shared/domain/words/cause-words.ts'
import {
  judgeHealth,
  wasLookedFor,
  type DatabaseFacts,
  type HealthFacts,
} from '../../../../shared/domain/health/judge-health.ts'

const dueAt = '2026-11-28T02:00:00.000Z'

const database = { databaseId: 'd', database: 'market_data' }

const threshold = { ms: 3_600_000, from: 'schedule', policy: 'Daily' } as const

const fine: DatabaseFacts = {
  ...database,
  due: { kind: 'due', at: dueAt, because: null, threshold },
  newestAt: '2026-11-28T02:00:05.000Z',
  failed: null,
  failuresInARow: 0,
  newestRed: null,
  newestUntold: null,
  newestVerdictAt: '2026-11-28T02:00:07.000Z',
  newestRun: { takenAt: '2026-11-28T02:00:05.000Z', durationMs: 2000 },
}

function judge(changes: Partial<DatabaseFacts>, around: Partial<HealthFacts> = {}): HealthReport {
  const facts: HealthFacts = {
    now: '2026-11-28T04:00:00.000Z',
    databases: [{ ...fine, ...changes }],
    storage: { totalBytes: 1000, freeBytes: 500 },
    unknown: [],
    ...around,
  }
  return judgeHealth(facts, defaultThresholds)
}

function statusesOf({ checks }: HealthReport): readonly string[] {
  return healthCheckNames.map((name) => checks[name].status)
}

describe('the health of a vault', () => {
  it('is HEALTHY where every check passed or had nothing to check', () => {
    const report = judge({})
    expect(report).toMatchObject({ status: 'HEALTHY', checkedAt: '2026-11-28T04:00:00.000Z' })
    expect(statusesOf(report)).toEqual([
      'passed',
      'passed',
      'passed',
      'passed',
      'not_applicable',
      'not_applicable',
    ])
    expect(statusesOf(judge({}, { databases: [] }))[0]).toBe('not_applicable')
  })

  it.each([
    ['nothing came since it was due', { newestAt: '2026-11-27T02:00:05.000Z' }, 0, 'backup_delayed'],
    ['nothing ever came', { newestAt: null }, 0, 'backup_delayed'],
    [
      'the last attempt failed',
      { failed: { at: '2026-11-28T02:00:00.000Z', fault: null, backupId: null } },
      0,
      'backup_failed',
    ],
    ['two bad verdicts in a row', { failuresInARow: 2 }, 1, 'validation_failed'],
    [
      'a backup took longer than half an hour',
      { newestRun: { takenAt: fine.newestAt!, durationMs: 30 * 60_000 + 1 } },
      3,
      'backup_slow',
    ],
  ] as const)('is DEGRADED where %s', (_, changes, check, kind) => {
    const report = judge(changes)
    expect(report.status).toBe('DEGRADED')
    expect(statusesOf(report)[check]).toBe('degraded')
    expect(causesOf(report)).toEqual([expect.objectContaining({ kind, database: 'market_data' })])
  })

  it('is DEGRADED by a database whose newest backup is red, by one cause, whatever the threshold', () => {
    const checkedAt = '2026-11-28T03:00:00.000Z'
    const newestRed = { kind: 'validation_failed', backupId: 'b', checkedAt } as const
    const found = { ...database, kind: 'validation_failed', checkedAt, failuresInARow: 1 }
    expect(causesOf(judge({ newestRed, failuresInARow: 1 }))).toEqual([found])
    expect(causesOf(judge({ newestRed, newestVerdictAt: null }))).toEqual([found])
    // The run that stored it failed by it: that is told already.
    const failed = { at: dueAt, fault: null, backupId: 'b' }
    expect(causesOf(judge({ newestRed, failuresInARow: 1, failed }))).toMatchObject([
      { kind: 'backup_failed' },
    ])
    expect(causesOf(judge({ newestRed, failed: { ...failed, backupId: 'c' } }))).toHaveLength(2)
    const link = { backupId: 'f', file: 'manual/f.db', because: 'damaged' } as const
    const broken = { kind: 'chain_broken', takenAt: dueAt, link } as const
    const report = judge({ newestRed: broken, failuresInARow: 3 })
    expect([report.status, causesOf(report)]).toEqual(['DEGRADED', [{ ...database, ...broken }]])
  })

  it('calls a backup slow by what its policy says, and names whose threshold it was', () => {
    const newestRun = { takenAt: fine.newestAt!, durationMs: 10 * 60_000 + 1 }
    const slowAfter = { ms: 10 * 60_000, from: 'policy', policy: 'Daily' } as const
    expect(judge({ newestRun }).status).toBe('HEALTHY')
    const [cause] = causesOf(judge({ newestRun, slowAfter }))
    expect(cause).toMatchObject({ kind: 'backup_slow', threshold: slowAfter })
    expect(causeText(cause!).detail).toContain(
      'By policy Daily one that takes longer than 10 min 00 s is slow.',
    )
    const long = { takenAt: fine.newestAt!, durationMs: 31 * 60_000 }
    expect(causesOf(judge({ newestRun: long }))).toMatchObject([{ threshold: { from: 'setting' } }])
  })

  it('is not degraded at the threshold’s other side', () => {
    const { takenAt } = fine.newestRun!
    expect(judge({ failuresInARow: 1 }).status).toBe('HEALTHY')
    expect(judge({ newestRun: { takenAt, durationMs: 30 * 60_000 } }).status).toBe('HEALTHY')
    expect(judge({ due: { kind: 'nothing_yet' }, newestAt: null }).status).toBe('HEALTHY')
    expect(judge({ newestAt: dueAt }).status).toBe('HEALTHY')
    expect(judge({}, { storage: { totalBytes: 1000, freeBytes: 151 } }).status).toBe('HEALTHY')
  })

  it('is DEGRADED by a file system that is 85 % full, and by none that does not tell', () => {
    const report = judge({}, { storage: { totalBytes: 1000, freeBytes: 150 } })
    expect(causesOf(report)).toEqual([{ kind: 'storage_capacity', usedShare: 0.85, freeBytes: 150 }])
    expect(statusesOf(judge({}, { storage: null }))[2]).toBe('not_applicable')
  })

  it('says why a run is missing: a machine that was off is shown as that', () => {
    const report = judge({
      newestAt: null,
      due: { kind: 'due', at: dueAt, because: 'not_running', threshold },
    })
    expect(causesOf(report)[0]).toMatchObject({
      kind: 'backup_delayed',
      because: 'not_running',
      newestAt: null,
    })
  })

  it('is one cause where an attempt failed and the next is due as well', () => {
    const failed = { at: '2026-11-28T02:00:00.000Z', fault: null, backupId: null }
    const report = judge({ newestAt: null, failed })
    expect(causesOf(report).map(({ kind }) => kind)).toEqual(['backup_failed'])
  })

  it('counts databases without a schedule apart: nothing says what to expect of them', () => {
    const report = judge({ due: { kind: 'unscheduled' }, newestAt: null })
    expect(report.checks.recent_backups).toMatchObject({
      status: 'not_applicable',
      checkedCount: 0,
      unscheduledCount: 1,
    })
    const failed = { at: dueAt, fault: null, backupId: null }
    expect(judge({ due: { kind: 'unscheduled' }, failed }).checks.recent_backups).toMatchObject({
      status: 'degraded',
      checkedCount: 1,
      unscheduledCount: 0,
    })
  })

  it('takes no delay for gone while a run is at work, or the policy can’t be read', () => {
    const delayed = { ...database, kind: 'backup_delayed', dueAt, newestAt: null, because: null } as const
    const full = { kind: 'storage_capacity', usedShare: 1, freeBytes: 0 } as const
    const slow = { ...database, kind: 'backup_slow', takenAt: dueAt, durationMs: 1 } as const
    const looksFor = (due: DatabaseFacts['due'], storage: HealthFacts['storage']): readonly boolean[] => {
      const wasLooked = wasLookedFor({ now: dueAt, databases: [{ ...fine, due }], storage, unknown: [] })
      return [delayed, full, slow].map(wasLooked)
    }
    const disk = { totalBytes: 1, freeBytes: 0 }
    expect(looksFor({ kind: 'at_work' }, disk)).toEqual([false, true, true])
    expect(looksFor({ kind: 'not_known' }, null)).toEqual([false, false, true])
    expect(looksFor({ kind: 'nothing_yet' }, disk)).toEqual([true, true, true])
  })

  it('is DEGRADED by what is not known, which is not fine', () => {
    const unknown = [{ check: 'storage_capacity', detail: 'the vault is away' }] as const
    const report = judge({}, { storage: null, unknown })
    expect(report.status).toBe('DEGRADED')
    expect(statusesOf(report)[2]).toBe('not_known')
    expect(causesOf(report)).toEqual([{ kind: 'not_known', ...unknown[0] }])
  })
})
