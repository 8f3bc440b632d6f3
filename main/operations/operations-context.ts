import type { Audit } from './audit/audit.ts'
import type { ChangeBus } from './changes/change-bus.ts'
import type { ImageCache } from './content/image-cache.ts'
import type { JobQueue } from './queue/job-queue.ts'
import type { SettingsStore } from './settings/settings-store.ts'
import type { VaultSession } from './vaults/vault-session.ts'
import type { World } from './world.ts'

/** What every use case is handed: the world, and the state of this process. */
export interface OperationsContext {
  readonly world: World
  readonly changes: ChangeBus
  readonly settings: SettingsStore
  readonly session: VaultSession
  readonly queue: JobQueue
  readonly images: ImageCache
  readonly audit: Audit
}
