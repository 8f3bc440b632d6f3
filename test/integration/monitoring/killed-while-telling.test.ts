import { describe, expect, it } from 'vitest'

import { channelTools } from '../../../main/channels/channel-tools.ts'
import { nodeTimers } from '../../../main/compose/node-timers.ts'
import { listAlerts, listMessageRecords, type Ports } from '../../../main/engine/engine.ts'
import { thisMachine } from '../../../main/engine/ports/node-machine.ts'
import { openChannelMessenger } from '../../../main/operations/channels/channel-messenger.ts'
import { homeFolderAt } from '../../../main/operations/home/home-folder.ts'
import { followCauses } from '../../../main/operations/monitoring/follow-causes.ts'
import { readClocks } from '../../../main/operations/monitoring/read-clocks.ts'
import {
  decideTellings,
  retryMessages,
  takeUpTellings,
  tellDecided,
} from '../../../main/operations/monitoring/tell-alerts.ts'
import type { TellingAround } from '../../../main/operations/monitoring/telling-around.ts'
import type { KnownVault } from '../../../main/operations/vaults/vault-session.ts'
import { defaultEscalation } from '../../../shared/domain/alerts/escalation.ts'
import type { HealthCause } from '../../../shared/domain/health/health-cause.ts'
import { startScriptedReceiver } from '../../support/channels/queue-rig.ts'
import { newVault, realPorts } from '../../support/engine-vault.ts'
import { faultyFileSystem } from '../../support/faulty-file-system.ts'
import { keepingMessenger } from '../../support/monitoring/monitoring-rig.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const cause: HealthCause = { kind: 'storage_capacity', usedShare: 0.9, freeBytes: 1 }

/** A number that no process of this machine has: its program is gone. */
const deadPid = 2 ** 22 + 1

/** The ports of a program that dies at its Nth change of a file. */
function dyingPorts(at: number): { ports: Ports; hasDied: () => boolean } {
  const files = faultyFileSystem({ kind: 'kill', at })
  const markOf = (pid: number): string | null => (pid === deadPid ? 'gone' : thisMachine.markOf(pid))
  const machine = { ...thisMachine, pid: deadPid, markOf }
  return { ports: { ...realPorts, files, machine }, hasDied: () => files.hasStruck() }
}

const roles = { system_admin: [{ name: 'Ada', channels: ['desktop'] }] }

describe('a program that dies while it tells by a queue', () => {
  it('loses no message, wherever it dies, in the vault or in the queue', async () => {
    const to = await startScriptedReceiver()
    const desktop = to.channel(realPorts.clock)
    for (let at = 1; ; at += 1) {
      const access = await newVault(tempFolder('killed'), 'none')
      const { folder, vaultId } = access
      const home = homeFolderAt(tempFolder('home'))
      await followCauses(realPorts, folder, [cause], () => true, readClocks(realPorts))
      const before = to.ids().length
      const tell = async (ports: Ports): Promise<void> => {
        const channels = channelTools({ ...ports, desktop })
        const world = { ports, home, channels, timers: nodeTimers }
        const facts = { vaultId, name: 'vault' } as KnownVault['facts']
        const messenger = await openChannelMessenger(world, { facts, access, homeName: vaultId }, false)
        const escalation = { ...defaultEscalation, roles }
        const mayTell = () => Promise.resolve(true)
        const around: TellingAround = { ports, folder, escalation, messenger, mayTell }
        try {
          await takeUpTellings(around)
          await tellDecided(around, await decideTellings(around, readClocks(ports)))
          await retryMessages(around)
        } finally {
          messenger.close()
        }
      }
      const { ports, hasDied } = dyingPorts(at)
      await tell(ports).catch(() => undefined)
      await tell(realPorts)
      await tell(realPorts)
      const [alert] = (await listAlerts(realPorts, folder)).records
      const sent = to.ids().slice(before)
      // Once; or twice under one id, where it died between the sending and the writing of what became of it.
      expect([at, ...new Set(sent)]).toEqual([at, `${alert!.id}-1-0-0`])
      expect(sent.length).toBeLessThanOrEqual(2)
      expect([at, ...alert!.told.map(({ state }) => state)]).toEqual([at, 'sent'])
      if (!hasDied()) {
        expect(at).toBeGreaterThan(20)
        expect(sent).toHaveLength(1)
        break
      }
    }
    await to.receiver.stop()
  })
})

describe('a program that dies while it tells', () => {
  it('leaves nobody told twice, and nobody untold without that being said, wherever it dies', async () => {
    const seen = new Set<string>()
    for (let at = 1; ; at += 1) {
      const { folder } = await newVault(tempFolder('killed'), 'none')
      await followCauses(realPorts, folder, [cause], () => true, readClocks(realPorts))
      const messenger = keepingMessenger()
      const aroundOf = (ports: Ports): TellingAround => ({
        ports,
        folder,
        escalation: defaultEscalation,
        messenger,
        mayTell: () => Promise.resolve(true),
      })
      const tell = async (ports: Ports): Promise<void> => {
        const around = aroundOf(ports)
        await takeUpTellings(around)
        await tellDecided(around, await decideTellings(around, readClocks(ports)))
      }
      const { ports, hasDied } = dyingPorts(at)
      await tell(ports).catch(() => undefined)
      const wasTold = messenger.messages.length
      await tell(realPorts)
      await tell(realPorts)
      const [alert] = (await listAlerts(realPorts, folder)).records
      const states = alert!.told.map(({ step, state }) => `${step} ${state}`)
      const times = messenger.messages.length
      if (!hasDied()) {
        expect([states, times]).toEqual([['0 sent'], 1])
        break
      }
      // Told once; or, where it died between saying that it begins and knowing that it ended, once or never, and that is said.
      if (states.join() === '0 not_known') expect(times).toBe(wasTold)
      else expect([states, times]).toEqual([['0 sent'], 1])
      const [record] = await listMessageRecords(realPorts, folder, 1)
      if (states.join() === '0 not_known') expect(record?.state).toBe('not_known')
      seen.add(`${states.join()} ${times}`)
    }
    expect([...seen].toSorted()).toEqual(['0 not_known 0', '0 not_known 1', '0 sent 1'])
  })
})
