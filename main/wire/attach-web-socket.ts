import type { WebSocket } from 'ws'

import { serveChannel } from './serve-channel.ts'
import type { Served } from './served.ts'

/**
 * What may wait for a window that does not read, bytes. A browser stops a tab that sleeps from reading; past this its socket is
 * ended, and the tab connects again when it wakes.
 */
const mostUnread = 64 * 1024 * 1024

/**
 * Serves the contract on one WebSocket. Who may open one, and how large its messages may be (`maxPayload: largestMessage`),
 * is decided by the server that accepted it.
 */
export function attachWebSocket(socket: WebSocket, served: Served): void {
  serveChannel(
    {
      send(message) {
        if (socket.bufferedAmount > mostUnread) socket.terminate()
        else socket.send(message)
      },
      onMessage: (listener) => socket.addEventListener('message', ({ data }) => listener(data)),
      onClose: (listener) => socket.addEventListener('close', listener),
    },
    served,
  )
  // A message too large, a broken frame: ws closes the socket by itself, but an error without a listener ends the process.
  socket.on('error', () => undefined)
}
