import fs from 'node:fs'
import path from 'node:path'

import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { startHookReceiver, type HookReceiver } from '../../support/channels/hook-receiver.ts'
import { hookSecret } from '../../support/channels/queue-rig.ts'
import { freePort } from '../../support/channels/free-port.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { cliRig, filesBelow, type Rig } from './cli-rig.ts'
import { errorDocument } from './json-shapes.ts'

const receivers: HookReceiver[] = []
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.stop()
})

async function receiver(status = 200): Promise<HookReceiver> {
  const started = await startHookReceiver((response) => response.writeHead(status).end())
  receivers.push(started)
  return started
}

/** A file with the secret, outside of everything that Holdfast writes. */
function secretFile(secret = hookSecret): string {
  const file = path.join(tempFolder('secret'), 'secret.txt')
  fs.writeFileSync(file, `${secret}\n`)
  return file
}

const listDocument = z.object({
  channels: z.array(z.object({ name: z.string(), hasSecret: z.boolean(), usedBy: z.array(z.string()) })),
  secretsSealedBy: z.string(),
})

async function codeOf(rig: Rig, ...args: string[]): Promise<readonly [number | null, string]> {
  const { status, json } = await rig.json(...args)
  return [status, errorDocument.parse(json).error.code]
}

/** Every file of vault and home that holds these bytes in any of the forms in which a secret could be written. */
function filesWith({ folder }: Rig, secret: string): readonly string[] {
  const raw = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const forms = [
    Buffer.from(secret),
    raw,
    Buffer.from(raw.toString('hex')),
    Buffer.from(secret).toString('base64'),
  ]
  return filesBelow(folder).filter((file) => {
    const bytes = fs.readFileSync(path.join(folder, file))
    return forms.some((form) => bytes.includes(form))
  })
}

describe.each([
  ['a vault with a key', [], 'vault_key'],
  ['a vault without one', ['--no-encryption'], 'machine_key'],
])('channels of %s', (_, how, sealedBy) => {
  it('are added, listed, tried and removed, and their secret is nowhere to be read', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault, ...how)
    const { origin, received } = await receiver()
    const url = `${origin}/services/token-77`
    const added = await rig.run(
      'channel',
      'add',
      'pager',
      'webhook',
      '--url',
      url,
      '--secret-file',
      secretFile(),
    )
    expect([added.status, added.err]).toEqual([0, ''])
    const { json } = await rig.json('channel', 'list')
    expect(listDocument.parse(json)).toEqual({
      channels: [
        { name: 'desktop', hasSecret: false, usedBy: ['system_admin', 'database_admin'] },
        { name: 'pager', hasSecret: true, usedBy: [] },
      ],
      secretsSealedBy: sealedBy,
    })
    const tried = await rig.run('channel', 'test', 'pager')
    expect([tried.status, tried.out]).toEqual([0, 'Delivered by pager: the other side took the message.\n'])
    expect(received.map(({ path: to, headers }) => [to, headers['webhook-signature']])).toEqual([
      ['/services/token-77', expect.stringMatching(/^v1,/)],
    ])
    expect(filesWith(rig, hookSecret)).toEqual([])
    expect((await rig.run('channel', 'list')).out).not.toContain('token-77')
    expect((await rig.run('channel', 'remove', 'pager')).status).toBe(0)
    expect(await codeOf(rig, 'channel', 'test', 'pager')).toEqual([2, 'CHANNEL_UNKNOWN'])
  })
})

describe('a channel on the command line', () => {
  it('says what the other side answered, and ends with a status that says it', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault)
    const gone = await receiver(410)
    const secret = ['--secret-file', secretFile()]
    await rig.run('channel', 'add', 'gone', 'webhook', '--url', gone.origin, ...secret)
    const refused = await rig.json('channel', 'test', 'gone')
    expect(refused.status).toBe(1)
    expect(refused.json).toMatchObject({
      success: false,
      outcome: 'failed',
      fault: { code: 'WEBHOOK_REFUSED', status: 410 },
    })
    const nowhere = `http://127.0.0.1:${await freePort()}`
    await rig.run('channel', 'add', 'away', 'webhook', '--url', nowhere, ...secret)
    const away = await rig.run('channel', 'test', 'away')
    expect([away.status, away.out]).toEqual([1, expect.stringContaining('nothing listens there')])
    expect(away.out).toContain('A test is sent once and not tried again.')
    expect(away.out).not.toContain('by itself')
  })

  it('takes the address of a webhook from a file, so that it is in no list of processes', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault)
    const { origin, received } = await receiver()
    const add = ['channel', 'add', 'pager', 'webhook', '--secret-file', secretFile()]
    const url = secretFile(`${origin}/services/token-77`)
    expect((await rig.run(...add, '--url-file', url)).status).toBe(0)
    expect((await rig.run('channel', 'test', 'pager')).status).toBe(0)
    expect(received.map(({ path: to }) => to)).toEqual(['/services/token-77'])
    expect(await codeOf(rig, ...add)).toEqual([2, 'WRONG_USE'])
    expect(await codeOf(rig, ...add, '--url-file', url, '--url', origin)).toEqual([2, 'WRONG_USE'])
    const both = ['channel', 'add', 'x', 'webhook', '--url-stdin', '--secret-stdin']
    expect(await codeOf(rig, ...both)).toEqual([2, 'WRONG_USE'])
    const mail = ['channel', 'add', 'x', 'email', '--url-file', url]
    expect(await codeOf(rig, ...mail)).toEqual([2, 'WRONG_USE'])
    expect((await rig.run('channel', 'add', '--help')).out).toContain('list of\nprocesses')
  })

  it('is refused, with a status that says why', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault)
    const add = ['channel', 'add', 'pager', 'webhook', '--url', 'http://127.0.0.1:9']
    expect(await codeOf(rig, ...add)).toEqual([2, 'CHANNEL_INVALID'])
    expect(await codeOf(rig, 'channel', 'add', 'x', 'webhook', '--to', 'a@b')).toEqual([2, 'WRONG_USE'])
    expect(await codeOf(rig, 'channel', 'add', 'x', 'pigeon')).toEqual([2, 'WRONG_USE'])
    expect(await codeOf(rig, 'channel', 'remove', 'pager')).toEqual([2, 'CHANNEL_UNKNOWN'])
  })
})
