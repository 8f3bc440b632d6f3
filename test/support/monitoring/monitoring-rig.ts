import path from 'node:path'

import type { Clock, Machine } from '../../../main/engine/engine.ts'
import { thisMachine } from '../../../main/engine/ports/node-machine.ts'
import { openChannelMessenger } from '../../../main/operations/channels/channel-messenger.ts'
import { registerDatabases } from '../../../main/operations/databases/register-databases.ts'
import type { Messenger } from '../../../main/operations/monitoring/messenger.ts'
import { createMonitor, type Monitor } from '../../../main/operations/monitoring/monitor.ts'
import type { Operations } from '../../../main/operations/operations.ts'
import { applyPolicy } from '../../../main/operations/policies/apply-policy.ts'
import type { Message } from '../../../shared/domain/alerts/message.ts'
import { buildDatabase } from '../database-builder.ts'
import { makePolicy, policyOf, schedulingRig, type SchedulingRig } from '../schedules/scheduling-rig.ts'
import { tempFolder } from '../temp-folder.ts'

/** The clocks of a machine, which a test moves. */
export interface TestTime {
  readonly clock: Clock
  readonly machine: Machine
  /** All clocks go on. */
  pass(minutes: number): void
  /** Somebody sets the clock on the wall. */
  set(instant: string): void
}

/** A machine that was started an hour ago, at a moment. */
export function testTime(instant: string): TestTime {
  let wallMs = Date.parse(instant)
  let upMs = 3_600_000
  const begunUpMs = upMs
  return {
    clock: { now: () => wallMs, monotonicMs: () => performance.now() + upMs - begunUpMs },
    machine: { ...thisMachine, boot: 'boot 1', upMs: () => upMs },
    pass: (minutes) => {
      wallMs += minutes * 60_000
      upMs += minutes * 60_000
    },
    set: (next) => {
      wallMs = Date.parse(next)
    },
  }
}

/** One program that schedules and watches a vault with one database that is taken at 06:00 UTC each day. */
export interface MonitoringRig extends SchedulingRig {
  readonly folder: string
  readonly vault: string
  /** The database's file. */
  readonly file: string
  readonly databaseId: string
  readonly policyId: string
  /** With the clocks of the test's machine. */
  readonly context: Operations
  readonly monitor: Monitor
  /** What people were told, oldest first. */
  readonly messages: readonly Message[]
  /** The scheduler looks, what it queued ends, the monitor looks, and what it tells is out. */
  turn(): Promise<void>
}

/** Watches the vault of a rig, as a program of its own would that shares its operations. */
export function monitorOf(
  { operations, scheduler }: Pick<SchedulingRig, 'operations' | 'scheduler'>,
  { machine }: TestTime,
  messenger: Messenger,
): { readonly context: Operations; readonly monitor: Monitor } {
  const context = contextOn(operations, machine)
  return { context, monitor: createMonitor(context, scheduler, () => Promise.resolve(messenger)) }
}

/** As `monitorOf`, and people are told by the vault's own channels. */
export function monitorOverChannels(
  { operations, scheduler }: Pick<SchedulingRig, 'operations' | 'scheduler'>,
  { machine }: TestTime,
): Monitor {
  const context = contextOn(operations, machine)
  return createMonitor(context, scheduler, (vault, isAway) =>
    openChannelMessenger(context.world, vault, isAway),
  )
}

function contextOn(operations: Operations, machine: Machine): Operations {
  const { world } = operations
  return { ...operations, world: { ...world, ports: { ...world.ports, machine } } }
}

/** A messenger that forgets what it was handed, as one in another home would; parts of it replaced. */
export function forgetfulMessenger(send: Messenger['send']): Messenger {
  return {
    prepare: () => Promise.resolve(),
    send,
    writtenFor: () => null,
    recall: () => [],
    waiting: () => [],
    withdraw: () => Promise.resolve([]),
    retryDue: () => Promise.resolve([]),
    close: () => undefined,
  }
}

/** A messenger that keeps what it is handed. */
export function keepingMessenger(): Messenger & { readonly messages: readonly Message[] } {
  const messages: Message[] = []
  const send: Messenger['send'] = (message) => {
    messages.push(message)
    const channels = new Set(message.receivers.flatMap((one) => one.channels))
    const sent = { state: 'sent', detail: '', nextAt: null, missed: [] } as const
    const to = channels.size === 0 ? ['kept'] : [...channels]
    return Promise.resolve(to.map((channel) => ({ channel, ...sent })))
  }
  return { ...forgetfulMessenger(send), messages }
}

/** A new vault with one database. `closeRigs` closes it. */
export async function monitoringRig(time: TestTime): Promise<MonitoringRig> {
  const folder = tempFolder('monitoring')
  const file = path.join(folder, 'prices.db')
  buildDatabase(file)
  const rig = await schedulingRig(time.clock, folder)
  const policy = await makePolicy(rig, policyOf('0 6 * * *'))
  const [added] = await registerDatabases(rig.operations, { paths: [file] })
  const databaseId = 'record' in added! ? added.record.id : ''
  await applyPolicy(rig.operations, policy.id, [databaseId])
  const messenger = keepingMessenger()
  const { context, monitor } = monitorOf(rig, time, messenger)
  return {
    ...rig,
    folder,
    vault: path.join(folder, 'vault'),
    file,
    databaseId,
    policyId: policy.id,
    context,
    monitor,
    messages: messenger.messages,
    async turn() {
      await rig.look()
      await monitor.look()
      await monitor.idle()
    },
  }
}
