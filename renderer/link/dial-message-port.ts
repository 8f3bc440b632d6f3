import { RPCLink } from '@orpc/client/message-port'

import type { Line } from './line.ts'
import { lossOfLine } from './line.ts'

/** What a line needs of a port: the DOM's, or that of worker_threads in tests. */
export interface DialledPort {
  postMessage(message: unknown): void
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void
  start(): void
  close(): void
}

/**
 * A line over a message port. The port's `close` event is Electron's addition to the DOM; without it a loss is noticed
 * only by whoever handed the port over.
 */
export function lineOverPort(port: DialledPort): Line {
  const loss = lossOfLine()
  const link = new RPCLink({ port: port as MessagePort })
  port.addEventListener('close', () => loss.lose())
  port.start()
  return {
    link,
    onLost: loss.onLost,
    close() {
      port.close()
      loss.lose()
    },
  }
}
