import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { afterEach, expect, it } from 'vitest'

import { listMessageRecords, listPastReports, saveEscalation } from '../../../main/engine/engine.ts'
import { defaultEscalation } from '../../../shared/domain/alerts/escalation.ts'
import type { MessageRecord } from '../../../shared/domain/alerts/message.ts'
import { canRunDesktop, startDesktop } from '../../support/channels/desktop-session.ts'
import { canRunExim, startExim } from '../../support/channels/exim-server.ts'
import { startHookReceiver } from '../../support/channels/hook-receiver.ts'
import { hookSecret } from '../../support/channels/queue-rig.ts'
import { realPorts } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { cliRig, filesBelow, type Rig } from './cli-rig.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

/** A vault with one database whose only attempt at a backup failed. */
async function failedRig(): Promise<Rig> {
  const rig = cliRig()
  const file = rig.source('prices.db')
  await rig.run('init', rig.vault)
  await rig.run('add', file)
  fs.rmSync(file)
  await rig.run('backup', 'prices')
  return rig
}

function startAgent(rig: Rig): { kill(): Promise<void>; stop(): Promise<void> } {
  const { child, ended } = rig.start('agent')
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await ended
  }
  stops.push(() => end('SIGKILL'))
  return { kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

/** What became of the messages of the failed backup, newest first. As `holdfast alerts messages` says it, in a fraction of the time. */
async function recordsBy({ vault }: Rig, channel: string): Promise<readonly MessageRecord[]> {
  const records = await listMessageRecords(realPorts, vault, 100)
  return records.filter((one) => one.channel === channel && one.kind === 'backup_failed')
}

async function statesBy(rig: Rig, channel: string): Promise<readonly string[]> {
  return (await recordsBy(rig, channel)).map(({ state }) => state)
}

async function keptReports({ vault }: Rig): Promise<number> {
  return (await listPastReports(realPorts, vault, 50)).length
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await delay(200)
}

function secretFile(secret: string): string {
  const file = path.join(tempFolder('secret'), 'secret.txt')
  fs.writeFileSync(file, secret)
  return file
}

/** Files of vault and home that hold one of these secrets, in any of the forms in which it is sent or could be written. */
function filesWith({ folder }: Rig, secrets: readonly string[]): readonly string[] {
  const forms = secrets.flatMap((secret) => [
    Buffer.from(secret),
    Buffer.from(Buffer.from(secret).toString('base64').replace(/=+$/, '')),
    Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
  ])
  return filesBelow(folder).filter((file) => {
    const bytes = fs.readFileSync(path.join(folder, file))
    return forms.some((form) => bytes.includes(form))
  })
}

/** Gives the first role of the product’s own matrix to one person with these channels. */
function tellBy({ vault }: Rig, ...channels: string[]): Promise<void> {
  const roles = { system_admin: [{ name: 'Ada', channels }] }
  return saveEscalation(realPorts, vault, { ...defaultEscalation, roles })
}

it.skipIf(!canRunExim)(
  'a failed backup reaches a mail server and a receiver that was away, once each, though the agent is killed again and again',
  async () => {
    const folder = tempFolder('exim')
    const mail = await startExim(folder)
    stops.push(() => mail.stop())
    let status = 503
    const hook = await startHookReceiver((response) => response.writeHead(status).end())
    stops.push(() => hook.stop())
    const taken = { count: 0 }
    const rig = await failedRig()
    const { submissionPort, user, password, certificates } = mail
    const ca = path.join(rig.folder, 'ca.pem')
    fs.writeFileSync(ca, certificates.authority)
    const server = ['--host', '127.0.0.1', '--port', String(submissionPort), '--user', user, '--ca', ca]
    const between = ['--from', 'holdfast@mail.test', '--to', 'ada@mail.test']
    const byMail = ['mail', 'email', ...server, ...between, '--secret-file', secretFile(password)]
    expect((await rig.run('channel', 'add', ...byMail)).err).toBe('')
    const byHook = ['pager', 'webhook', '--url', hook.origin, '--secret-file', secretFile(hookSecret)]
    expect((await rig.run('channel', 'add', ...byHook)).err).toBe('')
    expect((await rig.run('channel', 'test', 'mail')).status).toBe(0)
    const tested = await rig.json('channel', 'test', 'pager')
    expect([tested.status, tested.json]).toMatchObject([
      1,
      { fault: { code: 'WEBHOOK_REFUSED', status: 503 } },
    ])
    await tellBy(rig, 'mail', 'pager')
    const ofAlert = () => hook.received.filter(({ body }) => body.includes('"kind":"backup_failed"'))

    const first = startAgent(rig)
    await until(async () => (await statesBy(rig, 'pager'))[0] === 'waiting')
    await first.kill()
    expect(await statesBy(rig, 'mail')).toEqual(['sent'])
    taken.count = ofAlert().length
    status = 200

    // A program begins with what waits and is due: this one need not wait for its second look.
    const [waits] = await recordsBy(rig, 'pager')
    await delay(Math.max(0, Date.parse(waits?.nextAt ?? '') - Date.now()))
    const second = startAgent(rig)
    await until(async () => (await statesBy(rig, 'pager'))[0] === 'sent')
    await second.kill()
    const reportCount = await keptReports(rig)
    const third = startAgent(rig)
    // It keeps a report when it looks, and ends that look, which takes up what the others left, before it stops.
    await until(async () => (await keptReports(rig)) > reportCount)
    await third.stop()

    expect(new Set(ofAlert().map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(ofAlert().length).toBe(taken.count + 1)
    const mails = (await mail.mails(2)).filter((text) => text.includes('Backup of prices failed'))
    expect(mails.length).toBe(1)
    expect(mails[0]).toContain('holdfast alerts')
    expect(filesWith(rig, [password, hookSecret])).toEqual([])
  },
)

it.skipIf(!canRunDesktop)(
  'whoever sees the agent’s desktop is told of a failed backup, unasked',
  async () => {
    const desktop = await startDesktop(tempFolder('desktop'), true)
    stops.push(() => desktop.stop())
    const rig = await failedRig()
    const { DISPLAY, DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = desktop.environment
    Object.assign(rig.env, { DISPLAY, DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR })
    startAgent(rig)
    await until(() => desktop.shown() > 0)
    expect(desktop.seen()).toContain('CRITICAL: Backup of prices failed')
    await until(async () => (await statesBy(rig, 'desktop'))[0] === 'sent')
  },
)
