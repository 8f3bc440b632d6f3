import type { Fault } from '../../../shared/domain/fault.ts'
import { listRegistrations } from '../../engine/engine.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import type { OperationsContext } from '../operations-context.ts'

/** What was read from the vault. */
export interface RebuildReport {
  readonly databases: number
  readonly backups: number
  /** Manifests and registrations that are there and can't be read, relative to the vault. */
  readonly damaged: readonly string[]
  /** Why, for each of the manifests among them. */
  readonly faults: readonly { readonly file: string; readonly fault: Fault }[]
}

/** Forgets what the catalog knows and reads everything in the vault again. Throws the faults of reading a vault. */
export async function rebuildCatalog(context: OperationsContext): Promise<RebuildReport> {
  const vault = context.session.reachable()
  const { catalog, access } = vault
  catalog.forgetAll()
  await syncCatalog(context.world.ports, access, catalog)
  const registrations = await listRegistrations(context.world.ports, access.folder)
  vault.inventory.touch()
  const faults = catalog.marks.damaged()
  context.changes.tell({ topic: 'everything' })
  return {
    databases: catalog.databases.names().length,
    backups: catalog.backups.totalsOfAll().backupCount,
    damaged: [...faults.map(({ file }) => file), ...registrations.damaged],
    faults,
  }
}
