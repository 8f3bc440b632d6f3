import type { ClientContext, ClientLink } from '@orpc/client'

import { callOver } from './call-over.ts'
import type { Dial, Line } from './line.ts'
import { LinkError } from './line.ts'

/** `reconnecting`: calls wait. `lost`: for good; a new page or a new start of the program is needed. */
export type LinkState = 'connected' | 'reconnecting' | 'lost'

/** One link over as many lines as it takes. */
export interface ReconnectingLink {
  readonly link: ClientLink<ClientContext>
  onStateChange(listener: (state: LinkState) => void): () => void
  close(): void
}

/** How long to wait before the nth try to dial again, milliseconds: soon at first, then every two seconds. */
export function waitBeforeTry(n: number): number {
  return Math.min(100 * 2 ** n, 2000)
}

/** Failures that trying again can't mend. */
const isFinal = (error: unknown): boolean =>
  error instanceof LinkError && error.failure !== 'UNREACHABLE' && error.failure !== 'CONNECTION_LOST'

/** Dials once, rejecting with LinkError; from then on a lost line is replaced by a new one until `close`. */
export async function reconnectingLink(dial: Dial): Promise<ReconnectingLink> {
  const listeners = new Set<(state: LinkState) => void>()
  const tell = (state: LinkState): void => {
    for (const listener of listeners) listener(state)
  }
  let isClosed = false
  let current: Promise<Line> = Promise.resolve(use(await dial()))

  function use(line: Line): Line {
    line.onLost(() => {
      if (isClosed) return
      current = dialUntilThere()
      // Whoever calls next gets the rejection; without a caller it is no defect.
      current.catch(() => undefined)
      tell('reconnecting')
    })
    return line
  }

  async function dialUntilThere(): Promise<Line> {
    for (let tries = 0; ; tries += 1) {
      await new Promise((resolve) => void setTimeout(resolve, waitBeforeTry(tries)))
      if (isClosed) throw new LinkError('CONNECTION_LOST')
      try {
        const line = await dial()
        tell('connected')
        return use(line)
      } catch (error) {
        if (!isFinal(error)) continue
        tell('lost')
        throw error
      }
    }
  }

  return {
    link: { call: (path, input, options) => callOver(() => current, path, input, options) },
    onStateChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      isClosed = true
      void current.then(
        (line) => line.close(),
        () => undefined,
      )
    },
  }
}
