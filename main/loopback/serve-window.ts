import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import { createServer, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

import { WebSocketServer } from 'ws'

import { FaultError } from '../../shared/domain/fault.ts'
import type { Logger } from '../engine/engine.ts'
import { attachWebSocket } from '../wire/attach-web-socket.ts'
import type { Served } from '../wire/served.ts'
import { largestMessage } from '../wire/served.ts'
import { WindowFiles } from '../wire/window-files.ts'
import { answerRequest, replyHeaders } from './answer-request.ts'
import type { OwnAddress, Refusal } from './request-checks.ts'
import { protocolName, refuseUpgrade } from './request-checks.ts'
import { TicketOffice } from './ticket-office.ts'

/** More windows than these at once are not a person's. */
const mostWindows = 32

/** What the window is served with. */
export interface WindowServerOptions {
  readonly router: Served['router']
  readonly context?: Served['context']
  /** The built window. */
  readonly windowFolder: string
  /** 0 or left out: one that is free. */
  readonly port?: number
  readonly log: Logger
}

/** A window that is served on 127.0.0.1. */
export interface WindowServer {
  /** The address with a ticket: for one window, within a minute. */
  readonly url: string
  /** Another such address, for another window or a later one. */
  newUrl(): string
  /** Ends every connection and frees the port. */
  close(): Promise<void>
}

/**
 * Serves the window and the contract to browsers of this machine that were given a ticket.
 * Throws FaultError WRONG_USE when the port is taken or not permitted.
 */
export async function serveWindow(options: WindowServerOptions): Promise<WindowServer> {
  const files = new WindowFiles(options.windowFolder)
  const office = new TicketOffice()
  // Idle connections are ended soon; what is sent for a ticket's sake is small and comes at once.
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 5_000 })
  const own = await listen(server, options.port ?? 0)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    handleProtocols: () => protocolName,
  })
  server.on('request', (request, response) => {
    void answerRequest(request, response, { own, files, office })
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  server.on('upgrade', (request, socket, head) => {
    const refusal = refuseUpgrade(request, own, (secret) => office.knows(secret)) ?? refuseCrowd(sockets)
    if (refusal) return refuseSocket(request, socket, refusal, own, options.log)
    sockets.handleUpgrade(request, socket, head, (accepted) => attachWebSocket(accepted, servedBy(options)))
  })
  const newUrl = (): string => `${own.origin}/#ticket=${office.issue()}`
  return { url: newUrl(), newUrl, close: () => closeAll(server, sockets) }
}

function servedBy({ router, context, log }: WindowServerOptions): Served {
  return {
    router,
    context: context ?? {},
    onUnexpected(reference, error, procedure) {
      const shown = error instanceof Error ? (error.stack ?? error.message) : String(error)
      log.error('contract.unexpected', { reference, procedure, error: shown })
    },
  }
}

async function listen(server: Server, port: number): Promise<OwnAddress> {
  server.listen({ host: '127.0.0.1', port, exclusive: true })
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const detail =
      code === 'EADDRINUSE' ? `Port ${port} is in use.` : `Port ${port} could not be opened (${code}).`
    throw new FaultError({ code: 'WRONG_USE', detail }, { cause: error })
  }
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { host, origin: `http://${host}` }
}

function refuseCrowd(sockets: WebSocketServer): Refusal | undefined {
  return sockets.clients.size < mostWindows ? undefined : { status: 503, why: 'Too many windows.' }
}

function refuseSocket(
  request: IncomingMessage,
  socket: Duplex,
  { status, why }: Refusal,
  own: OwnAddress,
  log: Logger,
): void {
  log.warn('loopback.refused', { status, why, origin: request.headers.origin ?? null })
  const headers = { ...replyHeaders(own), connection: 'close', 'content-length': '0' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.on('error', () => undefined)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n`)
}

async function closeAll(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate()
  const closed = new Promise((resolve) => void server.close(resolve))
  server.closeAllConnections()
  await closed
}
