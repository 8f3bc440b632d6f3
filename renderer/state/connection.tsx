import { createContext, useContext } from 'react'

import type { Client } from '../../shared/contract/contract.ts'

/** How the line to the host is. `lost`: the host is gone and will not be dialled again by itself. */
export type LineState = 'connected' | 'reconnecting' | 'lost'

/** What the window is handed to talk with: the link's own type fulfils it by shape. */
export interface WindowConnection {
  readonly client: Client
  /** Calls back with every change; it begins as connected. Answers how to stop. */
  onStateChange(listener: (state: LineState) => void): () => void
  /** Calls back with the paths of files dropped on the window, where the host knows them. Answers how to stop. */
  onPathsDropped(listener: (paths: readonly string[]) => void): () => void
}

const ConnectionContext = createContext<WindowConnection | null>(null)

/** Hands the connection to everything below. */
export const ConnectionProvider = ConnectionContext.Provider

/** The connection of this window. Throws outside its provider. */
export function useConnection(): WindowConnection {
  const connection = useContext(ConnectionContext)
  if (connection === null) throw new Error('No connection was provided')
  return connection
}

/** The client of this window. */
export function useClient(): Client {
  return useConnection().client
}
