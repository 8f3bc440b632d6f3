import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import { listAlerts, type Ports } from '../../../main/engine/engine.ts'
import { followCauses } from '../../../main/operations/monitoring/follow-causes.ts'
import { createMonitor } from '../../../main/operations/monitoring/monitor.ts'
import { readClocks } from '../../../main/operations/monitoring/read-clocks.ts'
import { retryMessages } from '../../../main/operations/monitoring/tell-alerts.ts'
import { defaultEscalation } from '../../../shared/domain/alerts/escalation.ts'
import { newVault, realPorts } from '../../support/engine-vault.ts'
import {
  forgetfulMessenger,
  keepingMessenger,
  monitoringRig,
  testTime,
} from '../../support/monitoring/monitoring-rig.ts'
import { closeRigs } from '../../support/schedules/scheduling-rig.ts'
import { tempFolder } from '../../support/temp-folder.ts'

afterEach(closeRigs)

const full = { kind: 'storage_capacity', usedShare: 0.9, freeBytes: 1 } as const

function alertFiles(vault: string): readonly string[] {
  return fs.readdirSync(path.join(vault, '.holdfast', 'alerts')).filter((name) => name.endsWith('.json'))
}

/** The ports on a disk that does not give these files out. */
function withoutFiles(ports: Ports, names: readonly string[]): Ports {
  const { files } = ports
  const open: typeof files.open = (file, mode) =>
    names.includes(path.basename(file))
      ? Promise.reject(Object.assign(new Error('EIO: planned'), { code: 'EIO' }))
      : files.open(file, mode)
  return { ...ports, files: { ...files, open } }
}

describe('an alert that can’t be read for now', () => {
  it('is not gone: its cause gets no second one, and is followed when it can be read again', async () => {
    const { folder } = await newVault(tempFolder(), 'none')
    const now = readClocks(realPorts)
    await followCauses(realPorts, folder, [full], () => true, now)
    const [file] = alertFiles(folder)
    const asked: (readonly string[])[] = []
    const waits = (unreadable: readonly string[]): boolean => {
      asked.push(unreadable)
      return unreadable.length === 0
    }
    const blind = withoutFiles(realPorts, [file!])
    expect(await followCauses(blind, folder, [full], () => true, now, waits)).toBe(0)
    expect(alertFiles(folder)).toEqual([file])
    expect(await followCauses(realPorts, folder, [], () => true, now, waits)).toBe(1)
    expect(asked).toEqual([[path.basename(file!, '.json')], []])
    expect((await listAlerts(realPorts, folder)).records).toMatchObject([
      { resolvedAt: new Date(now.wallMs).toISOString() },
    ])
  })

  it('keeps its message waiting', async () => {
    const { folder } = await newVault(tempFolder(), 'none')
    await followCauses(realPorts, folder, [full], () => true, readClocks(realPorts))
    const [file] = alertFiles(folder)
    const withdrawn: string[] = []
    const messenger = {
      ...forgetfulMessenger(() => Promise.resolve([])),
      waiting: () => [`${path.basename(file!, '.json')}/1/0/0`],
      withdraw: (id: string) => {
        withdrawn.push(id)
        return Promise.resolve([])
      },
    }
    const around = { folder, escalation: defaultEscalation, messenger, mayTell: () => Promise.resolve(true) }
    await retryMessages({ ...around, ports: withoutFiles(realPorts, [file!]) })
    expect(withdrawn).toEqual([])
    fs.rmSync(path.join(folder, '.holdfast', 'alerts', file!))
    await retryMessages({ ...around, ports: realPorts })
    expect(withdrawn).toHaveLength(1)
  })

  it('for long keeps nobody from being told of what may be new', async () => {
    const time = testTime('2026-11-27T05:00:00.000Z')
    const rig = await monitoringRig(time)
    fs.rmSync(rig.file)
    time.set('2026-11-27T06:00:01.000Z')
    await rig.turn()
    await rig.monitor.stop()
    const { world } = rig.context
    const ports = withoutFiles(world.ports, alertFiles(rig.vault))
    const messenger = keepingMessenger()
    const context = { ...rig.context, world: { ...world, ports } }
    const monitor = createMonitor(context, rig.scheduler, () => Promise.resolve(messenger))
    const toldAfter = async (minutes: number): Promise<number> => {
      time.pass(minutes)
      await monitor.look()
      await monitor.idle()
      // What is taken up comes first; what is new is told at the next look.
      await monitor.look()
      await monitor.idle()
      return messenger.messages.length
    }
    expect([await toldAfter(0), await toldAfter(1), alertFiles(rig.vault).length]).toEqual([0, 0, 1])
    expect([await toldAfter(5), alertFiles(rig.vault).length]).toEqual([1, 2])
    await monitor.stop()
  })
})
