import { drillDueMs } from '../../../shared/domain/drills/drill-due.ts'
import type {
  AssertionsView,
  DatabaseDrills,
  DrillsView,
  DrillView,
} from '../../../shared/domain/drills/drill-views.ts'
import { listAssertions, listLeases, readAssertions, readDrill, vaultPaths } from '../../engine/engine.ts'
import { findBackup } from '../backups/find-backup.ts'
import type { DrilledDatabase } from '../catalog/drill-rows.ts'
import { findDatabase } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { schedulesLease } from '../schedules/hold-schedules.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { drillRhythm, type DrillRhythm } from './drill-rhythm.ts'
import { nextRoundAt } from './drill-rounds.ts'

/** How many things are asserted of each database; null of one: it can't be read. A vault that is away tells of none. */
async function assertionCounts(
  { world }: OperationsContext,
  { access }: OpenVault,
): Promise<(databaseId: string) => number | null> {
  const { records, damaged } = await listAssertions(world.ports, access.folder).catch(() => ({
    records: [],
    damaged: [],
  }))
  const counts = new Map(records.map(({ databaseId, assertions }) => [databaseId, assertions.length]))
  const unread = new Set(damaged)
  return (id) => (unread.has(`${vaultPaths.assertions}/${id}.json`) ? null : (counts.get(id) ?? 0))
}

function viewOf(
  everyDays: DrillRhythm,
  one: DrilledDatabase,
  countOf: (databaseId: string) => number | null,
): DatabaseDrills {
  const { databaseId, database, last, reds } = one
  const red = reds.at(-1) ?? null
  const dueMs = drillDueMs(last?.drilledAt ?? null, everyDays(databaseId))
  const dueAt = last === null ? null : new Date(dueMs).toISOString()
  return { databaseId, database, last, red, dueAt, assertionCount: countOf(databaseId) }
}

/** The drills of the open vault; of one that is away, what the catalog remembers. Throws VAULT_NOT_GIVEN, KEY_NEEDED. */
export async function viewDrills(context: OperationsContext): Promise<DrillsView> {
  const vault = context.session.known()
  const { ports } = context.world
  const countOf = await assertionCounts(context, vault)
  const everyDays = await drillRhythm(context, vault)
  const databases = vault.catalog.drills.ofDatabases().map((one) => viewOf(everyDays, one, countOf))
  const leases = await listLeases(ports, vault.access.folder).catch(() => [])
  return {
    databases,
    withoutBackup: vault.catalog.databases.all().length - databases.length,
    nextRoundAt: nextRoundAt(context),
    isActedOn: leases.some(({ name, isAlive }) => name === schedulesLease && isAlive),
  }
}

/** How one database stands with drills; null where it has no backup that can be drilled. */
export async function viewDrillsOf(
  context: OperationsContext,
  databaseId: string,
): Promise<DatabaseDrills | null> {
  const vault = context.session.known()
  const one = vault.catalog.drills.ofDatabase(databaseId)
  if (one === null) return null
  const kept = await readAssertions(context.world.ports, vault.access.folder, databaseId).catch(() => null)
  const count = kept === null ? 0 : 'problem' in kept ? null : kept.assertions.length
  return viewOf(await drillRhythm(context, vault), one, () => count)
}

/** The newest drill of a backup, with its evidence. Throws BACKUP_UNKNOWN, and what keeps the vault from being read. */
export async function viewDrill(context: OperationsContext, backupId: string): Promise<DrillView> {
  const vault = context.session.reachable()
  const backup = findBackup(vault, backupId)
  const record = await readDrill(context.world.ports, vault.access.folder, backup.id)
  return { backup, record: record === 'damaged' ? null : record, isDamaged: record === 'damaged' }
}

/** What is asserted of a database. Throws DATABASE_UNKNOWN, and what keeps the vault from being read. */
export async function viewAssertions(context: OperationsContext, called: string): Promise<AssertionsView> {
  const { access, catalog } = context.session.reachable()
  const { databaseId, database } = findDatabase(catalog, called)
  return { databaseId, database, kept: await readAssertions(context.world.ports, access.folder, databaseId) }
}
