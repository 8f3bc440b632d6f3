import type { ClientContext, ClientLink } from '@orpc/client'

/** One connection, from its begin to its loss. */
export interface Line {
  readonly link: ClientLink<ClientContext>
  /** Calls the listener once when the line is lost, at once if it is already. Answers how to take it back. */
  onLost(listener: () => void): () => void
  close(): void
}

/** Makes a line; rejects with LinkError. */
export type Dial = () => Promise<Line>

/**
 * Why there is no connection.
 * TICKET_MISSING: the page was opened without a ticket and this tab has no session. TICKET_REFUSED: the ticket was used before or
 * is older than a minute. SESSION_ENDED: the program was started anew. PORT_REFUSED: the shell gave no port.
 * UNREACHABLE: nothing answers. CONNECTION_LOST: the line broke while the call was under way.
 */
export type LinkFailure =
  'TICKET_MISSING' | 'TICKET_REFUSED' | 'SESSION_ENDED' | 'PORT_REFUSED' | 'UNREACHABLE' | 'CONNECTION_LOST'

/** A connection that is not there. Not a fault of the domain: nobody was asked. */
export class LinkError extends Error {
  readonly failure: LinkFailure

  constructor(failure: LinkFailure, options?: ErrorOptions) {
    super(failure, options)
    this.name = 'LinkError'
    this.failure = failure
  }
}

/** Tells listeners of a loss once each; a list rather than a promise, so that years of calls leave nothing behind. */
export function lossOfLine(): { lose(): void; readonly onLost: Line['onLost'] } {
  const listeners = new Set<() => void>()
  let isLost = false
  return {
    lose() {
      isLost = true
      const told = [...listeners]
      listeners.clear()
      for (const listener of told) listener()
    },
    onLost(listener) {
      if (isLost) listener()
      else listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
