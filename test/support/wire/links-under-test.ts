// oxlint-disable unicorn/require-post-message-target-origin -- ports have no target origin; windows have
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { MessageChannel } from 'node:worker_threads'

import type { ClientLink } from '@orpc/client'
import { createORPCClient } from '@orpc/client'
import { createRouterClient } from '@orpc/server'
import { WebSocketServer } from 'ws'

import { attachMessagePort } from '../../../main/wire/attach-message-port.ts'
import { attachWebSocket } from '../../../main/wire/attach-web-socket.ts'
import { maskUnexpected } from '../../../main/wire/mask-unexpected.ts'
import type { Served } from '../../../main/wire/served.ts'
import { largestMessage } from '../../../main/wire/served.ts'
import type { DialledPort } from '../../../renderer/link/dial-message-port.ts'
import { lineOverPort } from '../../../renderer/link/dial-message-port.ts'
import { dialWebSocket } from '../../../renderer/link/dial-web-socket.ts'
import { reconnectingLink } from '../../../renderer/link/reconnecting-link.ts'
import { FakeMessagePortMain } from './fake-message-port-main.ts'
import type { TestClient } from './test-contract.ts'

/** A client over one of the links, and what a test can do to its line. */
export interface LinkUnderTest {
  readonly client: TestClient
  /** Breaks the present line from the far end, as a crash would. Null where there is no line to break. */
  readonly breakLine: (() => void) | null
  /** How often a line was made. */
  readonly dials: () => number
  readonly states: string[]
  close(): Promise<void> | void
}

/** Opens a link to what is served. */
export type OpenLink = (served: Served) => Promise<LinkUnderTest>

const clientOver = (link: ClientLink<object>): TestClient => createORPCClient(link)

const inMemory: OpenLink = (served) =>
  Promise.resolve({
    client: createRouterClient(served.router, {
      context: served.context,
      interceptors: [maskUnexpected((...facts) => served.onUnexpected(...facts))],
    }) as unknown as TestClient,
    breakLine: null,
    dials: () => 1,
    states: [],
    close: () => undefined,
  })

/** A link over ports that `makePorts` makes: first the end of the host, then that of the window. */
function overPorts(
  makePorts: () => readonly [Parameters<typeof attachMessagePort>[0], DialledPort],
): OpenLink {
  return async (served) => {
    const states: string[] = []
    const hostEnds: { close(): void }[] = []
    const lasting = await reconnectingLink(() => {
      const [hostEnd, windowEnd] = makePorts()
      hostEnds.push(hostEnd)
      attachMessagePort(hostEnd, served)
      return Promise.resolve(lineOverPort(windowEnd))
    })
    lasting.onStateChange((state) => states.push(state))
    return {
      client: clientOver(lasting.link),
      breakLine: () => hostEnds.at(-1)?.close(),
      dials: () => hostEnds.length,
      states,
      close: () => lasting.close(),
    }
  }
}

const workerThreadsPorts = overPorts(() => {
  const { port1, port2 } = new MessageChannel()
  return [port1, port2 as unknown as DialledPort]
})

/** The window's end stays of the DOM's shape; only the host's is MessagePortMain. */
const electronShapedPorts = overPorts(() => {
  const [hostEnd, far] = FakeMessagePortMain.pair()
  const windowEnd: DialledPort = {
    postMessage: (message) => far.postMessage(message),
    addEventListener: (type, listener) =>
      void far.on(type, (event?: { data: unknown }) => listener(event ?? {})),
    start: () => far.start(),
    close: () => far.close(),
  }
  return [hostEnd, windowEnd]
})

const webSocket: OpenLink = async (served) => {
  const states: string[] = []
  let dials = 0
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    maxPayload: largestMessage,
    handleProtocols: () => 'holdfast.v1',
  })
  await once(server, 'listening')
  server.on('connection', (socket) => {
    dials += 1
    attachWebSocket(socket, served)
  })
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  const lasting = await reconnectingLink(() => dialWebSocket(url, 'secret'))
  lasting.onStateChange((state) => states.push(state))
  return {
    client: clientOver(lasting.link),
    breakLine() {
      for (const socket of server.clients) socket.terminate()
    },
    dials: () => dials,
    states,
    async close() {
      lasting.close()
      for (const socket of server.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Every link of the program, and the one without a wire that they are measured by. */
export const linksUnderTest: readonly (readonly [string, OpenLink])[] = [
  ['in memory', inMemory],
  ['MessagePort', workerThreadsPorts],
  ['MessagePortMain', electronShapedPorts],
  ['WebSocket', webSocket],
]
