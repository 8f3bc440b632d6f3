import type { Client } from '../../shared/contract/contract.ts'

/** The window's connection to its back end. Holds the place of the link until the hosts' branch is merged. */
export interface Connection {
  readonly client: Client
  onStateChange(listener: (state: 'connected' | 'reconnecting' | 'lost') => void): () => void
  onPathsDropped(listener: (paths: readonly string[]) => void): () => void
}

/** A connection that is not there. */
export class LinkError extends Error {
  readonly failure = 'UNREACHABLE'
}

/** Rejects: there is no link here yet. */
export function connect(): Promise<Connection> {
  return Promise.reject(new LinkError())
}
