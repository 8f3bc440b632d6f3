import fs from 'node:fs'

import { afterEach, describe, expect, it } from 'vitest'

import type { QueuePlace } from '../../../main/channels/channel.ts'
import { openRetryQueue } from '../../../main/channels/retry-queue.ts'
import { alertsText } from '../../../main/cli/output/alerts-text.ts'
import { saveEscalation } from '../../../main/engine/engine.ts'
import { takeBackups } from '../../../main/operations/backups/take-backups.ts'
import { openChannelMessenger } from '../../../main/operations/channels/channel-messenger.ts'
import { saveChannel } from '../../../main/operations/channels/save-channel.ts'
import { acknowledgeAlert } from '../../../main/operations/monitoring/acknowledge-alert.ts'
import { listAlerts } from '../../../main/operations/monitoring/list-alerts.ts'
import { createMonitor, type Monitor } from '../../../main/operations/monitoring/monitor.ts'
import type { AlertView } from '../../../shared/domain/alerts/alert-views.ts'
import { defaultEscalation, type Escalation } from '../../../shared/domain/alerts/escalation.ts'
import type { MessageRecord } from '../../../shared/domain/alerts/message.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { hookSecret, startScriptedReceiver, type ScriptedReceiver } from '../../support/channels/queue-rig.ts'
import {
  monitoringRig,
  monitorOverChannels,
  testTime,
  type MonitoringRig,
  type TestTime,
} from '../../support/monitoring/monitoring-rig.ts'
import { closeRigs } from '../../support/schedules/scheduling-rig.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
  await closeRigs()
})

interface Told {
  readonly rig: MonitoringRig
  readonly time: TestTime
  readonly hook: ScriptedReceiver
  monitor: Monitor
  look(): Promise<void>
  /** Another program takes over. */
  restart(): Promise<void>
  alert(): Promise<AlertView>
  records(): Promise<readonly MessageRecord[]>
}

/** A vault whose database’s file is gone when its backup is due; its people have the channel `pager`, which leads to a real receiver. */
async function failing(roles: Escalation['roles']): Promise<Told> {
  const time = testTime('2026-11-27T05:00:00.000Z')
  const rig = await monitoringRig(time)
  await rig.monitor.stop()
  const hook = await startScriptedReceiver()
  stops.push(() => hook.receiver.stop())
  await saveChannel(rig.context, {
    name: 'pager',
    settings: { kind: 'webhook', url: `${hook.receiver.origin}/services/one`, trustedCa: null },
    secret: { kind: 'new', secret: hookSecret },
    replaces: false,
  })
  // As somebody writes the file by hand, also with channels that are not there.
  await saveEscalation(rig.context.world.ports, rig.vault, { ...defaultEscalation, roles })
  fs.rmSync(rig.file)
  time.set('2026-11-27T06:00:01.000Z')
  const told: Told = {
    rig,
    time,
    hook,
    monitor: monitorOverChannels(rig, time),
    async look() {
      await rig.look()
      await told.monitor.look()
      await told.monitor.idle()
    },
    async restart() {
      await told.monitor.stop()
      told.monitor = monitorOverChannels(rig, time)
      await told.look()
    },
    alert: async () => (await listAlerts(rig.context)).alerts[0]!,
    records: async () => (await listAlerts(rig.context)).messages,
  }
  stops.push(() => told.monitor.stop())
  return told
}

const ada = { name: 'Ada', channels: ['pager'] }
const bo = { name: 'Bo', channels: ['pager', 'desktop'] }

describe('an alert', () => {
  it('reaches a real receiver once, whichever of its people have the channel, and stays told after a restart', async () => {
    const told = await failing({ system_admin: [ada, bo], database_admin: [ada] })
    await told.look()
    const { id } = await told.alert()
    expect(told.hook.ids()).toEqual([`${id}-1-0-0`])
    const body = JSON.parse(told.hook.receiver.received[0]!.body) as { data: Record<string, unknown> }
    expect(body.data).toMatchObject({
      severity: 'CRITICAL',
      title: 'CRITICAL: Backup of prices failed',
      facts: { alertId: id, kind: 'backup_failed', database: 'prices' },
    })
    expect(body.data['text']).toContain(`holdfast alerts ack ${id.slice(0, 8)}`)
    expect(await told.records()).toMatchObject([
      { channel: 'desktop', state: 'failed', receivers: [{ name: 'Bo' }] },
      { channel: 'pager', state: 'sent', detail: '', receivers: [{ name: 'Ada' }, { name: 'Bo' }] },
    ])
    await told.restart()
    await told.restart()
    expect(told.hook.ids().length).toBe(1)
    expect((await told.alert()).ladder[0]?.tellings).toMatchObject([{ state: 'sent' }])
  })

  it('waits while a server is away, with the reason, and is sent once when it is back, also by the next program', async () => {
    const told = await failing({ system_admin: [ada] })
    told.hook.answers = [503, 503]
    await told.look()
    const waits = { state: 'waiting', detail: expect.stringContaining('status 503') }
    expect(await told.records()).toMatchObject([{ ...waits, nextAt: expect.any(String) }])
    expect((await told.alert()).ladder[0]?.tellings).toMatchObject([{ state: 'waiting' }])
    await told.restart()
    expect(told.hook.ids().length).toBe(1)
    told.time.pass(1)
    await told.look()
    expect(told.hook.ids().length).toBe(2)
    told.time.pass(1)
    await told.look()
    await told.restart()
    expect(new Set(told.hook.ids()).size).toBe(1)
    expect(told.hook.ids().length).toBe(3)
    expect((await told.records()).map(({ state }) => state)).toEqual(['sent', 'waiting', 'waiting'])
    expect((await told.alert()).ladder[0]?.tellings).toMatchObject([{ state: 'sent' }])
  })

  it('that somebody took on while it waited is sent to nobody', async () => {
    const told = await failing({ system_admin: [ada] })
    told.hook.answers = [503]
    await told.look()
    await acknowledgeAlert(told.rig.context, (await told.alert()).id, '')
    told.time.pass(10)
    await told.look()
    expect(told.hook.ids().length).toBe(1)
    expect((await told.records())[0]).toMatchObject({ channel: 'pager', state: 'withheld' })
    expect((await told.alert()).ladder[0]?.tellings).toMatchObject([{ state: 'withheld' }])
  })

  it('whose cause is gone while it waited is sent to nobody, and that is said', async () => {
    const told = await failing({ system_admin: [ada] })
    told.hook.answers = [503]
    await told.look()
    told.time.pass(1)
    buildDatabase(told.rig.file)
    const { operations, databaseId } = told.rig
    const [backup] = takeBackups(operations, { databases: [databaseId], type: 'full', label: 'manual' })
    await backup!.ended
    await told.look()
    told.time.pass(10)
    await told.look()
    expect(told.hook.ids().length).toBe(1)
    expect((await told.records())[0]).toMatchObject({
      channel: 'pager',
      state: 'cause_gone',
      detail: expect.stringContaining('its cause is gone'),
    })
    expect((await told.alert()).ladder[0]?.tellings).toMatchObject([{ state: 'cause_gone' }])
  })

  it('reaches people, and is tried again, also where nothing can be kept in the home folder', async () => {
    const told = await failing({ system_admin: [ada] })
    fs.writeFileSync(told.rig.operations.world.home.outboxFolder, 'a file in its place')
    told.hook.answers = [503]
    await told.look()
    expect(await told.records()).toMatchObject([{ channel: 'pager', state: 'waiting' }])
    told.time.pass(1)
    await told.look()
    expect((await told.records()).map(({ state }) => state)).toEqual(['sent', 'waiting'])
    expect(told.hook.ids().length).toBe(2)
  })

  it('is recorded for those whom it was written for, whoever has the roles when it is sent', async () => {
    const told = await failing({ system_admin: [ada] })
    told.hook.answers = [503]
    await told.look()
    const roles = { system_admin: [{ name: 'Cy', channels: ['pager'] }] }
    await saveEscalation(told.rig.context.world.ports, told.rig.vault, { ...defaultEscalation, roles })
    await told.restart()
    told.time.pass(1)
    await told.look()
    expect(await told.records()).toMatchObject([
      { state: 'sent', receivers: [{ name: 'Ada' }], roles: ['system_admin', 'database_admin'] },
      { state: 'waiting', receivers: [{ name: 'Ada' }] },
    ])
  })

  it('that reached one of its people and not the other is told in part, and says who was not', async () => {
    const told = await failing({
      system_admin: [ada],
      database_admin: [{ name: 'Bo', channels: ['desktop'] }],
    })
    await told.look()
    const alert = await told.alert()
    expect(alert.ladder[0]?.tellings).toMatchObject([{ state: 'partly', missed: ['Bo'] }])
    expect(alertsText(await listAlerts(told.rig.context))).toMatch(/told in part \S+ \S+ UTC \(not Bo\)/)
  })

  it('that makes room for graver ones is recorded as given up', async () => {
    const told = await failing({ system_admin: [ada] })
    const { world } = told.rig.context
    const tools = world.channels
    const small = {
      ...tools,
      openQueue: (place: QueuePlace) =>
        openRetryQueue({
          ...place,
          files: world.ports.files,
          logger: world.ports.logger,
          limits: { waiting: 1 },
        }),
    }
    await told.monitor.stop()
    const context = { ...told.rig.context, world: { ...world, channels: small } }
    told.monitor = createMonitor(context, told.rig.scheduler, (vault, isAway) =>
      openChannelMessenger(context.world, vault, isAway),
    )
    told.hook.answers = [503, 503, 503, 503]
    await told.look()
    const repeats = {
      ...defaultEscalation.matrix.backup_failed,
      steps: [{ afterMinutes: 0, roles: ['system_admin'], repeatMinutes: 5 }],
    }
    const matrix = { ...defaultEscalation.matrix, backup_failed: repeats }
    await saveEscalation(told.rig.context.world.ports, told.rig.vault, {
      ...defaultEscalation,
      matrix,
      roles: { system_admin: [ada] },
    })
    told.time.pass(5)
    await told.look()
    await told.look()
    const records = await told.records()
    expect(records.filter(({ state }) => state === 'failed')).toMatchObject([
      { id: expect.stringMatching(/\/0\/0$/), detail: expect.stringContaining('too many') },
    ])
    expect((await told.alert()).ladder[0]?.tellings.map(({ state }) => state)).toEqual(['failed', 'waiting'])
  })

  it('whose roles have nobody, or a channel that is not there, says so', async () => {
    const told = await failing({ system_admin: [{ name: 'Cy', channels: ['gone'] }] })
    await told.look()
    expect(await told.records()).toMatchObject([
      { channel: 'gone', state: 'failed', detail: expect.stringContaining('no longer there') },
    ])
    told.time.pass(15)
    await told.look()
    expect((await told.records())[0]).toMatchObject({ channel: null, state: 'nobody', receivers: [] })
    expect((await told.alert()).ladder.map(({ tellings }) => tellings[0]?.state)).toEqual([
      'failed',
      'nobody',
    ])
    expect(told.hook.ids()).toEqual([])
  })
})
