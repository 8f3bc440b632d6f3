import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { emailChannel, type MailLimits } from '../../../main/channels/email-channel.ts'
import type { MailSettings } from '../../../shared/domain/alerts/channel-settings.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { channelMessage, neverAborted } from '../../support/channels/channel-message.ts'
import { canRunExim, startExim, type EximServer } from '../../support/channels/exim-server.ts'
import { freePort } from '../../support/channels/free-port.ts'

/** Long enough for any machine, but where the limit is what is tested. */
const patient: MailLimits = { connectMs: 30_000, greetingMs: 30_000, answerMs: 30_000, wholeMs: 60_000 }
const hasty: MailLimits = { connectMs: 300, greetingMs: 300, answerMs: 300, wholeMs: 5000 }

function settingsFor(port: number, part: Partial<MailSettings> = {}): MailSettings {
  return {
    kind: 'email',
    host: '127.0.0.1',
    port,
    security: 'starttls',
    user: 'holdfast',
    from: 'backup@mail.test',
    to: ['ops@mail.test'],
    trustedCa: null,
    ...part,
  }
}

/** So that each test knows its own mail among the server's. */
let count = 0
const newId = (): string => `message-${process.pid}-${(count += 1)}`

if (!canRunExim)
  process.stderr.write('!!! NOT TESTED: mail by a real server: exim4 and openssl are needed, and root.\n')

describe.skipIf(!canRunExim)('mail by a real server', () => {
  let folder = ''
  let exim: EximServer

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'holdfast-exim-'))
    fs.chmodSync(folder, 0o755)
    exim = await startExim(folder)
  })
  afterAll(async () => {
    await exim?.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  })

  const over = (part: Partial<MailSettings> = {}): MailSettings =>
    settingsFor(exim.submissionPort, { trustedCa: exim.certificates.authority, ...part })

  /** All that was delivered of one message. */
  async function mailsOf(id: string, least: number): Promise<readonly string[]> {
    for (let all = least; ; all += 1) {
      const mails = (await exim.mails(all)).filter((mail) => mail.includes(`Message-ID: <${id}@`))
      if (mails.length >= least) return mails
    }
  }

  it('is delivered over STARTTLS, as plain text with the message’s own id', async () => {
    const message = channelMessage({
      id: newId(),
      title: 'Backup of März\nfailed',
      text: 'Größe: 5 €\n.\nEnd',
    })
    const delivery = await emailChannel(over(), exim.password).send(message, neverAborted)
    expect(delivery).toEqual({ outcome: 'delivered', rejected: [] })
    const [mail = ''] = await mailsOf(message.id, 1)
    expect(mail).toContain(`Message-ID: <${message.id}@mail.test>`)
    expect(mail).toMatch(/Received: .*with esmtpsa/s)
    expect(mail).toMatch(/^Subject: =\?UTF-8\?Q\?Backup_of_M=C3=A4rz_failed\?=/m)
    expect(mail).toMatch(/^Content-Type: text\/plain; charset=utf-8/m)
    expect(mail).toMatch(/^Auto-Submitted: auto-generated/m)
    expect(mail).toMatch(/^Date: Sat, 28 Nov 2026 04:00:00 \+0000/m)
    expect(mail).toContain('Gr=C3=B6=C3=9Fe: 5 =E2=82=AC')
    expect(exim.log()).toContain(`id=${message.id}@mail.test`)
  })

  it('is delivered over TLS from the first byte', async () => {
    const message = channelMessage({ id: newId() })
    const settings = over({ port: exim.tlsPort, security: 'tls' })
    const delivery = await emailChannel(settings, exim.password).send(message, neverAborted)
    expect(delivery).toEqual({ outcome: 'delivered', rejected: [] })
    expect((await mailsOf(message.id, 1))[0]).toMatch(/Received: .*with esmtpsa/s)
  })

  it('is delivered in clear, without signing in, where the settings say so', async () => {
    const message = channelMessage({ id: newId() })
    const settings = over({ port: exim.plainPort, security: 'none', user: null })
    const delivery = await emailChannel(settings, null).send(message, neverAborted)
    expect(delivery).toEqual({ outcome: 'delivered', rejected: [] })
    expect((await mailsOf(message.id, 1))[0]).toMatch(/Received: .*with esmtp /s)
  })

  it('is tried again, with nothing sent, where the server offers no encryption', async () => {
    const settings = over({ port: exim.plainPort })
    const delivery = await emailChannel(settings, exim.password).send(channelMessage(), neverAborted)
    expect(delivery).toMatchObject({ outcome: 'again', fault: { code: 'CHANNEL_NOT_ENCRYPTED' } })
  })

  it('is tried again, with nothing sent, where the certificate is not trusted', async () => {
    for (const [port, security] of [
      [exim.submissionPort, 'starttls'],
      [exim.tlsPort, 'tls'],
    ] as const) {
      const settings = over({ port, security, trustedCa: null })
      const delivery = await emailChannel(settings, exim.password).send(channelMessage(), neverAborted)
      expect(delivery).toMatchObject({ outcome: 'again', fault: { code: 'CHANNEL_NOT_TRUSTED' } })
    }
  })

  it('is tried again where the certificate belongs to another name', async () => {
    const settings = over({ host: 'localhost' })
    const delivery = await emailChannel(settings, exim.password).send(channelMessage(), neverAborted)
    expect(delivery).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_NOT_TRUSTED', detail: 'it belongs to another name' },
    })
  })

  it('waits with a wrong password, which no fault repeats', async () => {
    const wrong = 'wrong-secret-77'
    const delivery = await emailChannel(over(), wrong).send(channelMessage(), neverAborted)
    expect(delivery).toMatchObject({
      outcome: 'again',
      fault: { code: 'MAIL_SIGN_IN_REFUSED', user: 'holdfast', answer: expect.stringMatching(/^535 /) },
    })
    expect(JSON.stringify(delivery)).not.toContain(wrong)
  })

  it('waits where the server lets nobody sign in', async () => {
    const settings = over({ port: exim.plainPort, security: 'none' })
    const delivery = await emailChannel(settings, exim.password).send(channelMessage(), neverAborted)
    expect(delivery).toMatchObject({ outcome: 'again', fault: { code: 'MAIL_SIGN_IN_REFUSED' } })
  })

  it('reaches the good one of two recipients, and names the other', async () => {
    const message = channelMessage({ id: newId() })
    const settings = over({ to: ['unknown-1@mail.test', 'ops@mail.test'] })
    const delivery = await emailChannel(settings, exim.password).send(message, neverAborted)
    expect(delivery).toEqual({
      outcome: 'delivered',
      rejected: [
        {
          recipient: 'unknown-1@mail.test',
          fault: {
            code: 'MAIL_RECIPIENT_REFUSED',
            server: `127.0.0.1:${exim.submissionPort}`,
            recipient: 'unknown-1@mail.test',
            answer: '550 no such user here',
          },
        },
      ],
    })
    expect((await mailsOf(message.id, 1))[0]).toMatch(/^Envelope-to: ops@mail\.test$/m)
  })

  it('is owed only to whom it was refused for now, and goes only to them then', async () => {
    const message = channelMessage({ id: newId() })
    const settings = over({ to: ['ops@mail.test', 'grey-1@mail.test', 'unknown-1@mail.test'] })
    const channel = emailChannel(settings, exim.password)
    expect(await channel.send(message, neverAborted)).toMatchObject({
      outcome: 'again',
      owedTo: ['grey-1@mail.test'],
      hasReached: true,
      rejected: [{ recipient: 'unknown-1@mail.test' }],
      fault: { code: 'MAIL_RECIPIENT_REFUSED', recipient: 'grey-1@mail.test' },
    })
    const onlyTo = ['grey-1@mail.test']
    const second = await channel.send({ ...message, onlyTo }, neverAborted)
    expect(second).toMatchObject({
      outcome: 'again',
      owedTo: onlyTo,
      hasReached: false,
      rejected: [],
    })
    expect(await mailsOf(message.id, 1)).toHaveLength(1)
    const gone = await channel.send({ ...message, onlyTo: ['left@mail.test'] }, neverAborted)
    expect(gone).toMatchObject({ outcome: 'failed', fault: { code: 'CHANNEL_INVALID' } })
  })

  it('failed for good where nobody is known, or it is too large', async () => {
    const channel = emailChannel(over({ to: ['unknown-1@mail.test'] }), exim.password)
    expect(await channel.send(channelMessage(), neverAborted)).toMatchObject({
      outcome: 'failed',
      fault: { code: 'MAIL_RECIPIENT_REFUSED' },
    })
    const large = channelMessage({ text: 'long line\n'.repeat(5000) })
    expect(await emailChannel(over(), exim.password).send(large, neverAborted)).toMatchObject({
      outcome: 'failed',
      fault: { code: 'MAIL_REFUSED' },
    })
  })
})

describe('mail where no server is as it should be', () => {
  const open: net.Server[] = []
  afterEach(() => {
    for (const server of open.splice(0)) server.close()
  })

  /** A server that does what it is told with each connection. */
  async function serverThat(does: (socket: net.Socket) => void): Promise<number> {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined)
      does(socket)
    })
    open.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as net.AddressInfo).port
  }

  const send = (settings: MailSettings, limits = patient) =>
    emailChannel(settings, 'a-password', limits).send(channelMessage(), neverAborted)

  it('is tried again where the server is down', async () => {
    const delivery = await send(settingsFor(await freePort()))
    expect(delivery).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_UNREACHABLE', reason: 'refused' },
    })
  })

  it('is tried again where the name leads nowhere', async () => {
    const delivery = await send(settingsFor(25, { host: 'mail.invalid' }), hasty)
    expect(delivery).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_UNREACHABLE', server: 'mail.invalid:25' },
    })
  })

  it.each([
    ['never greets', () => undefined],
    ['greets and then says nothing', (socket: net.Socket) => void socket.write('220 mail.test ESMTP\r\n')],
    [
      'says a little for ever',
      (socket: net.Socket) => {
        socket.write('220-')
        const timer = setInterval(() => socket.write('x'), 100)
        socket.on('close', () => clearInterval(timer))
      },
    ],
  ])('is tried again where the server %s', async (_what, does) => {
    const delivery = await send(settingsFor(await serverThat(does)), hasty)
    expect(delivery).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_UNREACHABLE', reason: 'timed_out' },
    })
  })

  it.each([
    ['hangs up at once', (socket: net.Socket) => void socket.destroy()],
    ['is about to close', (socket: net.Socket) => void socket.end('421 closing\r\n')],
  ])('is tried again where the server %s', async (_what, does) => {
    const delivery = await send(settingsFor(await serverThat(does)))
    expect(delivery).toMatchObject({ outcome: 'again', fault: { code: 'CHANNEL_UNREACHABLE' } })
  })

  it('strikes out what a server repeats of the password', async () => {
    const port = await serverThat((socket) => {
      socket.write('220 mail.test ESMTP\r\n')
      socket.on('data', (bytes) => {
        const line = bytes.toString().trim()
        if (line.startsWith('EHLO')) socket.write('250-mail.test\r\n250 AUTH PLAIN\r\n')
        else socket.write(`535 "${line}" is wrong, a-password is no password\r\n`)
      })
    })
    const delivery = await send(settingsFor(port, { security: 'none' }))
    expect(delivery).toMatchObject({ outcome: 'again', fault: { code: 'MAIL_SIGN_IN_REFUSED' } })
    const text = JSON.stringify(delivery)
    expect(text).toContain('is no password')
    expect(text).not.toContain('a-password')
    expect(text).not.toContain(Buffer.from('\u0000holdfast\u0000a-password').toString('base64').slice(0, 24))
  })

  it('ends at once when it is told to stop', async () => {
    const stop = new AbortController()
    const port = await serverThat(() => stop.abort())
    const hour = 3_600_000
    const anHour = { connectMs: hour, greetingMs: hour, answerMs: hour, wholeMs: hour }
    const channel = emailChannel(settingsFor(port), 'a-password', anHour)
    expect(await channel.send(channelMessage(), stop.signal)).toMatchObject({
      outcome: 'again',
      fault: { code: 'CHANNEL_UNREACHABLE', reason: 'interrupted' },
    })
  })

  it('says what is wrong with its settings, and connects nowhere', async () => {
    let connections = 0
    const port = await serverThat(() => (connections += 1))
    const noPassword = emailChannel(settingsFor(port), null)
    const delivery = await noPassword.send(channelMessage(), neverAborted)
    expect(delivery).toMatchObject({ outcome: 'failed', fault: { code: 'CHANNEL_INVALID' } })
    if (delivery.outcome === 'failed')
      expect(faultText(delivery.fault).message).toContain('its password is not there')
    expect(connections).toBe(0)
  })
})
