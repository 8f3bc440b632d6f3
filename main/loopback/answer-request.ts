import type { IncomingMessage, ServerResponse } from 'node:http'

import type { WindowFiles } from '../wire/window-files.ts'
import { cacheHeader, windowHeaders } from '../wire/window-headers.ts'
import type { OwnAddress, Refusal } from './request-checks.ts'
import { refuseHost, refuseOrigin } from './request-checks.ts'
import type { TicketOffice } from './ticket-office.ts'

/** A ticket or a secret with its braces fits in a tenth of this. Bytes. */
const largestBody = 1024

/** What requests are answered from. */
export interface Answering {
  readonly own: OwnAddress
  readonly files: WindowFiles
  readonly office: TicketOffice
}

/** The headers of every reply of this server. */
export function replyHeaders(own: OwnAddress): Record<string, string> {
  return windowHeaders(`'self' ws://${own.host}`)
}

/** Answers one HTTP request: a file of the window, or one of the two questions about sessions. Never rejects. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  answering: Answering,
): Promise<void> {
  for (const [name, value] of Object.entries(replyHeaders(answering.own))) response.setHeader(name, value)
  try {
    const refusal = refuseHost(request, answering.own)
    if (refusal) return refuse(response, refusal)
    if (request.method === 'POST') return await answerPost(request, response, answering)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD, POST')
      return refuse(response, { status: 405, why: 'Only GET, HEAD and POST.' })
    }
    return answerFile(request, response, answering.files)
  } catch {
    response.destroy()
  }
}

function answerFile(request: IncomingMessage, response: ServerResponse, files: WindowFiles): void {
  const file = files.at((request.url ?? '').replace(/[?#].*$/s, ''))
  if (!file) return refuse(response, { status: 404, why: 'Nothing is here.' })
  response.writeHead(200, {
    'content-type': file.contentType,
    'content-length': file.bytes.length,
    'cache-control': cacheHeader(file),
  })
  response.end(request.method === 'HEAD' ? undefined : file.bytes)
}

async function answerPost(
  request: IncomingMessage,
  response: ServerResponse,
  { own, office }: Answering,
): Promise<void> {
  const refusal = refuseOrigin(request, own) ?? refuseBody(request)
  if (refusal) return refuse(response, refusal)
  const body = await readBody(request)
  if (!body) return refuse(response, { status: 400, why: 'Not what was asked for.' })
  response.setHeader('cache-control', 'no-store')
  if (request.url === '/session' && typeof body['ticket'] === 'string') {
    const secret = office.redeem(body['ticket'])
    if (secret === null) return refuse(response, { status: 403, why: 'The ticket was used or is old.' })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ secret }))
    return
  }
  if (request.url === '/session/check' && typeof body['secret'] === 'string') {
    if (!office.knows(body['secret'])) return refuse(response, { status: 401, why: 'No session.' })
    response.writeHead(204).end()
    return
  }
  refuse(response, { status: 404, why: 'Nothing is here.' })
}

/** A type that a form can't send: a browser asks first (CORS) before it sends it for a foreign page. */
function refuseBody(request: IncomingMessage): Refusal | undefined {
  if (request.headers['content-type'] !== 'application/json') return { status: 415, why: 'Only JSON.' }
  if (Number(request.headers['content-length'] ?? Infinity) > largestBody) {
    return { status: 413, why: 'Too large.' }
  }
  return undefined
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  try {
    const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'))
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Says no, in a line of text, and keeps no connection to whoever should not be here. */
function refuse(response: ServerResponse, { status, why }: Refusal): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(`${why}\n`)
}
