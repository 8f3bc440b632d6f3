import { describe, expect, it } from 'vitest'

import { defaultEscalation, type Escalation } from '../../../../shared/domain/alerts/escalation.ts'
import { followAlerts } from '../../../../shared/domain/alerts/follow-alerts.ts'
import { isQuietAt, quietForMs } from '../../../../shared/domain/alerts/quiet-hours.ts'
import { viewAlerts } from '../../../../shared/domain/alerts/view-alerts.ts'
import type { HealthCause } from '../../../../shared/domain/health/health-cause.ts'
import { nextWords } from '../../../../shared/domain/words/telling-words.ts'

const hourMs = 3_600_000
const readingAt = (instant: string) => ({ wallMs: Date.parse(instant), upMs: null, boot: null })
const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' }
const slow: HealthCause = { kind: 'storage_capacity', usedShare: 0.9, freeBytes: 1 }
const away: HealthCause = { kind: 'vault_away', folder: '/mnt/vault', since: '2026-11-28T02:00:00.000Z' }

/** When the rungs of an alert are told next that was opened at a moment. */
function ladderAt(escalation: Escalation, cause: HealthCause, openedAt: string, now: string) {
  const alerts = followAlerts([], [cause], readingAt(openedAt), () => 'id')
  return viewAlerts(escalation, alerts, readingAt(now)).alerts[0]!.ladder.map(nextWords)
}

describe('when a rung is told next', () => {
  const quiet = { ...defaultEscalation, quietHours }

  it('is the end of the quiet hours for a warning whose time has come or comes within them', () => {
    expect(ladderAt(quiet, slow, '2026-11-28T03:00:00.000Z', '2026-11-28T04:00:00.000Z')).toEqual([
      'next in 3 hours, when the quiet hours end',
      'next in 3 hours, when the quiet hours end',
    ])
    expect(ladderAt(quiet, slow, '2026-11-28T21:00:00.000Z', '2026-11-28T21:00:00.000Z')).toEqual([
      'next now',
      'next in 10 hours, when the quiet hours end',
    ])
  })

  it('is its own time where it is critical, or nothing is quiet', () => {
    const at = ['2026-11-28T03:00:00.000Z', '2026-11-28T03:00:00.000Z'] as const
    expect(ladderAt(quiet, away, ...at)).toEqual(['next now', 'next in 15 minutes'])
    expect(ladderAt(defaultEscalation, slow, ...at)).toEqual(['next now', 'next in 2 hours'])
  })

  it('is right also where clocks are set in between', () => {
    const berlin = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }
    for (const [night, hours] of [
      ['2026-03-28T22:30:00.000Z', 6.5],
      ['2026-10-24T22:30:00.000Z', 7.5],
      ['2026-07-01T22:30:00.000Z', 6.5],
    ] as const) {
      const atMs = Date.parse(night)
      expect(quietForMs(berlin, atMs)).toBe(hours * hourMs)
      expect([atMs + hours * hourMs - 1, atMs + hours * hourMs].map((ms) => isQuietAt(berlin, ms))).toEqual([
        true,
        false,
      ])
    }
    expect(quietForMs(berlin, Date.parse('2026-07-01T12:00:00.000Z'))).toBe(0)
  })
})

describe('a long list of alerts', () => {
  const at = readingAt('2026-11-28T03:00:00.000Z')
  const causes = Array.from({ length: 120 }, (_, n): HealthCause => {
    const failedAt = '2026-11-28T02:00:00.000Z'
    return { kind: 'backup_failed', databaseId: `d${n}`, database: `db ${n}`, failedAt, fault: null }
  })
  let n = 0
  const newId = (): string => `id ${(n += 1)}`
  const all = followAlerts(followAlerts([], [...causes, slow], at, newId), causes, at, newId)

  it('is shown a page at a time, with the counts of all', () => {
    const counts = { open: 120, critical: 120, unanswered: 120, resolved: 1 }
    const page = viewAlerts(defaultEscalation, all, at, { offset: 100, limit: 50 })
    expect(page).toMatchObject({ offset: 100, counts })
    expect(page.alerts).toHaveLength(21)
    expect(page.alerts.at(-1)).toMatchObject({ cause: slow })
    expect(viewAlerts(defaultEscalation, all, at).alerts).toHaveLength(121)
  })

  it('has a page that holds an alert, and begins at its place where there is none such', () => {
    const ids = viewAlerts(defaultEscalation, all, at).alerts.map(({ id }) => id)
    const pageOf = (containing: string) =>
      viewAlerts(defaultEscalation, all, at, { offset: 0, limit: 50, containing })
    expect(pageOf(ids[77]!)).toMatchObject({ offset: 50 })
    expect(pageOf(ids[77]!).alerts.map(({ id }) => id)).toContain(ids[77])
    expect(pageOf('gone')).toMatchObject({ offset: 0 })
  })
})
