import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'

import type { ChannelSettings, MailSettings } from '../../../shared/domain/alerts/channel-settings.ts'
import type { SecretChoice } from '../../../shared/domain/alerts/channel-views.ts'
import { defaultEscalation } from '../../../shared/domain/alerts/escalation.ts'
import { hookSecret, startScriptedReceiver } from '../../support/channels/queue-rig.ts'
import { backendRig, closeBackends, type BackendRig } from './backend-rig.ts'

afterEach(closeBackends)

const kept = { kind: 'keep' } as const
const none = { kind: 'none' } as const
const given: SecretChoice = { kind: 'new', secret: hookSecret }
const hook: ChannelSettings = { kind: 'webhook', url: 'http://127.0.0.1:9/one', trustedCa: null }
const mail: MailSettings = {
  kind: 'email',
  host: '127.0.0.1',
  port: 9,
  security: 'tls',
  user: 'holdfast',
  from: 'holdfast@example.org',
  to: ['dba@example.org'],
  trustedCa: null,
}

async function vaultRig(): Promise<BackendRig> {
  const rig = await backendRig()
  await rig.client.vault.create({ folder: rig.vault, key: { kind: 'none' } })
  return rig
}

/** The fault of a call; null: it had none. */
async function faultOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: unknown) => (error as { data?: unknown }).data,
  )
}

describe('the channels of a vault', () => {
  it('are refused where they can’t be used, and where one of the name is there', async () => {
    const { client } = await vaultRig()
    const save = (
      name: string,
      settings: ChannelSettings,
      secret: typeof kept | typeof none | typeof given,
    ) => faultOf(client.channels.save({ name, settings, secret, replaces: false }))
    expect(await save('pager', hook, none)).toMatchObject({ code: 'CHANNEL_INVALID', kind: 'webhook' })
    expect(await save('pager', hook, kept)).toMatchObject({
      problems: ['its signing secret is not there'],
    })
    expect(await save('mail', mail, none)).toMatchObject({ code: 'CHANNEL_INVALID', kind: 'email' })
    expect(await save('desktop', { kind: 'notification' }, none)).toMatchObject({ code: 'CHANNEL_INVALID' })
    expect(await save('a b', { kind: 'notification' }, none)).toMatchObject({ code: 'CHANNEL_INVALID' })
    expect(await save('pager', hook, given)).toBeNull()
    expect(await save('pager', hook, given)).toEqual({ code: 'CHANNEL_TAKEN', channel: 'pager' })
  })

  it('keep their secret for the place that it was given for, whoever changes the settings', async () => {
    const { client, vault } = await vaultRig()
    const save = (settings: ChannelSettings, secret: SecretChoice) =>
      faultOf(client.channels.save({ name: 'mail', settings, secret, replaces: true }))
    const secret = 'correct horse/7'
    expect(await save(mail, { kind: 'new', secret })).toBeNull()
    expect(await save({ ...mail, to: ['ops@example.org'] }, kept)).toBeNull()
    expect(await save({ ...mail, host: 'mail.elsewhere.example' }, kept)).toMatchObject({
      problems: ['its password was given for other settings, and has to be given again for these'],
    })
    expect(await save({ ...mail, security: 'starttls' }, kept)).toMatchObject({ code: 'CHANNEL_INVALID' })
    const file = path.join(vault, '.holdfast', 'channels.json')
    const text = fs.readFileSync(file, 'utf8')
    expect(text).not.toContain(secret)
    // By somebody who can write to the vault.
    fs.writeFileSync(file, text.replace('"host": "127.0.0.1"', '"host": "127.0.0.2"'))
    const unreadable = { code: 'CHANNEL_SECRET_UNREADABLE', channel: 'mail', reason: 'does_not_open' }
    expect(await client.channels.test({ name: 'mail' })).toEqual({ outcome: 'failed', fault: unreadable })
    expect(await save({ ...mail, host: '127.0.0.2' }, kept)).toEqual(unreadable)
    fs.writeFileSync(file, '{')
    expect(await faultOf(client.channels.list())).toMatchObject({ code: 'CHANNELS_DAMAGED', path: file })
  })

  it.each([0, 31, 33])('of a vault without a key take no key of %i bytes', async (sizeBytes) => {
    const { client, folder: rigFolder } = await vaultRig()
    await client.channels.save({ name: 'pager', settings: hook, secret: given, replaces: false })
    const folder = path.join(rigFolder, 'home', 'keys')
    const [name = ''] = fs.readdirSync(folder).filter((one) => one.endsWith('.channels.key'))
    const file = path.join(folder, name)
    const key = fs.readFileSync(file)
    const damaged = Buffer.alloc(sizeBytes)
    fs.writeFileSync(file, damaged)
    const fault = { code: 'CHANNEL_KEY_DAMAGED', path: file, sizeBytes }
    expect(await faultOf(client.channels.test({ name: 'pager' }))).toEqual(fault)
    expect(
      await faultOf(client.channels.save({ name: 'pager', settings: hook, secret: given, replaces: true })),
    ).toEqual(fault)
    expect(fs.readFileSync(file)).toEqual(damaged)
    fs.writeFileSync(file, key)
    expect(await client.channels.test({ name: 'pager' })).toMatchObject({ outcome: 'again' })
  })

  it('are not removed from under people', async () => {
    const { client } = await vaultRig()
    await client.channels.save({ name: 'pager', settings: hook, secret: given, replaces: false })
    const escalation = {
      ...defaultEscalation,
      roles: { team_lead: [{ name: 'Ada', channels: ['pager'] }] },
    }
    await client.alerts.saveEscalation({ escalation, revision: 'none' })
    expect((await client.alerts.list()).escalation).toEqual(escalation)
    expect((await client.channels.list()).channels.map(({ name, usedBy }) => [name, usedBy])).toEqual([
      ['desktop', []],
      ['pager', ['team_lead']],
    ])
    expect(await faultOf(client.channels.remove({ name: 'pager' }))).toMatchObject({
      code: 'CHANNEL_IN_USE',
      roles: ['team_lead'],
    })
    expect(await faultOf(client.channels.remove({ name: 'desktop' }))).toMatchObject({
      code: 'CHANNEL_INVALID',
    })
    const { escalationRevision: revision } = await client.alerts.list()
    await client.alerts.saveEscalation({ escalation: defaultEscalation, revision })
    await client.channels.remove({ name: 'pager' })
    expect(await faultOf(client.channels.test({ name: 'pager' }))).toMatchObject({ code: 'CHANNEL_UNKNOWN' })
  })

  it('are tried by a real message; a browser has no desktop', async () => {
    const { client } = await vaultRig()
    const to = await startScriptedReceiver()
    const settings = { kind: 'webhook', url: to.receiver.origin, trustedCa: null } as const
    await client.channels.save({ name: 'pager', settings, secret: given, replaces: false })
    expect(await client.channels.test({ name: 'pager' })).toEqual({ outcome: 'delivered', rejected: [] })
    expect(JSON.parse(to.receiver.received[0]!.body)).toMatchObject({ type: 'channel.test' })
    await to.receiver.stop()
    expect(await client.channels.test({ name: 'pager' })).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_UNREACHABLE', reason: 'refused' },
    })
    expect(await client.channels.test({ name: 'desktop' })).toMatchObject({
      outcome: 'failed',
      fault: { code: 'NOTIFICATION_FAILED', reason: 'no_desktop' },
    })
  })
})

it('an escalation that can’t be used is refused by the contract as well', async () => {
  const { client } = await vaultRig()
  const { matrix } = defaultEscalation
  const escalation = {
    ...defaultEscalation,
    matrix: { ...matrix, backup_slow: { ...matrix.backup_slow, steps: [] } },
  }
  expect(await faultOf(client.alerts.saveEscalation({ escalation, revision: 'none' }))).toMatchObject({
    code: 'ESCALATION_INVALID',
  })
})

it('an escalation takes the place only of what was looked at, and names only channels that are there', async () => {
  const { client } = await vaultRig()
  const people = (channel: string) => ({ team_lead: [{ name: 'Ada', channels: [channel] }] })
  const withRoles = (channel: string) => ({ ...defaultEscalation, roles: people(channel) })
  const { escalationRevision: revision } = await client.alerts.list()
  expect(
    await faultOf(client.alerts.saveEscalation({ escalation: withRoles('pager'), revision })),
  ).toMatchObject({ code: 'ESCALATION_INVALID', problem: expect.stringContaining('the channel pager') })
  await client.alerts.saveEscalation({ escalation: withRoles('desktop'), revision })
  // Who looked at the same state does not write over it.
  expect(
    await faultOf(client.alerts.saveEscalation({ escalation: defaultEscalation, revision })),
  ).toMatchObject({ code: 'ESCALATION_CHANGED' })
  const now = await client.alerts.list()
  expect(now.escalation).toEqual(withRoles('desktop'))
  await client.alerts.saveEscalation({
    escalation: defaultEscalation,
    revision: now.escalationRevision,
  })
  expect((await client.alerts.list()).escalation).toEqual(defaultEscalation)
})
