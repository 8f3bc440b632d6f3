import type { Capabilities } from '../../shared/contract/system-contract.ts'
import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { Operations } from '../operations/operations.ts'

/** What a path is chosen for. */
export type PathKind = 'database' | 'folder' | 'save_database' | 'key_file'

/** What the host offers to the window. What its capabilities deny is never called. */
export interface HostDoors {
  readonly capabilities: Capabilities
  /** Opens the host's own dialog; null when it was dismissed. */
  choosePath(kind: PathKind, title: string): Promise<readonly string[] | null>
  /** Shows a file in the system's file manager. */
  reveal(path: string): Promise<void>
  /** Shows a message on the desktop; null: it did, otherwise why no desktop took it. Left out: the host has none. */
  readonly showMessage?: ((message: ChannelMessage) => Promise<string | null>) | undefined
  /** Starts the program, hidden, with the user's session from now on, or not any more. */
  setStartAtLogin(isOn: boolean): Promise<void>
}

/** What the answers are made from. */
export interface ApiSurroundings {
  readonly operations: Operations
  readonly host: HostDoors
  readonly version: string
  readonly platform: string
  readonly userFolder: string
}
