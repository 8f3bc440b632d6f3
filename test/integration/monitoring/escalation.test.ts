import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { takeBackups } from '../../../main/operations/backups/take-backups.ts'
import { acknowledgeAlert } from '../../../main/operations/monitoring/acknowledge-alert.ts'
import { saveChannel } from '../../../main/operations/channels/save-channel.ts'
import { importEscalation } from '../../../main/operations/monitoring/escalation-of.ts'
import { listAlerts } from '../../../main/operations/monitoring/list-alerts.ts'
import { listHealthHistory } from '../../../main/operations/monitoring/report-health.ts'
import { escalationText } from '../../../main/engine/engine.ts'
import type { AlertView } from '../../../shared/domain/alerts/alert-views.ts'
import { defaultEscalation } from '../../../shared/domain/alerts/escalation.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { hookSecret } from '../../support/channels/queue-rig.ts'
import {
  forgetfulMessenger,
  keepingMessenger,
  monitoringRig,
  monitorOf,
  testTime,
  type MonitoringRig,
  type TestTime,
} from '../../support/monitoring/monitoring-rig.ts'
import { closeRigs } from '../../support/schedules/scheduling-rig.ts'

afterEach(closeRigs)

async function alertsOf({ context }: MonitoringRig): Promise<readonly AlertView[]> {
  return (await listAlerts(context)).alerts
}

/** What people were told: the kind, the step and the roles. */
function toldOf({ messages }: Pick<MonitoringRig, 'messages'>): readonly string[] {
  return messages.map(({ cause, step, roles }) => `${cause.kind} ${step} ${roles.join('+')}`)
}

const first = 'backup_failed 0 system_admin+database_admin'
const second = 'backup_failed 1 team_lead+on_call_engineer'

/** The database's file is gone when its backup is due, and people were told of that. */
async function failedRig(): Promise<{ rig: MonitoringRig; time: TestTime; alert: AlertView }> {
  const time = testTime('2026-11-27T05:00:00.000Z')
  const rig = await monitoringRig(time)
  fs.rmSync(rig.file)
  time.set('2026-11-27T06:00:01.000Z')
  await rig.turn()
  const [alert, ...others] = await alertsOf(rig)
  expect(others).toEqual([])
  return { rig, time, alert: alert! }
}

/** A minute later its file is back, and a backup of it succeeds. */
async function succeed({ operations, file, databaseId }: MonitoringRig, time: TestTime): Promise<void> {
  time.pass(1)
  buildDatabase(file)
  const [backup] = takeBackups(operations, { databases: [databaseId], type: 'full', label: 'manual' })
  expect((await backup!.ended).fault).toBeUndefined()
}

describe('an escalation', () => {
  it('tells of a failed backup at once, tells others 15 minutes later, and ends with the next success', async () => {
    const { rig, time, alert } = await failedRig()
    expect(toldOf(rig)).toEqual([first])
    expect(alert).toMatchObject({
      severity: 'CRITICAL',
      resolvedAt: null,
      cause: { kind: 'backup_failed', database: 'prices', fault: { code: 'SOURCE_MISSING' } },
      ladder: [{ tellings: [{ state: 'sent' }] }, { tellings: [], nextInMs: 15 * 60_000 }],
    })
    time.pass(14)
    await rig.turn()
    expect(toldOf(rig)).toEqual([first])
    time.pass(1)
    await rig.turn()
    await rig.turn()
    expect(toldOf(rig)).toEqual([first, second])
    await succeed(rig, time)
    await rig.turn()
    time.pass(600)
    await rig.turn()
    expect(toldOf(rig)).toEqual([first, second])
    expect(await alertsOf(rig)).toMatchObject([{ id: alert.id, resolvedAt: '2026-11-27T06:16:01.000Z' }])
    const { messages } = await listAlerts(rig.context)
    expect(messages.map(({ id, state }) => [id, state])).toEqual([
      [`${alert.id}/1/1/0`, 'sent'],
      [`${alert.id}/1/0/0`, 'sent'],
    ])
  })

  it('stops where somebody takes the alert on, whose name and note it keeps', async () => {
    const { rig, time, alert } = await failedRig()
    await acknowledgeAlert(rig.context, alert.id.slice(0, 8), 'the disk is being changed')
    time.pass(600)
    await rig.turn()
    expect(toldOf(rig)).toEqual([first])
    const [answered] = await alertsOf(rig)
    expect(answered).toMatchObject({
      resolvedAt: null,
      acknowledged: { at: '2026-11-27T06:00:01.000Z', note: 'the disk is being changed' },
    })
    expect(answered?.acknowledged?.by).toContain(' on ')
    await expect(acknowledgeAlert(rig.context, alert.id, '')).rejects.toMatchObject({
      fault: { code: 'ALERT_ANSWERED', answered: answered?.acknowledged },
    })
    await expect(acknowledgeAlert(rig.context, 'ffff0000', '')).rejects.toMatchObject({
      fault: { code: 'ALERT_UNKNOWN' },
    })
  })

  it('begins anew when the cause comes back, under the same alert', async () => {
    const { rig, time, alert } = await failedRig()
    await acknowledgeAlert(rig.context, alert.id, '')
    await succeed(rig, time)
    await rig.turn()
    fs.rmSync(rig.file)
    time.pass(24 * 60)
    await rig.turn()
    expect(toldOf(rig)).toEqual([first, first])
    expect(rig.messages.map(({ id }) => id)).toEqual([`${alert.id}/1/0/0`, `${alert.id}/2/0/0`])
    expect(await alertsOf(rig)).toMatchObject([{ opening: 2, acknowledged: null, resolvedAt: null }])
  })

  it('goes on in the next program, by the clock that nobody sets, and repeats nothing', async () => {
    const { rig, time } = await failedRig()
    await rig.monitor.stop()
    time.set('2027-11-27T06:00:01.000Z')
    time.pass(14)
    const messenger = keepingMessenger()
    const { monitor } = monitorOf(rig, time, messenger)
    await monitor.look()
    await monitor.idle()
    const failed = (): readonly string[] =>
      toldOf(messenger).filter((told) => told.startsWith('backup_failed'))
    expect(failed()).toEqual([])
    time.pass(1)
    await monitor.look()
    await monitor.idle()
    expect(failed()).toEqual([second])
    await monitor.stop()
  })

  it('reaches the people that the vault names, and says of those who can’t be reached why', async () => {
    const { rig, time } = await failedRig()
    const people = [{ name: 'Ada', channels: ['pager'] }]
    const roles = { team_lead: people, on_call_engineer: people }
    await saveChannel(rig.context, {
      name: 'pager',
      settings: { kind: 'webhook', url: 'http://127.0.0.1:9/one', trustedCa: null },
      secret: { kind: 'new', secret: hookSecret },
      replaces: false,
    })
    await importEscalation(rig.context, escalationText({ ...defaultEscalation, roles }))
    await rig.monitor.stop()
    const hungUp = forgetfulMessenger(() => Promise.reject(new Error('the server hung up')))
    const { monitor } = monitorOf(rig, time, hungUp)
    time.pass(15)
    await monitor.look()
    await monitor.idle()
    const { messages } = await listAlerts(rig.context)
    expect(messages[0]).toMatchObject({
      state: 'failed',
      detail: 'the server hung up',
      receivers: [{ name: 'Ada', channels: ['pager'] }],
    })
    await monitor.stop()
  })

  it('is not changed to what can’t be used, and falls back where the vault’s own can’t be read', async () => {
    const { rig } = await failedRig()
    await expect(importEscalation(rig.context, '{"formatVersion": 1}')).rejects.toMatchObject({
      fault: { code: 'ESCALATION_INVALID' },
    })
    fs.writeFileSync(path.join(rig.vault, '.holdfast', 'escalation.json'), '{')
    const view = await listAlerts(rig.context)
    expect(view.escalation).toEqual(defaultEscalation)
    expect(view.escalationProblem).toContain('JSON')
  })

  it('keeps a report when what it says is another, and one for each hour', async () => {
    const { rig, time } = await failedRig()
    await rig.turn()
    time.pass(60)
    await rig.turn()
    const reports = await listHealthHistory(rig.context, 10)
    expect(reports.map(({ status, checkedAt }) => [status, checkedAt])).toEqual([
      ['DEGRADED', '2026-11-27T07:00:01.000Z'],
      ['DEGRADED', '2026-11-27T06:00:01.000Z'],
    ])
    expect(reports[0]?.checks.recent_backups).toMatchObject({
      causeCount: 1,
      causes: [{ kind: 'backup_failed' }],
    })
  })
})
