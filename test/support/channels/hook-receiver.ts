import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'

import type { TestCertificates } from './certificates.ts'

/** One request as the receiver got it. */
export interface ReceivedHook {
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** A real HTTP server that answers as a test says. */
export interface HookReceiver {
  readonly origin: string
  readonly received: readonly ReceivedHook[]
  stop(): Promise<void>
}

/** What it does with a request once that is read: answers, resets, or nothing. */
export type HookAnswer = (response: http.ServerResponse, hook: ReceivedHook) => void

/** Starts a receiver on this machine; https where certificates are given. */
export async function startHookReceiver(
  answer: HookAnswer,
  certificates?: TestCertificates,
): Promise<HookReceiver> {
  const received: ReceivedHook[] = []
  const onRequest = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const hook = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(pieces).toString('utf8'),
      }
      received.push(hook)
      answer(response, hook)
    })
  }
  const server =
    certificates === undefined
      ? http.createServer(onRequest)
      : https.createServer({ cert: certificates.certificate, key: certificates.key }, onRequest)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    origin: `${certificates === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
