import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Alert } from '../../../../shared/domain/alerts/alert.ts'
import { ladderOf } from '../../../../shared/domain/alerts/due-steps.ts'
import {
  alertKinds,
  defaultMatrix,
  matrixProblem,
  type EscalationMatrix,
} from '../../../../shared/domain/alerts/escalation-matrix.ts'
import { acknowledged, countedOn, followAlerts } from '../../../../shared/domain/alerts/follow-alerts.ts'
import { causes, Machine, minuteMs, told0, Watch } from '../../../support/monitoring/escalation-watch.ts'

describe('the matrix', () => {
  it.each([
    [
      'backup_failed',
      [told0(0, 'system_admin', 'database_admin'), told0(15, 'team_lead', 'on_call_engineer')],
    ],
    ['validation_failed', [told0(0, 'database_admin'), told0(30, 'system_admin', 'team_lead')]],
    ['backup_delayed', [told0(0, 'database_admin'), told0(60, 'system_admin')]],
    ['storage_capacity', [told0(0, 'system_admin'), told0(120, 'infrastructure_team')]],
  ] as const)('%s: the right people at the right minute, once', (kind, expected) => {
    const watch = new Watch(kind)
    watch.run(400)
    expect(watch.messages).toEqual(expected)
  })

  it('can be used as it comes, and says what is wrong with one that can’t', () => {
    expect(matrixProblem(defaultMatrix)).toBeNull()
    const withSteps = (...afterMinutes: number[]): EscalationMatrix => ({
      ...defaultMatrix,
      backup_slow: {
        severity: 'WARNING',
        steps: afterMinutes.map((after) => ({ afterMinutes: after, roles: ['a'], repeatMinutes: null })),
      },
    })
    expect(matrixProblem(withSteps())).toContain('backup_slow: nobody')
    expect(matrixProblem(withSteps(5, 5))).toContain('step 2 is not after the one before it')
    expect(matrixProblem(withSteps(-1))).toContain('whole number')
    expect(matrixProblem(withSteps(0.5))).toContain('whole number')
    const silent = { afterMinutes: 0, roles: [], repeatMinutes: null }
    const never = { afterMinutes: 0, roles: ['a'], repeatMinutes: 0 }
    for (const [step, words] of [
      [silent, 'tells nobody'],
      [never, 'is not repeated'],
    ] as const) {
      expect(
        matrixProblem({ ...defaultMatrix, not_known: { severity: 'WARNING', steps: [step] } }),
      ).toContain(words)
    }
    expect(alertKinds.toSorted()).toEqual(Object.keys(defaultMatrix).toSorted())
  })
})

describe('an escalation', () => {
  it('ends with an answer, and with the cause', () => {
    const answered = new Watch('backup_failed')
    answered.run(10)
    answered.answer()
    answered.run(60)
    expect(answered.messages).toEqual([told0(0, 'system_admin', 'database_admin')])
    expect(
      ladderOf(defaultMatrix.backup_failed, answered.alerts[0]!).map((rung) => rung.nextAtOpenMs),
    ).toEqual([null, null])

    const gone = new Watch('backup_failed')
    gone.run(10)
    gone.run(60, false)
    expect(gone.messages).toHaveLength(1)
    expect(gone.alerts[0]).toMatchObject({ resolvedAt: '2026-11-28T03:10:00.000Z', openMs: 10 * minuteMs })
  })

  it('begins anew when the cause returns, as the same alert, whoever answered before', () => {
    const watch = new Watch('backup_failed')
    watch.run(5)
    watch.answer()
    watch.run(5, false)
    watch.run(30)
    expect(watch.alerts).toHaveLength(1)
    expect(watch.alerts[0]).toMatchObject({ opening: 2, acknowledged: null, resolvedAt: null })
    expect(watch.messages.map(({ minute }) => minute)).toEqual([0, 10, 25])
  })

  it('shows who was told and who is next', () => {
    const watch = new Watch('backup_failed')
    watch.run(10)
    expect(ladderOf(defaultMatrix.backup_failed, watch.alerts[0]!)).toEqual([
      {
        step: 0,
        roles: ['system_admin', 'database_admin'],
        tellings: [{ at: '2026-11-28T03:00:00.000Z', state: 'decided', digest: null }],
        nextAtOpenMs: null,
      },
      { step: 1, roles: ['team_lead', 'on_call_engineer'], tellings: [], nextAtOpenMs: 15 * minuteMs },
    ])
  })

  it('repeats no more often than its step says', () => {
    const steps = [{ afterMinutes: 2, roles: ['a'], repeatMinutes: 10 }]
    const watch = new Watch('backup_slow', { ...defaultMatrix, backup_slow: { severity: 'WARNING', steps } })
    watch.run(33)
    expect(watch.messages.map(({ minute }) => minute)).toEqual([2, 12, 22, 32])
  })

  it('of a warning waits while it is quiet; a critical one does not', () => {
    const warning = new Watch('backup_delayed')
    warning.run(90, true, true)
    warning.run(10)
    expect(warning.messages).toEqual([told0(90, 'database_admin', 'system_admin')])
    const [{ told: tellings }] = warning.alerts as [Alert]
    expect(tellings).toMatchObject([{ step: 1, time: 0, skipped: [{ step: 0 }], dueMs: 0 }])
    expect(
      ladderOf(defaultMatrix.backup_delayed, warning.alerts[0]!).map((rung) => [
        rung.tellings.length,
        rung.nextAtOpenMs,
      ]),
    ).toEqual([
      [1, null],
      [1, null],
    ])
    const critical = new Watch('backup_failed')
    critical.run(20, true, true)
    expect(critical.messages).toHaveLength(2)
  })

  it('goes on after a restart, with the time that the machine was off', () => {
    const watch = new Watch('backup_failed')
    watch.run(5)
    watch.machine.restart(8 * minuteMs)
    watch.run(30)
    // 13 minutes had passed when the program was back at its minute 5.
    expect(watch.messages.map(({ minute }) => minute)).toEqual([0, 7])
  })

  it('is told at once after a sleep that was longer than its step', () => {
    const watch = new Watch('backup_failed')
    watch.run(5)
    watch.machine.pass(8 * 60 * minuteMs)
    watch.run(30)
    expect(watch.messages.map(({ minute }) => minute)).toEqual([0, 5])
  })

  it.each([
    ['ahead by a year', 365 * 24 * 60 * minuteMs],
    ['back by a year', -365 * 24 * 60 * minuteMs],
    ['back by ten minutes', -10 * minuteMs],
  ])('is neither early nor late when the clock is set %s', (_, byMs) => {
    const watch = new Watch('backup_failed')
    watch.run(5)
    watch.machine.wallMs += byMs
    watch.run(60)
    expect(watch.messages.map(({ minute }) => minute)).toEqual([0, 15])
  })

  it('never tells anybody twice, nor forgets anybody, whatever happens to machine and clock', () => {
    const event = fc.oneof(
      fc.record({ what: fc.constant('pass'), ms: fc.integer({ min: 0, max: 40 * minuteMs }) }),
      fc.record({ what: fc.constant('set'), ms: fc.integer({ min: -1e10, max: 1e10 }) }),
      fc.record({ what: fc.constant('restart'), ms: fc.integer({ min: -1e9, max: 1e9 }) }),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const watch = new Watch('validation_failed')
        for (const { what, ms } of events) {
          watch.look()
          if (what === 'pass') watch.machine.pass(ms)
          if (what === 'set') watch.machine.wallMs += ms
          if (what === 'restart') watch.machine.restart(ms)
        }
        watch.look()
        watch.machine.pass(31 * minuteMs)
        watch.look()
        expect(watch.messages.flatMap(({ roles }) => roles)).toEqual(
          defaultMatrix.validation_failed.steps.flatMap(({ roles }) => roles),
        )
      }),
    )
  })
})

describe('following alerts', () => {
  const now = new Machine().reading()
  let ids = 0
  const newId = (): string => `id ${(ids += 1)}`

  it('has one for each cause, takes in what is new of it, and leaves what was not looked for', () => {
    const both = [causes.backup_failed, causes.storage_capacity]
    const first = followAlerts([], both, now, newId)
    expect(first.map(({ key, opening }) => [key, opening])).toEqual([
      ['backup_failed:d', 1],
      ['storage_capacity', 1],
    ])
    const fuller = { kind: 'storage_capacity', usedShare: 0.99, freeBytes: 0 } as const
    const second = followAlerts(first, [fuller], now, newId, ({ kind }) => kind === 'storage_capacity')
    expect(second.map(({ cause, resolvedAt }) => [cause, resolvedAt])).toEqual([
      [causes.backup_failed, null],
      [fuller, null],
    ])
    const third = followAlerts(second, [], now, newId)
    expect(third.map(({ resolvedAt }) => resolvedAt)).toEqual([first[0]!.openedAt, first[0]!.openedAt])
    expect(third.map((alert) => countedOn(alert, { ...now, upMs: 1e9 }))).toEqual(third)
  })

  it('is answered once', () => {
    const [alert] = followAlerts([], [causes.backup_slow], now, newId)
    const by = { by: 'dba', at: '2026-11-28T03:00:00.000Z', note: '' }
    const taken = acknowledged(alert!, by)!
    expect(taken.acknowledged).toEqual(by)
    expect(acknowledged(taken, { ...by, by: 'another' })).toBeNull()
    expect(acknowledged({ ...alert!, resolvedAt: by.at }, by)).toBeNull()
  })
})
