import { describe, expect, it } from 'vitest'

import { stepsTold } from '../../../../shared/domain/alerts/alert.ts'
import { ladderOf } from '../../../../shared/domain/alerts/due-steps.ts'
import { defaultMatrix } from '../../../../shared/domain/alerts/escalation-matrix.ts'
import { told0, Watch, type Message } from '../../../support/monitoring/escalation-watch.ts'

describe('an escalation whose matrix is edited while it climbs', () => {
  /** What a watch tells that begins with the steps `a` at once and `b` after 15 minutes, both told before the edit. */
  function toldAfter(...steps: readonly (readonly [number, ...string[]])[]): readonly Message[] {
    const watch = new Watch('backup_failed')
    watch.edit([0, 'a'], [15, 'b'])
    watch.run(20)
    expect(watch.messages).toEqual([told0(0, 'a'), told0(15, 'b')])
    watch.edit(...steps)
    watch.run(100)
    return watch.messages.slice(2)
  }

  it('does not tell a step twice that has another place now', () => {
    expect(toldAfter([0, 'a'], [15, 'b'], [30, 'c'])).toEqual([told0(30, 'c')])
    expect(toldAfter([15, 'b'])).toEqual([])
    expect(toldAfter([15, 'b'], [40, 'a'])).toEqual([])
    expect(toldAfter([0, 'b'], [30, 'a'])).toEqual([])
  })

  it('does not leave a new step out that has the place of one that was told', () => {
    expect(toldAfter([0, 'a'], [5, 'c'], [15, 'b'])).toEqual([told0(20, 'c')])
    expect(toldAfter([0, 'c'], [15, 'b'])).toEqual([told0(20, 'c')])
    expect(toldAfter([0, 'a'], [15, 'b'], [60, 'b'])).toEqual([told0(60, 'b')])
  })

  it('takes a step with one more role, or in another order, for the same', () => {
    expect(toldAfter([0, 'a', 'c'], [15, 'd', 'b'])).toEqual([])
  })

  it('names every message once, and shows also who was told by a step that is no more', () => {
    const watch = new Watch('backup_failed')
    watch.edit([0, 'a'], [15, 'b'])
    watch.run(20)
    watch.edit([0, 'c'], [5, 'd'], [15, 'b'])
    watch.run(20)
    watch.edit([0, 'e'])
    watch.run(20)
    const alert = watch.alerts[0]!
    expect(alert.told.map((one) => stepsTold(one).flatMap(({ roles }) => roles))).toEqual([
      ['a'],
      ['b'],
      ['c', 'd'],
      ['e'],
    ])
    expect(new Set(alert.told.flatMap(stepsTold).map(({ step }) => step)).size).toBe(5)
    const { backup_failed: rule } = defaultMatrix
    const ladder = ladderOf({ ...rule, steps: [{ ...rule.steps[0]!, roles: ['e'] }] }, alert)
    expect(ladder.map(({ roles }) => roles.join())).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('goes by the index of what was told before the rest was kept', () => {
    const watch = new Watch('backup_failed')
    watch.run(20)
    watch.alerts = watch.alerts.map((alert) => ({
      ...alert,
      told: alert.told.map((one) => ({ ...one, afterMinutes: null, roles: [] })),
    }))
    watch.run(20)
    expect(watch.messages).toHaveLength(2)
  })
})
