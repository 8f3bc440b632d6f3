import { serveChannel } from './serve-channel.ts'
import type { Served } from './served.ts'
import { largestMessage } from './served.ts'

/** Electron's MessagePortMain: events carry `data`, and it is silent until `start`. */
interface EmitterPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
}

/** The port of browsers and of worker_threads. */
interface TargetPort {
  addEventListener(event: 'message' | 'close', listener: (event: { data?: unknown }) => void): void
}

/** A port by its shape. */
export type PortByShape = (EmitterPort | TargetPort) & {
  postMessage(message: unknown): void
  start?(): void
  close(): void
}

/** Serves the contract on one port. A message that is larger than `largestMessage`, or none of this protocol, closes the port. */
export function attachMessagePort(port: PortByShape, served: Served): void {
  const onEvent = (event: 'message' | 'close', listener: (event: { data?: unknown }) => void): void => {
    if ('addEventListener' in port) port.addEventListener(event, listener)
    else port.on(event as 'message', listener)
  }
  serveChannel(
    {
      send: (message) => port.postMessage(message),
      onMessage: (listener) =>
        onEvent('message', ({ data }) => {
          if (sizeOf(data) > largestMessage) port.close()
          else listener(data)
        }),
      onClose: (listener) => onEvent('close', listener),
    },
    served,
  )
  port.start?.()
}

/** Anything but a string or bytes is no message of this protocol: infinitely too large. */
function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data.byteLength
  return Infinity
}
