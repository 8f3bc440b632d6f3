import { createHmac } from 'node:crypto'

import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'

import { webhookChannel } from '../../../main/channels/webhook-channel.ts'
import { channelMessage, neverAborted } from '../../support/channels/channel-message.ts'
import { makeCertificates, type TestCertificates } from '../../support/channels/certificates.ts'
import { freePort } from '../../support/channels/free-port.ts'
import {
  startHookReceiver,
  type HookAnswer,
  type HookReceiver,
} from '../../support/channels/hook-receiver.ts'
import { isHere } from '../../support/system-packages.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`
const token = 'path-as-good-as-a-password'
/** Long enough for any machine, but where the limit is what is tested. */
const limitMs = 30_000

let nowMs = 0
const clock = { now: () => nowMs, monotonicMs: () => performance.now() }

const receivers: HookReceiver[] = []
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.stop()
})

async function receiverThat(answer: HookAnswer, certificates?: TestCertificates): Promise<HookReceiver> {
  const receiver = await startHookReceiver(answer, certificates)
  receivers.push(receiver)
  nowMs = Date.now()
  return receiver
}

const answering =
  (status: number, headers: Record<string, string> = {}): HookAnswer =>
  (response) =>
    void response.writeHead(status, headers).end('{"said":"something"}')

const send = (origin: string, trustedCa: string | null = null, signal = neverAborted, limit = limitMs) =>
  webhookChannel({ kind: 'webhook', url: `${origin}/${token}?a=b`, trustedCa }, secret, clock, limit).send(
    channelMessage(),
    signal,
  )

describe('a webhook', () => {
  it('is delivered, signed as Standard Webhooks says', async () => {
    const receiver = await receiverThat(answering(200))
    expect(await send(receiver.origin)).toEqual({ outcome: 'delivered', rejected: [] })
    const [hook] = receiver.received
    if (hook === undefined) throw new Error('Nothing was received.')
    expect(hook.path).toBe(`/${token}?a=b`)
    expect(hook.headers['content-type']).toBe('application/json')
    const { severity, title, text, facts } = channelMessage()
    expect(new Webhook(secret).verify(hook.body, hook.headers as Record<string, string>)).toEqual({
      type: 'alert.opened',
      timestamp: '2026-11-28T04:00:00.000Z',
      data: { severity, title, text, facts },
    })
  })

  it('is signed by the plain rule too: HMAC-SHA256 over id, time and body', async () => {
    const receiver = await receiverThat(answering(204))
    await send(receiver.origin)
    const { headers, body } = receiver.received[0]!
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    const signature = createHmac('sha256', key).update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${signature}`)
    expect(headers['webhook-id']).toBe(channelMessage().id)
  })

  it('has the same id and body at each try, a new time and a new signature', async () => {
    const receiver = await receiverThat(answering(503))
    await send(receiver.origin)
    nowMs += 90_000
    await send(receiver.origin)
    const [first, second] = receiver.received
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.body).toBe(first?.body)
    const times = [first, second].map((hook) => Number(hook?.headers['webhook-timestamp']))
    expect(times[1]! - times[0]!).toBe(90)
    expect(second?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature'])
  })

  it.each([
    [401, {}, null],
    [408, {}, null],
    [429, { 'retry-after': '120' }, 120_000],
    [429, {}, null],
    [500, {}, null],
    [503, { 'retry-after': 'soon' }, null],
  ])('is tried again after %i with %j', async (status, headers, afterMs) => {
    const receiver = await receiverThat(answering(status, headers))
    expect(await send(receiver.origin)).toEqual({
      outcome: 'again',
      fault: { code: 'WEBHOOK_REFUSED', server: receiver.origin, status },
      afterMs,
      owedTo: null,
      hasReached: false,
      rejected: [],
    })
  })

  it.each([400, 403, 404, 410, 413])('failed for good with %i', async (status) => {
    const receiver = await receiverThat(answering(status))
    const fault = { code: 'WEBHOOK_REFUSED', server: receiver.origin, status }
    expect(await send(receiver.origin)).toEqual({ outcome: 'failed', fault })
  })

  it.each([301, 302, 303, 307, 308])(
    'does not follow a redirect (%i), and says where it led',
    async (status) => {
      const elsewhere = await receiverThat(answering(200))
      const receiver = await receiverThat(answering(status, { location: `${elsewhere.origin}/other-secret` }))
      expect(await send(receiver.origin)).toEqual({
        outcome: 'failed',
        fault: { code: 'WEBHOOK_REDIRECTED', server: receiver.origin, status, to: elsewhere.origin },
      })
      expect(elsewhere.received).toEqual([])
    },
  )

  it('is tried again where the connection is reset', async () => {
    const receiver = await receiverThat((response) => void response.socket?.resetAndDestroy())
    expect(await send(receiver.origin)).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_UNREACHABLE', server: receiver.origin, reason: 'closed' },
    })
  })

  it('is tried again where nothing is answered', async () => {
    const receiver = await receiverThat(() => undefined)
    expect(await send(receiver.origin, null, neverAborted, 1000)).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_UNREACHABLE', reason: 'timed_out' },
    })
    expect(receiver.received).toHaveLength(1)
  })

  it('is tried again where what is answered is no HTTP', async () => {
    const receiver = await receiverThat((response) => void response.socket?.end('220 mail.test ESMTP\r\n'))
    expect(await send(receiver.origin)).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_UNREACHABLE', reason: 'unreadable' },
    })
  })

  it('is delivered where the answer’s body never ends', async () => {
    const receiver = await receiverThat((response) => void response.writeHead(200).write('never the end'))
    expect(await send(receiver.origin)).toEqual({ outcome: 'delivered', rejected: [] })
  })

  it('is tried again where nobody listens', async () => {
    expect(await send(`http://127.0.0.1:${await freePort()}`)).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_UNREACHABLE', reason: 'refused' },
    })
  })

  it('ends at once when it is told to stop', async () => {
    const stop = new AbortController()
    const receiver = await receiverThat(() => stop.abort())
    expect(await send(receiver.origin, null, stop.signal, 3_600_000)).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_UNREACHABLE', reason: 'interrupted' },
    })
  })

  it('repeats neither the address’s path nor the secret, whatever happens', async () => {
    const said: string[] = []
    for (const status of [200, 302, 404, 503]) {
      const receiver = await receiverThat(answering(status, { location: `/${token}/x` }))
      said.push(JSON.stringify(await send(receiver.origin)))
    }
    said.push(JSON.stringify(await send(`http://127.0.0.1:${await freePort()}`)))
    said.push(JSON.stringify(await send('http://hooks.example.org')))
    expect(said).toHaveLength(6)
    for (const text of said) {
      expect(text).not.toContain(token)
      expect(text).not.toContain(secret.slice('whsec_'.length))
    }
  })

  it.each(['', 'whsec_', 'not base64!', 'whsec_c2hvcnQ='])('is not sent with the secret %j', async (bad) => {
    const receiver = await receiverThat(answering(200))
    const channel = webhookChannel({ kind: 'webhook', url: receiver.origin, trustedCa: null }, bad, clock)
    expect(await channel.send(channelMessage(), neverAborted)).toMatchObject({
      outcome: 'failed',
      fault: { code: 'CHANNEL_INVALID', problems: ['its signing secret is not base64 of 24 to 64 bytes'] },
    })
    expect(receiver.received).toEqual([])
  })
})

describe.skipIf(!isHere('openssl'))('a webhook over https', () => {
  it('is delivered to a receiver whose authority the settings name, and to no other', async () => {
    const certificates = makeCertificates(tempFolder('hook'))
    const receiver = await receiverThat(answering(200), certificates)
    expect(await send(receiver.origin, certificates.authority)).toEqual({
      outcome: 'delivered',
      rejected: [],
    })
    expect(await send(receiver.origin)).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_NOT_TRUSTED', server: receiver.origin },
    })
    expect(receiver.received).toHaveLength(1)
  })

  it('is tried again where the other side speaks no TLS', async () => {
    const receiver = await receiverThat(answering(200))
    expect(await send(receiver.origin.replace('http:', 'https:'))).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_NOT_ENCRYPTED' },
    })
  })
})
