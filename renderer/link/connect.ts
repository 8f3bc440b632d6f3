import { createORPCClient } from '@orpc/client'

import type { Client } from '../../shared/contract/contract.ts'
import { askForPort, isFromPreload, pathsDropped } from './ask-for-port.ts'
import { lineOverPort } from './dial-message-port.ts'
import { dialWebSocket } from './dial-web-socket.ts'
import type { Dial } from './line.ts'
import { checkSession, openSession } from './open-session.ts'
import type { LinkState } from './reconnecting-link.ts'
import { reconnectingLink } from './reconnecting-link.ts'

export { LinkError } from './line.ts'
export type { LinkFailure } from './line.ts'
export type { LinkState } from './reconnecting-link.ts'

/** The window's connection to its back end, in whichever host. */
export interface Connection {
  readonly client: Client
  /** Told of every change after the first connection. Answers how to stop listening. */
  onStateChange(listener: (state: LinkState) => void): () => void
  /**
   * Paths of files dropped on the window; called beside the DOM's own `drop` event. Only where `capabilities.dropGivesPath`:
   * a browser gives no paths. Answers how to stop listening.
   */
  onPathsDropped(listener: (paths: readonly string[]) => void): () => void
}

/**
 * Connects the page: over a port where a preload hands one over, else over a WebSocket to the server it came from.
 * Rejects with LinkError when there is no way in.
 */
export async function connect(page: Window & typeof globalThis = window): Promise<Connection> {
  const dropListeners = new Set<(paths: readonly string[]) => void>()
  const dial = dialOfPage(page, (paths) => {
    for (const listener of dropListeners) listener(paths)
  })
  const lasting = await reconnectingLink(dial)
  return {
    client: createORPCClient(lasting.link),
    onStateChange: (listener) => lasting.onStateChange(listener),
    onPathsDropped(listener) {
      dropListeners.add(listener)
      return () => void dropListeners.delete(listener)
    },
  }
}

/** The way of this page to its back end: the first question decides, later dials go the same way. */
function dialOfPage(page: Window & typeof globalThis, onDrop: (paths: readonly string[]) => void): Dial {
  let nonce = ''
  page.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (isFromPreload(page, event, pathsDropped, nonce)) onDrop(event.data.paths ?? [])
  })
  let secret: string | undefined
  return async () => {
    const answer = secret === undefined ? askForPort(page) : null
    if (answer) {
      nonce = answer.nonce
      return lineOverPort(await answer.port)
    }
    const session = { ...pickSession(page) }
    if (secret === undefined) secret = await openSession(session)
    else await checkSession(session, secret)
    return dialWebSocket(`ws://${page.location.host}/contract`, secret)
  }
}

function pickSession(page: Window & typeof globalThis): Parameters<typeof openSession>[0] {
  return {
    location: page.location,
    history: page.history,
    sessionStorage: page.sessionStorage,
    fetch: (path, init) => page.fetch(path, init),
  }
}
