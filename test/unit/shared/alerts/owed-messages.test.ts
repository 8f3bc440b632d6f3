import { describe, expect, it } from 'vitest'

import type { Alert } from '../../../../shared/domain/alerts/alert.ts'
import { channelMessageOf } from '../../../../shared/domain/alerts/channel-message-of.ts'
import { dueStep } from '../../../../shared/domain/alerts/due-steps.ts'
import { defaultEscalation } from '../../../../shared/domain/alerts/escalation.ts'
import { followAlerts, told, withTelling } from '../../../../shared/domain/alerts/follow-alerts.ts'
import { digestOf, messageIdOf, messageOf } from '../../../../shared/domain/alerts/message.ts'
import { digestsOf, owedMessages } from '../../../../shared/domain/alerts/owed-messages.ts'
import type { HealthCause } from '../../../../shared/domain/health/health-cause.ts'

const { matrix } = defaultEscalation
const startMs = Date.parse('2026-11-28T03:00:00.000Z')
const readingAfter = (seconds: number) => ({ wallMs: startMs + seconds * 1000, upMs: null, boot: null })

/** Alerts of one kind, each a second younger than the one before, the newest first: no order is that of their age. */
function alertsOf(kind: 'backup_failed' | 'backup_slow', count: number): readonly Alert[] {
  return Array.from({ length: count }, (_, n): Alert => {
    const of = { databaseId: `${kind}-${n}`, database: `db ${n}` }
    const cause: HealthCause =
      kind === 'backup_failed'
        ? { ...of, kind, failedAt: '2026-11-28T02:00:00.000Z', fault: null }
        : { ...of, kind, takenAt: '2026-11-28T02:00:00.000Z', durationMs: 1 }
    return followAlerts([], [cause], readingAfter(n), () => `${kind}-${n}`)[0]!
  }).toReversed()
}

/** Decided, as one look does. */
function decided(alerts: readonly Alert[]): readonly Alert[] {
  const due = alerts.map((alert) => ({ alert, step: dueStep(matrix[alert.cause.kind], alert, false)! }))
  const digests = digestsOf(due)
  return due.map(({ alert, step }) => told(alert, step, alert.countedAt, digests.get(alert.id) ?? null))
}

const idsOf = (alerts: readonly Alert[], unreadable: readonly string[] = []): readonly string[] =>
  owedMessages(matrix, alerts, unreadable).map(({ id, tellings }) => `${id} ${tellings.length}`)

describe('what is owed', () => {
  it('comes the gravest first, and then the oldest', () => {
    const alerts = decided([...alertsOf('backup_slow', 2), ...alertsOf('backup_failed', 2)])
    expect(idsOf(alerts)).toEqual([
      'backup_failed-0/1/0/0 1',
      'backup_failed-1/1/0/0 1',
      'backup_slow-0/1/0/0 1',
      'backup_slow-1/1/0/0 1',
    ])
  })

  it('is one message of each kind where more than twenty fall due together', () => {
    expect(idsOf(decided(alertsOf('backup_failed', 20)))).toHaveLength(20)
    const storm = decided([...alertsOf('backup_slow', 21), ...alertsOf('backup_failed', 2000)])
    expect(idsOf(storm)).toEqual(['backup_failed-0/1/0/0 2000', 'backup_slow-0/1/0/0 21'])
    expect(new Set(storm.map((alert) => alert.told[0]?.digest))).toEqual(
      new Set(['backup_failed-0/1/0/0', 'backup_slow-0/1/0/0']),
    )
  })

  it('is not what a digest tells that is begun, or may be', () => {
    const storm = decided(alertsOf('backup_failed', 30))
    const isFirst = ({ id }: Alert): boolean => id === 'backup_failed-0'
    const begun = storm.map((alert) =>
      isFirst(alert) ? withTelling(alert, { ...alert.told[0]!, state: 'begun' }) : alert,
    )
    expect(idsOf(begun)).toEqual([])
    const others = storm.filter((alert) => !isFirst(alert))
    expect(idsOf(others, ['backup_failed-0'])).toEqual([])
    expect(idsOf(others)).toEqual(['backup_failed-0/1/0/0 29'])
  })
})

describe('a digest', () => {
  it('counts its alerts and names the first twenty', () => {
    const alerts = decided(alertsOf('backup_failed', 2000)).toReversed()
    const [first] = alerts as [Alert]
    const message = digestOf(messageOf(defaultEscalation, first, first.told[0]!), alerts)
    expect(message.id).toBe(messageIdOf(first, first.told[0]!))
    const origin = { vault: 'dcf', vaultId: 'v', hostName: 'db-1' }
    const { type, title, text, facts } = channelMessageOf(message, origin, first.openedAt)
    expect([type, title]).toEqual(['alert.digest', 'CRITICAL: A backup failed (2,000 alerts)'])
    expect(text.match(/Backup of db \d+ failed/g)).toEqual(
      Array.from({ length: 20 }, (_, n) => `Backup of db ${n} failed`),
    )
    expect(text).toContain('and 1,980 more')
    expect(text).toContain('Told to system admin and database admin.')
    expect(facts).toMatchObject({ alertCount: 2000, kind: 'backup_failed' })
    expect(facts['alerts']).toHaveLength(20)
  })
})
