import { describe, expect, it } from 'vitest'

import {
  defaultEscalation,
  escalationProblem,
  receiversOf,
  rolesOf,
} from '../../../../shared/domain/alerts/escalation.ts'
import { defaultMatrix } from '../../../../shared/domain/alerts/escalation-matrix.ts'
import { dueStep } from '../../../../shared/domain/alerts/due-steps.ts'
import { followAlerts, told, withTelling } from '../../../../shared/domain/alerts/follow-alerts.ts'
import { formerMessageOf, messageIdOf, messageOf } from '../../../../shared/domain/alerts/message.ts'
import { isQuietAt, quietHoursProblem } from '../../../../shared/domain/alerts/quiet-hours.ts'
import { causeText } from '../../../../shared/domain/words/cause-words.ts'

const now = { wallMs: Date.parse('2026-11-28T03:00:00.000Z'), upMs: 0, boot: 'a' }
const ada = { name: 'Ada', channels: ['mail'] }
const escalation = {
  ...defaultEscalation,
  roles: {
    system_admin: [ada, { name: 'Omar', channels: ['hook'] }],
    database_admin: [{ name: 'Ada', channels: ['desktop', 'mail'] }],
  },
}

describe('who is told', () => {
  it('is everybody of the roles, once, by all of their channels', () => {
    expect(receiversOf(escalation, ['system_admin', 'database_admin', 'nobody', 'toString'])).toEqual([
      { name: 'Ada', channels: ['mail', 'desktop'], roles: ['system_admin', 'database_admin'] },
      { name: 'Omar', channels: ['hook'], roles: ['system_admin'] },
    ])
    expect(rolesOf(defaultMatrix)).toContain('infrastructure_team')
  })

  it('can be data that is wrong, which says what', () => {
    expect(escalationProblem(escalation)).toBeNull()
    const withRole = (person: typeof ada): string | null =>
      escalationProblem({ ...escalation, roles: { dba: [person] } })
    expect(withRole({ ...ada, name: ' ' })).toBe('dba: somebody has no name')
    expect(withRole({ ...ada, channels: [] })).toBe('dba: Ada has no channel')
    const quietHours = { from: '22:00', to: '7:00', timeZone: 'UTC' }
    expect(escalationProblem({ ...escalation, quietHours })).toContain('quiet hours')
  })

  it('gets a message of one name for ever, whatever became of it', () => {
    const cause = {
      kind: 'backup_slow',
      databaseId: 'd',
      database: 'prices',
      takenAt: '',
      durationMs: 1,
    } as const
    const [alert] = followAlerts([], [cause], now, () => 'alert')
    const due = dueStep(escalation.matrix.backup_slow, alert!, false)
    const decided = told(alert!, due!, now)
    expect(decided.told).toMatchObject([{ step: 0, time: 0, state: 'decided' }])
    const sent = withTelling(decided, { ...decided.told[0]!, state: 'sent' })
    expect(sent.told).toMatchObject([{ state: 'sent' }])
    expect(withTelling(sent, { ...sent.told[0]!, time: 1, state: 'failed' })).toEqual(sent)
    const message = messageOf(escalation, sent, sent.told[0]!)
    expect(message).toMatchObject({ id: 'alert/1/0/0', severity: 'WARNING', roles: ['database_admin'] })
    expect(message.receivers.map(({ name }) => name)).toEqual(['Ada'])
    expect(messageIdOf(sent, { step: 0, time: 3 })).toBe('alert/1/0/3')
    expect(formerMessageOf(escalation, sent, { step: 7, time: 0 })).toMatchObject({
      id: 'alert/1/7/0',
      receivers: [],
    })
  })
})

describe('quiet hours', () => {
  const at = (time: string): number => Date.parse(`2026-07-01T${time}:00.000Z`)

  it('go over midnight, in their own zone, and end when they say', () => {
    const night = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }
    const quiet = ['19:59', '20:00', '23:00', '04:59', '05:00'].map((time) => isQuietAt(night, at(time)))
    expect(quiet).toEqual([false, true, true, true, false])
    const noon = { from: '12:00', to: '13:00', timeZone: 'UTC' }
    expect(['11:59', '12:00', '13:00'].map((time) => isQuietAt(noon, at(time)))).toEqual([false, true, false])
  })

  it('that can’t be meant say why', () => {
    const fine = { from: '22:00', to: '07:00', timeZone: 'UTC' }
    expect(quietHoursProblem(fine)).toBeNull()
    expect(quietHoursProblem({ ...fine, from: '24:00' })).toContain('22:00')
    expect(quietHoursProblem({ ...fine, to: '22:00' })).toContain('end when they begin')
    expect(quietHoursProblem({ ...fine, timeZone: 'Mars/Base' })).toContain('Mars/Base')
  })
})

describe('the words of a cause', () => {
  it('name the database, the moments and the reason', () => {
    const of = { databaseId: 'd', database: 'prices' }
    const dueAt = '2026-11-28T02:00:00.000Z'
    expect(
      causeText({ ...of, kind: 'backup_delayed', dueAt, newestAt: null, because: 'not_running' }),
    ).toEqual({
      title: 'Backup of prices is late',
      detail:
        'A backup was due at 2026-11-28 02:00:00 UTC and is not there: no program that runs schedules is running. There is none yet.',
    })
    expect(causeText({ kind: 'storage_capacity', usedShare: 0.859, freeBytes: 1024 }).detail).toContain(
      '85 %',
    )
    const fault = { code: 'SOURCE_MISSING', path: '/data/prices.db' } as const
    expect(causeText({ ...of, kind: 'backup_failed', failedAt: dueAt, fault }).detail).toContain(
      '/data/prices.db',
    )
    expect(causeText({ kind: 'not_known', check: 'recent_backups', detail: 'why' })).toEqual({
      title: 'Recent backups: not known',
      detail: 'why.',
    })
  })
})
