import fs from 'node:fs'

import { afterEach, describe, expect, it } from 'vitest'

import {
  changingAlerts,
  listAlerts,
  listMessageRecords,
  readAlert,
  saveAlert,
  type Ports,
} from '../../../main/engine/engine.ts'
import { acknowledgeAlert } from '../../../main/operations/monitoring/acknowledge-alert.ts'
import { followCauses } from '../../../main/operations/monitoring/follow-causes.ts'
import type { Messenger } from '../../../main/operations/monitoring/messenger.ts'
import { readClocks } from '../../../main/operations/monitoring/read-clocks.ts'
import {
  decideTellings,
  retryMessages,
  takeUpTellings,
  tellDecided,
} from '../../../main/operations/monitoring/tell-alerts.ts'
import type { TellingAround } from '../../../main/operations/monitoring/telling-around.ts'
import type { Alert } from '../../../shared/domain/alerts/alert.ts'
import { defaultEscalation } from '../../../shared/domain/alerts/escalation.ts'
import type { ChannelOutcome, Message } from '../../../shared/domain/alerts/message.ts'
import type { HealthCause } from '../../../shared/domain/health/health-cause.ts'
import { newVault, realPorts } from '../../support/engine-vault.ts'
import {
  forgetfulMessenger,
  keepingMessenger,
  monitoringRig,
  monitorOf,
  testTime,
} from '../../support/monitoring/monitoring-rig.ts'
import { closeRigs } from '../../support/schedules/scheduling-rig.ts'
import { tempFolder } from '../../support/temp-folder.ts'

afterEach(closeRigs)

function failures(count: number): readonly HealthCause[] {
  return Array.from({ length: count }, (_, n) => ({
    kind: 'backup_failed',
    databaseId: `5f1c0a52-9d1e-4a58-a111-${n.toString().padStart(12, '0')}`,
    database: `db ${n}`,
    failedAt: '2026-11-28T02:00:00.000Z',
    fault: null,
  }))
}

interface Storm {
  readonly folder: string
  aroundOf(messenger: Messenger, ports?: Ports): TellingAround
  alerts(): Promise<readonly Alert[]>
  states(): Promise<readonly string[]>
}

/** A vault with so many alerts that opened at once. */
async function stormOf(count: number): Promise<Storm> {
  const { folder } = await newVault(tempFolder('storm'), 'none')
  await followCauses(realPorts, folder, failures(count), () => true, readClocks(realPorts))
  const alerts = async (): Promise<readonly Alert[]> => (await listAlerts(realPorts, folder)).records
  return {
    folder,
    aroundOf: (messenger, ports = realPorts) => ({
      ports,
      folder,
      escalation: defaultEscalation,
      messenger,
      mayTell: () => Promise.resolve(true),
    }),
    alerts,
    states: async () => [...new Set((await alerts()).flatMap(({ told }) => told.map(({ state }) => state)))],
  }
}

async function decide({ ports, folder, escalation }: TellingAround) {
  return decideTellings({ ports, folder, escalation }, readClocks(ports))
}

describe('a storm of alerts', () => {
  it('is one message, which each of them remembers, and one line of the record', async () => {
    const storm = await stormOf(30)
    const messenger = keepingMessenger()
    const around = storm.aroundOf(messenger)
    await tellDecided(around, await decide(around))
    expect(
      messenger.messages.map(({ id, digest }) => [id, digest?.alertCount, digest?.first.length]),
    ).toEqual([[expect.any(String), 30, 20]])
    const alerts = await storm.alerts()
    const [message] = messenger.messages as [Message]
    expect(new Set(alerts.flatMap(({ told }) => told.map(({ digest }) => digest)))).toEqual(
      new Set([message.id]),
    )
    expect(await storm.states()).toEqual(['sent'])
    expect(await listMessageRecords(realPorts, storm.folder, 10)).toMatchObject([
      { id: message.id, state: 'sent', alertCount: 30 },
    ])
    expect(await decide(around)).toEqual([])
  })

  it('leaves out who was answered for, also the one that the message was to be named by', async () => {
    const storm = await stormOf(22)
    const messenger = keepingMessenger()
    const around = storm.aroundOf(messenger)
    const owed = await decide(around)
    const [first, second] = owed[0]!.tellings
    const answered = [first!.alert.id, second!.alert.id]
    await followCauses(realPorts, storm.folder, failures(22).slice(0, 21), () => true, readClocks(realPorts))
    const gone = (await storm.alerts()).find(({ resolvedAt }) => resolvedAt !== null)!
    const taken = await answerFor(
      storm,
      answered.filter((id) => id !== gone.id),
    )
    await tellDecided(around, owed)
    expect(messenger.messages).toHaveLength(1)
    expect(messenger.messages[0]?.digest?.alertCount).toBe(22 - new Set([...taken, gone.id]).size)
    const alerts = await storm.alerts()
    const stateOf = (id: string) => alerts.find((alert) => alert.id === id)?.told[0]?.state
    expect(stateOf(gone.id)).toBe('cause_gone')
    expect(taken.map(stateOf)).toEqual(taken.map(() => 'withheld'))
    expect(await decide(around)).toEqual([])
  })

  it('that waits is sent while anybody is owed it, and is settled for each of them', async () => {
    const storm = await stormOf(22)
    let outcome: ChannelOutcome = { channel: 'mail', state: 'waiting', detail: '', nextAt: null, missed: [] }
    const withdrawn: string[] = []
    let id = ''
    const messenger: Messenger = {
      ...forgetfulMessenger((message) => {
        id = message.id
        return Promise.resolve([outcome])
      }),
      recall: () => [outcome],
      waiting: () => [id],
      withdraw: (messageId, because) => {
        withdrawn.push(`${messageId} ${because}`)
        outcome = { ...outcome, state: because }
        return Promise.resolve([{ messageId, outcome }])
      },
    }
    const around = storm.aroundOf(messenger)
    await tellDecided(around, await decide(around))
    expect(await storm.states()).toEqual(['waiting'])
    const ids = (await storm.alerts()).map((alert) => alert.id)
    await answerFor(storm, ids.slice(1))
    await retryMessages(around)
    expect(withdrawn).toEqual([])
    await answerFor(storm, ids.slice(0, 1))
    await retryMessages(around)
    expect(withdrawn).toEqual([`${id} withheld`])
    expect(await storm.states()).toEqual(['withheld'])
  })

  it('is told once, and nobody is left out, where the program ends before or after it is sent', async () => {
    for (const dies of ['before', 'after'] as const) {
      const storm = await stormOf(22)
      const messenger = keepingMessenger()
      const around = storm.aroundOf(messenger)
      const dying: Messenger = {
        ...messenger,
        send: async (message) => {
          if (dies === 'after') await messenger.send(message)
          // Nothing that follows reaches the disk.
          return new Promise(() => undefined)
        },
      }
      const owed = await decide(around)
      const sending = tellDecided(storm.aroundOf(dying), owed)
      await Promise.race([sending, begun(storm)])
      expect(await decide(around), 'what is being sent is not owed').toEqual([])
      await takeUpTellings(around)
      expect(await storm.states()).toEqual(['not_known'])
      expect(messenger.messages).toHaveLength(dies === 'after' ? 1 : 0)
    }
  })

  it('begins in one of two programs that found the same to be owed', async () => {
    const storm = await stormOf(3)
    const messenger = keepingMessenger()
    const around = storm.aroundOf(messenger)
    const owed = await decide(around)
    await Promise.all([tellDecided(around, owed), tellDecided(around, owed)])
    await tellDecided(around, owed)
    expect(messenger.messages).toHaveLength(3)
    expect(await listMessageRecords(realPorts, storm.folder, 10)).toHaveLength(3)
  })
})

/** Resolves when a telling is kept as begun. */
async function begun(storm: Storm): Promise<void> {
  while (!(await storm.states()).includes('begun')) await new Promise((resolve) => setImmediate(resolve))
}

async function answerFor({ folder }: Storm, ids: readonly string[]): Promise<readonly string[]> {
  for (const id of ids) {
    await changingAlerts(realPorts, folder, async () => {
      const alert = (await readAlert(realPorts, folder, id)) as Alert
      await saveAlert(realPorts, folder, {
        ...alert,
        acknowledged: { by: 'ada', at: alert.openedAt, note: '' },
      })
    })
  }
  return ids
}

describe('a message that takes long', () => {
  it('keeps nobody from being told of a new step meanwhile, and is followed by the gravest', async () => {
    const time = testTime('2026-11-27T05:00:00.000Z')
    const rig = await monitoringRig(time)
    await rig.monitor.stop()
    fs.rmSync(rig.file)
    time.set('2026-11-27T06:00:01.000Z')
    const sent: string[] = []
    let end: () => void = () => undefined
    const slow = forgetfulMessenger(async ({ id }) => {
      sent.push(id)
      await new Promise<void>((resolve) => (end = resolve))
      return [{ channel: 'desktop', state: 'sent', detail: '', nextAt: null, missed: [] }]
    })
    const { context, monitor } = monitorOf(rig, time, slow)
    await rig.look()
    // The first look takes up what was left, in the background.
    await monitor.look()
    await expect.poll(() => sent.length).toBe(1)
    time.pass(15)
    await monitor.look()
    const [alert] = (await listAlerts(context.world.ports, rig.vault)).records
    expect(alert?.told.map(({ state }) => state)).toEqual(['begun', 'decided'])
    await acknowledgeAlert(context, alert!.id, '')
    end()
    await monitor.idle()
    const after = (await listAlerts(context.world.ports, rig.vault)).records[0]
    expect(after?.told.map(({ state }) => state)).toEqual(['sent', 'withheld'])
    expect(sent).toEqual([`${alert!.id}/1/0/0`])
    await monitor.stop()
  })
})
