import type { JobView } from '../../../shared/domain/job.ts'
import type { Settings, VaultStatus } from '../../../shared/domain/views.ts'

/** Something that a screen may show has changed. */
export type Change =
  | { readonly topic: 'jobs'; readonly jobs: readonly JobView[] }
  | { readonly topic: 'databases' }
  | { readonly topic: 'backups'; readonly databaseId: string }
  | { readonly topic: 'activity' }
  | { readonly topic: 'policies' }
  | { readonly topic: 'archives' }
  | { readonly topic: 'keys' }
  /** The health of the vault was found to be another, or an alert turned. */
  | { readonly topic: 'alerts' }
  | { readonly topic: 'vault'; readonly status: VaultStatus }
  | { readonly topic: 'settings'; readonly settings: Settings }
  /** Another program changed the vault: whatever is shown may be out of date. */
  | { readonly topic: 'everything' }

/** Tells everyone who listens of every change, at once and in order. */
export interface ChangeBus {
  tell(change: Change): void
  /** Returns what ends the listening. */
  listen(listener: (change: Change) => void): () => void
}

/** A bus with no listener yet. A listener must not throw. */
export function createChangeBus(): ChangeBus {
  const listeners = new Set<(change: Change) => void>()
  return {
    tell(change) {
      for (const listener of listeners) listener(change)
    },
    listen(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
