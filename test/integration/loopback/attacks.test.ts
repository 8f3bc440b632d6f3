import { once } from 'node:events'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import { serveWindow } from '../../../main/loopback/serve-window.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { rawBytes, rawRequest } from '../../support/loopback/raw-request.ts'
import { serveTinyWindow, tinyWindow } from '../../support/loopback/served-window.ts'

let host: Awaited<ReturnType<typeof serveTinyWindow>>

beforeEach(async () => void (host = await serveTinyWindow()))
afterEach(() => host.server.close())

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  rawRequest(host.port, {
    method: 'POST',
    path,
    headers: { origin: host.origin, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const newSecret = async (): Promise<string> => {
  const { body } = await post('/session', { ticket: host.ticketOf(host.server.newUrl()) })
  return (JSON.parse(body) as { secret: string }).secret
}

/** The status that a try to open a WebSocket is refused with, or 'open'. */
const openSocket = async (
  protocols: string[],
  { path = '/contract', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<number | 'open'> => {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, protocols, {
    headers: { origin: host.origin, ...headers },
  })
  socket.on('error', () => undefined)
  const status = await Promise.race([
    once(socket, 'open').then(() => 'open' as const),
    once(socket, 'unexpected-response').then((facts) => (facts[1] as { statusCode: number }).statusCode),
  ])
  socket.terminate()
  return status
}

describe('the way in', () => {
  it('leads from a ticket to a session to a connection', async () => {
    const secret = await newSecret()
    expect((await post('/session/check', { secret })).status).toBe(204)
    expect(await openSocket(['holdfast.v1', `auth.${secret}`])).toBe('open')
  })

  it('listens on 127.0.0.1 alone', async () => {
    await expect(fetch(`http://[::1]:${host.port}/`)).rejects.toThrow('fetch failed')
  })

  it('does not echo the secret', async () => {
    const secret = await newSecret()
    const answer = await rawBytes(
      host.port,
      [
        'GET /contract HTTP/1.1',
        `Host: 127.0.0.1:${host.port}`,
        `Origin: ${host.origin}`,
        'Connection: Upgrade, close',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        `Sec-WebSocket-Protocol: holdfast.v1, auth.${secret}`,
        '',
        '\x88\x80\0\0\0\0',
      ].join('\r\n'),
    )
    expect(answer).toContain('101 Switching Protocols')
    expect(answer).toContain('holdfast.v1')
    expect(answer).not.toContain(secret)
  })
})

describe('tickets and secrets', () => {
  it('refuses a ticket that was used', async () => {
    const ticket = host.ticketOf(host.server.url)
    expect((await post('/session', { ticket })).status).toBe(200)
    expect((await post('/session', { ticket })).status).toBe(403)
  })

  it.each([
    ['no ticket', {}, 404],
    ['an empty one', { ticket: '' }, 403],
    ['a wrong one', { ticket: 'A'.repeat(43) }, 403],
  ])('refuses %s', async (_what, body, status) => {
    expect((await post('/session', body)).status).toBe(status)
  })

  it.each([
    ['no secret', ['holdfast.v1']],
    ['no protocols', []],
    ['a wrong secret', ['holdfast.v1', 'auth.AAAA']],
    ['an empty secret', ['holdfast.v1', 'auth.']],
    ['several guesses at once', ['holdfast.v1', 'auth.AAAA', 'auth.BBBB']],
  ])('refuses a socket with %s', async (_what, protocols) => {
    expect(await openSocket(protocols)).toBe(401)
    expect(host.log.lines.at(-1)).toMatchObject({ event: 'loopback.refused', facts: { status: 401 } })
  })

  it('refuses a ticket in place of a secret, and a secret without the protocol', async () => {
    expect(await openSocket(['holdfast.v1', `auth.${host.ticketOf(host.server.url)}`])).toBe(401)
    expect(await openSocket([`auth.${await newSecret()}`])).toBe(401)
  })

  it('ends every session with the server', async () => {
    const secret = await newSecret()
    await host.server.close()
    host = await serveTinyWindow()
    expect((await post('/session/check', { secret })).status).toBe(401)
  })
})

describe('a foreign page', () => {
  const foreign = [
    'http://evil.example',
    'null',
    'http://localhost:PORT',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1',
  ]

  it.each(foreign)('at %s opens neither a session nor a socket', async (written) => {
    const origin = written.replace('PORT', String(host.port))
    const ticket = host.ticketOf(host.server.url)
    expect((await post('/session', { ticket }, { origin })).status).toBe(403)
    const secret = await newSecret()
    expect(await openSocket(['holdfast.v1', `auth.${secret}`], { headers: { origin } })).toBe(403)
    expect((await post('/session', { ticket })).status, 'its try did not use the ticket up').toBe(200)
  })

  it('that names no origin at all opens neither', async () => {
    const ticket = host.ticketOf(host.server.url)
    const body = JSON.stringify({ ticket })
    const headers = { 'content-type': 'application/json' }
    expect((await rawRequest(host.port, { method: 'POST', path: '/session', headers, body })).status).toBe(
      403,
    )
  })

  it.each([
    'localhost:PORT',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]:PORT',
    '127.0.0.1:PORT.evil.example',
  ])('whose name was made to point here (Host %j) gets nothing', async (written) => {
    const host_ = written.replace('PORT', String(host.port))
    const answer = await rawRequest(host.port, { headers: { host: host_ } })
    expect([400, 421]).toContain(answer.status)
    expect(answer.body).not.toContain('tiny')
    if (host_ === '') return
    const secret = await newSecret()
    expect(await openSocket(['holdfast.v1', `auth.${secret}`], { headers: { host: host_ } })).toBe(421)
  })

  it.each(['Host:', 'Host: 127.0.0.1\r\nHost: evil.example'])('that writes %j gets nothing', async (line) => {
    const answer = await rawBytes(host.port, `GET / HTTP/1.1\r\n${line}\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1.1 4(00|21)/)
    expect(answer).not.toContain('tiny')
  })

  it('can not send the question about a session as a form', async () => {
    const ticket = host.ticketOf(host.server.url)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      expect((await post('/session', { ticket }, { 'content-type': type })).status).toBe(415)
    }
  })
})

describe('paths', () => {
  const refused = [
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/..\\secret.json',
    '//secret.json',
    '/link.json',
    '/.hidden.json',
    '/notes.txt',
    '/assets/app-1a2b.js%00.html',
    '/nothing.js',
    '/etc/passwd.json',
    '/constructor.js',
    '/constructor',
    '/etc/passwd',
    '/databases/1',
  ]

  it.each(refused)('%s leads nowhere', async (path) => {
    const answer = await rawRequest(host.port, { path })
    expect(answer.status).toBe(404)
    expect(answer.body).not.toMatch(/secret|root:/)
  })

  it.each(['/', '/index.html', '/?x=/../..'])('%s is the page', async (path) => {
    const answer = await rawRequest(host.port, { path })
    expect([answer.status, answer.body]).toEqual([200, '<!doctype html><title>tiny</title>'])
  })

  it('an address with a host in it is refused', async () => {
    const answer = await rawBytes(
      host.port,
      `GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1.1 400/)
  })

  it('a socket is opened at its own path only', async () => {
    expect(await openSocket(['holdfast.v1', `auth.${await newSecret()}`], { path: '/' })).toBe(404)
  })
})

describe('every reply', () => {
  const everyReply = [
    {},
    { path: '/assets/app-1a2b.js' },
    { path: '/nothing.js' },
    { method: 'DELETE' },
    { headers: { host: 'evil.example' } },
    { method: 'POST', path: '/session', body: '{}' },
  ]

  it.each(everyReply)('to %j confines the page, and is shared with nobody', async (asked) => {
    const { headers } = await rawRequest(host.port, asked)
    const policy = headers['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe-eval|\*/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['access-control-allow-origin']).toBeUndefined()
    expect(headers['set-cookie']).toBeUndefined()
  })

  it('is for GET, HEAD and the two questions only', async () => {
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
      expect((await rawRequest(host.port, { method })).status).toBe(405)
    }
    expect(await rawRequest(host.port, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    expect((await post('/', {})).status).toBe(404)
  })
})

describe('what is too much', () => {
  it('is refused: a body, a body of unknown length, no JSON', async () => {
    expect((await post('/session', { ticket: 'x'.repeat(5000) })).status).toBe(413)
    const chunked = await rawBytes(
      host.port,
      `POST /session HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nOrigin: ${host.origin}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n`,
    )
    expect(chunked).toMatch(/^HTTP\/1.1 413/)
    const headers = { origin: host.origin, 'content-type': 'application/json' }
    const asked = { method: 'POST', path: '/session', headers, body: 'not JSON' }
    expect((await rawRequest(host.port, asked)).status).toBe(400)
  })

  it('leaves the server standing: broken HTTP', async () => {
    await rawBytes(host.port, 'not HTTP at all\r\n\r\n')
    expect((await rawRequest(host.port)).status).toBe(200)
  })
})

describe('a port that is taken', () => {
  it('is a fault in words', async () => {
    const log = host.log
    const options = { router: {}, windowFolder: tinyWindow(), port: host.port, log }
    const fault = await serveWindow(options).then(() => null, faultOf)
    expect(fault).toEqual({ code: 'WRONG_USE', detail: `Port ${host.port} is in use.` })
  })
})
