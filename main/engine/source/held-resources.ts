import type { OpenFile } from '../ports/file-system.ts'
import type { Connection } from './connect.ts'

/**
 * What a snapshot holds until its end. Connections are closed before any descriptor, whichever was taken first: closing a
 * descriptor drops every POSIX lock that a connection of this process has on the same file.
 */
export interface HeldResources {
  holdConnection(connection: Connection): void
  holdDescriptor(file: OpenFile): void
  /** Something to do after all is closed. */
  holdScratch(discard: () => Promise<void>): void
  /** Closes the connections now; the descriptors stay. */
  closeConnections(): void
  /** Gives everything back; a second call does nothing. Throws the first error after all were tried. */
  release(): Promise<void>
}

/** Holds nothing yet. */
export function holdResources(): HeldResources {
  const connections: Connection[] = []
  const afterwards: (() => Promise<void>)[] = []
  const closeConnections = (): void => {
    for (const connection of connections.splice(0)) connection.close()
  }
  return {
    holdConnection: (connection) => void connections.push(connection),
    holdDescriptor: (file) => void afterwards.push(() => file.close()),
    holdScratch: (discard) => void afterwards.push(discard),
    closeConnections,
    async release() {
      const errors: unknown[] = []
      for (const step of [() => Promise.resolve(closeConnections()), ...afterwards.splice(0)]) {
        try {
          await step()
        } catch (error) {
          errors.push(error)
        }
      }
      if (errors.length > 0) throw errors[0]
    },
  }
}
