import { RPCLink } from '@orpc/client/websocket'

import type { Line } from './line.ts'
import { LinkError, lossOfLine } from './line.ts'

/** The subprotocol that the server answers with; the session's secret travels beside it and is never echoed. */
const protocolName = 'holdfast.v1'

/** After this a socket that has not opened is given up. Milliseconds. */
const openWithinMs = 10_000

/**
 * Opens a WebSocket with the session's secret. A subprotocol and not a cookie, because cookies know no port: every server of
 * this machine that the browser visits would be sent it. Rejects with UNREACHABLE; a browser does not say why.
 */
export async function dialWebSocket(
  url: string,
  secret: string,
  Socket: typeof WebSocket = WebSocket,
): Promise<Line> {
  const socket = new Socket(url, [protocolName, `auth.${secret}`])
  const loss = lossOfLine()
  await new Promise<void>((resolve, reject) => {
    const refuse = (): void => reject(new LinkError('UNREACHABLE'))
    const timer = setTimeout(() => {
      refuse()
      socket.close()
    }, openWithinMs)
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener('close', refuse, { once: true })
    socket.addEventListener('open', () => clearTimeout(timer), { once: true })
    socket.addEventListener('close', () => clearTimeout(timer), { once: true })
  })
  const link = new RPCLink({ websocket: socket })
  socket.addEventListener('close', () => loss.lose())
  return { link, onLost: loss.onLost, close: () => socket.close() }
}
