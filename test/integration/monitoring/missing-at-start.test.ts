import fs from 'node:fs'

import { afterEach, describe, expect, it, vi } from 'vitest'

import { runAgent, type AgentEvent } from '../../../main/cli/agent/run-agent.ts'
import { composeOperations } from '../../../main/compose/compose-operations.ts'
import { copyTelling, escalationText, listAlerts } from '../../../main/engine/engine.ts'
import { nodePorts } from '../../../main/engine/ports/node-ports.ts'
import { engineUseCases } from '../../../main/jobs/engine-use-cases.ts'
import { runInProcess } from '../../../main/jobs/run-in-process.ts'
import { openChannelMessenger } from '../../../main/operations/channels/channel-messenger.ts'
import { saveChannel } from '../../../main/operations/channels/save-channel.ts'
import { awayPlaceOf } from '../../../main/operations/monitoring/alerts-place.ts'
import { importEscalation } from '../../../main/operations/monitoring/escalation-of.ts'
import { watchLastVault } from '../../../main/operations/monitoring/watch-missing.ts'
import type { Operations } from '../../../main/operations/operations.ts'
import type { Scheduler } from '../../../main/operations/schedules/scheduler.ts'
import type { Timers } from '../../../main/operations/timers.ts'
import { closeVault } from '../../../main/operations/vaults/close-vault.ts'
import { openVault } from '../../../main/operations/vaults/open-vault.ts'
import { rememberedVault } from '../../../main/operations/vaults/remembered-vault.ts'
import type { Alert } from '../../../shared/domain/alerts/alert.ts'
import { defaultEscalation } from '../../../shared/domain/alerts/escalation.ts'
import { hookSecret, startScriptedReceiver, type ScriptedReceiver } from '../../support/channels/queue-rig.ts'
import {
  keepingMessenger,
  monitoringRig,
  monitorOverChannels,
  testTime,
  type TestTime,
} from '../../support/monitoring/monitoring-rig.ts'
import { closeRigs } from '../../support/schedules/scheduling-rig.ts'
import { cliRig, type Rig } from '../cli/cli-rig.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
  await closeRigs()
})

/** A program that starts while the vault that was open last is away; its timers go by a thousand times as fast. */
interface Missing {
  readonly context: Operations
  readonly vault: string
  readonly hook: ScriptedReceiver
  readonly time: TestTime
  readonly scheduler: Scheduler
  plugIn(): void
}

/** The vault’s people have the channel `pager`, which leads to a real receiver, and one program had it open before. */
async function missing(): Promise<Missing> {
  const time = testTime('2026-11-27T05:00:00.000Z')
  const rig = await monitoringRig(time)
  const hook = await startScriptedReceiver()
  stops.push(() => hook.receiver.stop())
  await saveChannel(rig.context, {
    name: 'pager',
    settings: { kind: 'webhook', url: `${hook.receiver.origin}/services/one`, trustedCa: null },
    secret: { kind: 'new', secret: hookSecret },
    replaces: false,
  })
  const roles = { system_admin: [{ name: 'Ada', channels: ['pager'] }] }
  await importEscalation(rig.context, escalationText({ ...defaultEscalation, roles }))
  await rig.turn()
  await rig.monitor.stop()
  await closeVault(rig.context)
  fs.renameSync(rig.vault, `${rig.vault}.unplugged`)
  const { world } = rig.context
  const timers: Timers = { after: (delayMs, callback) => world.timers.after(delayMs / 1000, callback) }
  return {
    context: { ...rig.context, world: { ...world, timers } },
    vault: rig.vault,
    hook,
    time,
    scheduler: rig.scheduler,
    plugIn: () => fs.renameSync(`${rig.vault}.unplugged`, rig.vault),
  }
}

/** Alerts that this machine keeps of the vault that was open last. */
async function awayAlerts(context: Operations): Promise<readonly Alert[]> {
  const known = await rememberedVault(context.world)
  const { folder } = awayPlaceOf(context, known!).access
  return (await listAlerts(context.world.ports, folder)).records
}

async function untilTold({ hook, time }: Missing): Promise<void> {
  await vi.waitFor(
    () => {
      time.pass(0.5)
      expect(hook.receiver.received.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
        { data: { facts: { kind: 'vault_away' } } },
      ])
    },
    { timeout: 10_000 },
  )
}

describe('a vault that is away when a program starts', () => {
  it('is told of by an agent that waits for it, and is over when that can open it', async () => {
    const scene = await missing()
    const { context, vault, time } = scene
    const stopped = new AbortController()
    const events: AgentEvent[] = []
    const running = runAgent(context, {
      openVault: () => openVault(context, vault),
      vaultFolder: vault,
      rememberedVault: () => rememberedVault(context.world, { folder: vault }),
      tell: (event) => events.push(event),
      signal: stopped.signal,
      finishes: false,
    })
    await untilTold(scene)
    stopped.abort()
    await running
    expect(events.map(({ event }) => event)).toEqual(['waiting'])
    scene.plugIn()
    await openVault(context, vault)
    const monitor = monitorOverChannels({ operations: context, scheduler: scene.scheduler }, time)
    stops.push(() => monitor.stop())
    await monitor.look()
    expect(await awayAlerts(context)).toMatchObject([{ resolvedAt: expect.any(String) }])
  })

  it('is told of by a window that shows no vault', async () => {
    const scene = await missing()
    const { context } = scene
    const stop = await watchLastVault(context, (place, isAway) =>
      openChannelMessenger(context.world, place, isAway),
    )
    stops.push(stop)
    await untilTold(scene)
    scene.plugIn()
    await vi.waitFor(async () => {
      expect(await awayAlerts(context)).toMatchObject([{ resolvedAt: expect.any(String) }])
    })
  })
})

it('keeps the key of an encrypted vault that is away at hand, as far as this machine has it', async () => {
  const rig = cliRig()
  expect(await rig.run('init', rig.vault)).toMatchObject({ status: 0 })
  const { context } = await contextAt(rig)
  await openVault(context, rig.vault)
  const open = context.session.known()
  expect(open.access.vaultKey).not.toBeNull()
  const kept = awayPlaceOf(context, open).access.folder
  await copyTelling(context.world.ports, open.access, kept)
  await closeVault(context)
  fs.rmSync(rig.vault, { recursive: true })
  expect(await rememberedVault(context.world, { folder: rig.vault })).toMatchObject({
    access: open.access,
    facts: open.facts,
  })
})

/** Another program with the rig’s home; timers by a thousand times as fast, clocks that a test moves. */
async function contextAt(rig: Rig): Promise<{ readonly context: Operations; readonly time: TestTime }> {
  const time = testTime('2026-11-27T05:00:00.000Z')
  const composed = await composeOperations({
    by: 'agent',
    clock: time.clock,
    homeFolder: rig.home,
    env: { HOLDFAST_KEYCHAIN: 'off' },
    jobs: (logger) => runInProcess({ logger, useCases: engineUseCases, portsFor: nodePorts }),
  })
  stops.push(() => composed.close())
  const { operations } = composed
  const { world } = operations
  const timers: Timers = { after: (delayMs, callback) => world.timers.after(delayMs / 1000, callback) }
  const ports = { ...world.ports, machine: time.machine }
  return { context: { ...operations, world: { ...world, timers, ports } }, time }
}

it('an alert of a vault that is away is listed and taken on by the command line', async () => {
  const rig = cliRig()
  await rig.run('init', rig.vault)
  const { context, time } = await contextAt(rig)
  fs.rmSync(rig.vault, { recursive: true })
  // As an unplugged drive leaves its mount point.
  fs.mkdirSync(rig.vault)
  const messenger = keepingMessenger()
  const stop = await watchLastVault(context, () => Promise.resolve(messenger))
  await vi.waitFor(
    () => {
      time.pass(0.5)
      expect(messenger.messages).toHaveLength(1)
    },
    { timeout: 10_000 },
  )
  await stop()
  const listed = await rig.json('alerts')
  expect(listed).toMatchObject({ status: 0, json: { alerts: [{ cause: { kind: 'vault_away' } }] } })
  const [alert] = await awayAlerts(context)
  const taken = await rig.run('alerts', 'ack', alert!.id, '--note', 'the drive is at the office')
  expect(taken).toEqual({ status: 0, out: 'Taken on: The vault is away\n', err: '' })
  expect(await awayAlerts(context)).toMatchObject([{ acknowledged: { note: 'the drive is at the office' } }])
})
