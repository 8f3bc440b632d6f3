import { RPCHandler } from '@orpc/server/ws'

import { maskUnexpected } from './mask-unexpected.ts'
import type { Served } from './served.ts'

/** What a transport has to offer: messages of strings or bytes in both directions, and a word when it is closed. */
export interface Channel {
  send(message: string | Uint8Array): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
}

/**
 * Serves the contract on a channel. Closing it aborts what is still running for it.
 * Trap: oRPC's adapter for message ports lets a malformed message end in an unhandled rejection, which ends the process;
 * its adapter for sockets catches it. So ports are served through the latter as well; the bytes are the same.
 */
export function serveChannel(channel: Channel, served: Served): void {
  const handler = new RPCHandler(served.router, {
    clientInterceptors: [maskUnexpected((...facts) => served.onUnexpected(...facts))],
  })
  const asSocket = {
    send: (message: string | Uint8Array) => channel.send(message),
    addEventListener(event: string, listener: (event: { data: unknown }) => void) {
      if (event === 'message') channel.onMessage((data) => listener({ data }))
      if (event === 'close') channel.onClose(() => listener({ data: undefined }))
    },
  }
  void handler.upgrade(asSocket as Parameters<typeof handler.upgrade>[0], { context: served.context })
}
