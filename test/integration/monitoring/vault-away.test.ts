import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it, vi } from 'vitest'

import { escalationText } from '../../../main/engine/engine.ts'
import { openVaultChannel } from '../../../main/operations/channels/open-vault-channel.ts'
import { saveChannel } from '../../../main/operations/channels/save-channel.ts'
import { acknowledgeAlert } from '../../../main/operations/monitoring/acknowledge-alert.ts'
import { importEscalation } from '../../../main/operations/monitoring/escalation-of.ts'
import { listAlerts } from '../../../main/operations/monitoring/list-alerts.ts'
import { createMonitor } from '../../../main/operations/monitoring/monitor.ts'
import type { Operations } from '../../../main/operations/operations.ts'
import type { Timers } from '../../../main/operations/timers.ts'
import { watchVault } from '../../../main/operations/vaults/watch-vault.ts'
import type { AlertView } from '../../../shared/domain/alerts/alert-views.ts'
import { defaultEscalation } from '../../../shared/domain/alerts/escalation.ts'
import type { VaultStatus } from '../../../shared/domain/views.ts'
import { hookSecret, startScriptedReceiver } from '../../support/channels/queue-rig.ts'
import {
  keepingMessenger,
  monitoringRig,
  monitorOf,
  monitorOverChannels,
  testTime,
  type MonitoringRig,
  type TestTime,
} from '../../support/monitoring/monitoring-rig.ts'
import { closeRigs, schedulingRig } from '../../support/schedules/scheduling-rig.ts'
import { canMountFor, fillDisk, mountSmallDisk } from '../../support/small-disk.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
  await closeRigs()
})

/** Takes the vault’s folder away, as an unplugged drive does; the window’s watch sees it at its next look. */
function unplug({ vault, context }: MonitoringRig): void {
  fs.renameSync(vault, `${vault}.unplugged`)
  const open = context.session.known()
  context.session.become({
    state: 'unreachable',
    vault: open,
    fault: { code: 'VAULT_MISSING', path: open.access.folder },
  })
}

function plugIn({ vault, context }: MonitoringRig): void {
  fs.renameSync(`${vault}.unplugged`, vault)
  context.session.become({ state: 'open', vault: context.session.known() })
}

async function alertsOf({ context }: MonitoringRig): Promise<readonly AlertView[]> {
  return (await listAlerts(context)).alerts
}

async function watched(): Promise<{ rig: MonitoringRig; time: TestTime }> {
  const time = testTime('2026-11-27T05:00:00.000Z')
  const rig = await monitoringRig(time)
  await rig.turn()
  return { rig, time }
}

describe('a vault that is away', () => {
  it('is told of after a minute, climbs, and is over when the vault is back', async () => {
    const { rig, time } = await watched()
    unplug(rig)
    await rig.turn()
    expect(rig.messages).toEqual([])
    time.pass(1)
    await rig.turn()
    await rig.turn()
    expect(rig.messages).toMatchObject([
      {
        severity: 'CRITICAL',
        roles: ['system_admin', 'database_admin'],
        cause: { kind: 'vault_away', folder: rig.vault },
      },
    ])
    expect(await alertsOf(rig)).toMatchObject([{ cause: { kind: 'vault_away' }, resolvedAt: null }])
    time.pass(15)
    await rig.turn()
    expect(rig.messages.map(({ roles }) => roles)).toEqual([
      ['system_admin', 'database_admin'],
      ['team_lead', 'on_call_engineer'],
    ])
    plugIn(rig)
    await rig.turn()
    expect((await alertsOf(rig)).filter(({ cause }) => cause.kind === 'vault_away')).toEqual([])
    time.pass(60)
    await rig.turn()
    unplug(rig)
    expect(await alertsOf(rig)).toMatchObject([
      { cause: { kind: 'vault_away' }, resolvedAt: '2026-11-27T05:16:00.000Z' },
    ])
    plugIn(rig)
  })

  it('is told of to nobody else once somebody has taken it on', async () => {
    const { rig, time } = await watched()
    unplug(rig)
    await rig.turn()
    time.pass(2)
    await rig.turn()
    const [alert] = await alertsOf(rig)
    await acknowledgeAlert(rig.context, alert!.id, 'the drive is at the office')
    time.pass(60)
    await rig.turn()
    expect(rig.messages).toHaveLength(1)
    plugIn(rig)
  })

  it('reaches people by the vault’s own channels, once, though another program of the machine watches too', async () => {
    const { rig, time } = await watched()
    const hook = await startScriptedReceiver()
    stops.push(() => hook.receiver.stop())
    await rig.monitor.stop()
    await saveChannel(rig.context, {
      name: 'pager',
      settings: { kind: 'webhook', url: `${hook.receiver.origin}/services/one`, trustedCa: null },
      secret: { kind: 'new', secret: hookSecret },
      replaces: false,
    })
    const roles = { system_admin: [{ name: 'Ada', channels: ['pager'] }] }
    await importEscalation(rig.context, escalationText({ ...defaultEscalation, roles }))
    const monitors = [monitorOverChannels(rig, time), monitorOverChannels(rig, time)]
    for (const monitor of monitors) stops.push(() => monitor.stop())
    const turn = (): Promise<unknown> => Promise.all(monitors.map((monitor) => monitor.look()))
    await turn()
    unplug(rig)
    await turn()
    time.pass(2)
    await turn()
    await turn()
    expect(hook.ids()).toHaveLength(1)
    const secret = Buffer.from(hookSecret)
    const away = rig.context.world.home.awayFolder
    for (const entry of fs.readdirSync(away, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const file = path.join(entry.parentPath, entry.name)
      expect(fs.readFileSync(file).includes(secret)).toBe(false)
      expect(fs.statSync(file).mode & 0o077).toBe(0)
    }
    plugIn(rig)
    await turn()
  })

  it('is told of on, whatever becomes of a copy of the vault on the same machine', async () => {
    const { rig, time } = await watched()
    const folder = tempFolder('copy')
    fs.cpSync(rig.vault, path.join(folder, 'vault'), { recursive: true })
    const home = path.relative(folder, rig.context.world.home.folder)
    const copy = await schedulingRig(time.clock, folder, home)
    const { monitor } = monitorOf(copy, time, keepingMessenger())
    stops.push(() => monitor.stop())
    unplug(rig)
    await rig.turn()
    time.pass(2)
    await rig.turn()
    expect(rig.messages).toHaveLength(1)
    await monitor.look()
    expect(await alertsOf(rig)).toMatchObject([{ cause: { kind: 'vault_away' }, resolvedAt: null }])
    plugIn(rig)
    await rig.turn()
  })

  it('leaves what was kept of whom to tell, though the program has not seen yet that it is gone', async () => {
    const { rig, time } = await watched()
    await importEscalation(rig.context, escalationText({ ...defaultEscalation, roles: {} }))
    time.pass(2)
    await rig.turn()
    const { homeName } = rig.context.session.known()
    const kept = path.join(rig.context.world.home.awayFolder, homeName, '.holdfast', 'escalation.json')
    expect(fs.existsSync(kept)).toBe(true)
    fs.renameSync(rig.vault, `${rig.vault}.unplugged`)
    time.pass(2)
    await rig.turn()
    expect(fs.existsSync(kept)).toBe(true)
    fs.renameSync(`${rig.vault}.unplugged`, rig.vault)
  })

  it('is over, too, where the program that told of it is gone', async () => {
    const { rig, time } = await watched()
    unplug(rig)
    await rig.turn()
    time.pass(2)
    await rig.turn()
    await rig.monitor.stop()
    plugIn(rig)
    const next = monitorOverChannels(rig, time)
    stops.push(() => next.stop())
    await next.look()
    unplug(rig)
    expect(await alertsOf(rig)).toMatchObject([
      { cause: { kind: 'vault_away' }, resolvedAt: '2026-11-27T05:02:00.000Z' },
    ])
    plugIn(rig)
  })
})

/** So that nothing can be written to the vault, and it can be read: a disk that is full, or, for who may not mount one, no permission. Answers what ends it. */
function hinderWriting({ vault }: MonitoringRig): () => void {
  if (process.getuid?.() !== 0) {
    const folders = fs
      .readdirSync(vault, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(entry.parentPath, entry.name))
    const setAll = (mode: number): void => folders.forEach((folder) => fs.chmodSync(folder, mode))
    setAll(0o500)
    return () => setAll(0o700)
  }
  const aside = path.join(tempFolder('aside'), 'vault')
  fs.cpSync(vault, aside, { recursive: true })
  if (!mountSmallDisk(vault, 4 << 20)) throw new Error('no disk can be mounted here')
  fs.cpSync(aside, vault, { recursive: true })
  const ballast = fillDisk(vault)
  return () => fs.rmSync(ballast)
}

const canHinder = process.getuid?.() !== 0 || canMountFor('a vault that can’t be written')

describe.skipIf(!canHinder)('a vault that can be read and not written', () => {
  it('is told of after a minute from this machine, can be taken on, and is over when it can be written', async () => {
    const { rig, time } = await watched()
    const unwritable = async (): Promise<readonly AlertView[]> =>
      (await alertsOf(rig)).filter(({ cause }) => cause.kind === 'vault_unwritable')
    const letWrite = hinderWriting(rig)
    await rig.turn()
    expect(rig.messages).toEqual([])
    time.pass(1)
    await rig.turn()
    const cause = { kind: 'vault_unwritable', folder: rig.vault, since: '2026-11-27T05:00:00.000Z' }
    expect(rig.messages).toMatchObject([{ severity: 'CRITICAL', cause }])
    const [open] = await unwritable()
    expect(open).toMatchObject({ resolvedAt: null, cause })
    expect((await listAlerts(rig.context)).messages).toMatchObject([
      { kind: 'vault_unwritable', state: 'sent' },
    ])
    await acknowledgeAlert(rig.context, open!.id, 'more room is on its way')
    expect(await unwritable()).toMatchObject([{ acknowledged: { note: 'more room is on its way' } }])
    time.pass(30)
    await rig.turn()
    expect(rig.messages).toHaveLength(1)
    letWrite()
    await rig.turn()
    expect(await unwritable()).toEqual([])
    const known = rig.context.session.known()
    const fault = { code: 'VAULT_MISSING', path: rig.vault } as const
    rig.context.session.become({ state: 'unreachable', vault: known, fault })
    expect(await unwritable()).toMatchObject([{ resolvedAt: '2026-11-27T05:31:00.000Z' }])
    rig.context.session.become({ state: 'open', vault: known })
  })
})

describe('a vault whose file system hangs', () => {
  /** The vault’s files answer nothing from when it is told to; timers go by a thousand times as fast. */
  function hangable({ context, vault }: MonitoringRig): {
    readonly context: Operations
    readonly hang: () => void
  } {
    let hangs = false
    const { world } = context
    const files = new Proxy(world.ports.files, {
      get: (real, name) => {
        const method = Reflect.get(real, name) as (...given: readonly unknown[]) => unknown
        return (...given: readonly unknown[]) =>
          hangs && String(given[0]).startsWith(vault)
            ? new Promise(() => undefined)
            : Reflect.apply(method, real, given)
      },
    })
    const timers: Timers = { after: (delayMs, callback) => world.timers.after(delayMs / 1000, callback) }
    return {
      context: { ...context, world: { ...world, timers, ports: { ...world.ports, files } } },
      hang: () => {
        hangs = true
      },
    }
  }

  it('is told of as one that is away, though nothing answers, and nobody waits for it at the end', async () => {
    const { rig, time } = await watched()
    await rig.monitor.stop()
    const { context, hang } = hangable(rig)
    const messenger = keepingMessenger()
    const acting = await rig.scheduler.acting()
    const monitor = createMonitor(
      context,
      { acting: async () => ((await context.world.ports.files.stat(rig.vault)) === null ? null : acting) },
      () => Promise.resolve(messenger),
    )
    const stopWatching = watchVault(context)
    stops.push(() => Promise.resolve(stopWatching()))
    const unreachable = new Promise<VaultStatus>((resolve) => {
      const stop = context.changes.listen((change) => {
        if (change.topic === 'vault' && change.status.state === 'unreachable') resolve(change.status)
      })
      stops.push(() => Promise.resolve(stop()))
    })
    hang()
    monitor.start()
    expect(await unreachable).toMatchObject({ fault: { code: 'VAULT_SILENT' } })
    const told = (): boolean => messenger.messages.some(({ cause }) => cause.kind === 'vault_away')
    await vi.waitFor(
      () => {
        time.pass(1)
        expect(told()).toBe(true)
      },
      { timeout: 10_000 },
    )
    await monitor.stop()
    rig.context.session.become({ state: 'open', vault: rig.context.session.known() })
  })
})

describe('who is told, where what the vault says of it is damaged', () => {
  it('is who was told last, and an alert says that it is not known', async () => {
    const { rig, time } = await watched()
    const roles = { system_admin: [{ name: 'Ada', channels: ['desktop'] }] }
    await importEscalation(rig.context, escalationText({ ...defaultEscalation, roles }))
    time.pass(2)
    await rig.turn()
    fs.writeFileSync(path.join(rig.vault, '.holdfast', 'escalation.json'), '{')
    for (let n = 0; n < 4; n += 1) {
      time.pass(2)
      await rig.turn()
    }
    expect(await listAlerts(rig.context)).toMatchObject({
      escalation: { roles },
      escalationFrom: 'kept',
      alerts: [{ resolvedAt: null, cause: { kind: 'not_known', check: 'escalation' } }],
    })
    expect(rig.messages).toMatchObject([
      { cause: { kind: 'not_known', check: 'escalation' }, receivers: [{ name: 'Ada' }] },
    ])
    await importEscalation(rig.context, escalationText({ ...defaultEscalation, roles }))
    for (let n = 0; n < 4; n += 1) {
      time.pass(2)
      await rig.turn()
    }
    expect((await alertsOf(rig)).every(({ resolvedAt }) => resolvedAt !== null)).toBe(true)
  })
})

describe('what can’t be written or read in a vault', () => {
  it('keeps nobody from being told of what is known', async () => {
    const { rig, time } = await watched()
    fs.rmSync(rig.file)
    fs.rmSync(path.join(rig.vault, '.holdfast', 'health'), { recursive: true, force: true })
    fs.writeFileSync(path.join(rig.vault, '.holdfast', 'health'), 'a file where reports of health belong')
    time.set('2026-11-27T06:00:01.000Z')
    await rig.turn()
    time.pass(61)
    await rig.turn()
    expect(rig.messages).toMatchObject([{ cause: { kind: 'backup_failed' } }])
  })

  it('leaves the desktop where the file of the other channels is damaged', async () => {
    const { rig } = await watched()
    fs.writeFileSync(path.join(rig.vault, '.holdfast', 'channels.json'), '{')
    const { world, session } = rig.context
    const { access } = session.known()
    expect(await openVaultChannel(world, access, 'desktop')).not.toBeNull()
    await expect(openVaultChannel(world, access, 'pager')).rejects.toMatchObject({
      fault: { code: 'CHANNELS_DAMAGED' },
    })
  })
})
