import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

import { servedAt, toElectron } from './addresses.ts'

type Handler = (request: Request) => Response | Promise<Response>

const handlers = new Map<string, Handler>()

/** What the application declared before `ready`, for tests to look at. */
export const declaredSchemes: unknown[] = []

export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly unknown[]): void {
    declaredSchemes.push(...schemes)
  },
  handle(scheme: string, handler: Handler): void {
    handlers.set(scheme, handler)
  },
}

async function answer(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void> {
  const handler = handlers.get('app')
  if (!handler) return void response.writeHead(502).end()
  const asked = new Request(toElectron(`${origin}${request.url}`), { method: request.method ?? 'GET' })
  const answered = await handler(asked)
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  response.end(Buffer.from(await answered.arrayBuffer()))
}

/** Serves what the application's handler answers, header by header, on a port that chromium can reach. */
export async function serveProtocol(): Promise<() => void> {
  const server = http.createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  servedAt(origin)
  server.on('request', (request, response) => {
    answer(request, response, origin).catch(() => response.destroy())
  })
  return () => {
    server.close()
    server.closeAllConnections()
  }
}
