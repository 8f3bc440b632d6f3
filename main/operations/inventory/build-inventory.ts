import { systemStem, type StoredArchive } from '../../../shared/domain/system-archive.ts'
import type { Catalog } from '../catalog/open-catalog.ts'
import { cronTimes } from '../schedules/cron-times.ts'
import { plannedCleanUp } from '../schedules/planned-work.ts'

/** One database in `backup_metadata.json`. Times are UTC, ISO 8601. */
export interface InventoryDatabase {
  /** When the newest backup's state was observed; null: there is none. */
  readonly latest_backup: string | null
  readonly backup_count: number
  readonly total_size_mb: number
  /** When any of its backups was last checked. */
  readonly last_validated: string | null
  /** What that check found. */
  readonly validation_status: 'passed' | 'failed' | 'not_validated'
}

/** The content of `backup_metadata.json`. */
export interface Inventory {
  readonly backup_inventory: {
    readonly last_updated: string
    readonly total_backups: number
    readonly total_size_gb: number
    readonly databases: Readonly<Record<string, InventoryDatabase>>
    readonly retention_summary: {
      readonly expired_backups_cleaned: number
      readonly storage_optimized_gb: number
      readonly next_cleanup_date: string | null
    }
  }
}

function rounded(value: number, decimals: number): number {
  const factor = 10 ** decimals
  return Math.round(value * factor) / factor
}

function megabytes(bytes: number): number {
  return rounded(bytes / 1e6, 3)
}

/** Where the verdict on any of its backups can't be told, there is none on the database. */
function verdictOf(
  { backups }: Catalog,
  databaseId: string,
  lastStatus: string | undefined,
): InventoryDatabase['validation_status'] {
  if (lastStatus === undefined || backups.newestNotKnown(databaseId, 1).length > 0) return 'not_validated'
  return lastStatus === 'passed' ? 'passed' : 'failed'
}

function describe(catalog: Catalog, databaseId: string): InventoryDatabase {
  const { backupCount, storedBytes } = catalog.backups.totalsOf(databaseId)
  const check = catalog.backups.newestCheckOf(databaseId)
  return {
    latest_backup: catalog.backups.newest(databaseId)?.takenAt ?? null,
    backup_count: backupCount,
    total_size_mb: megabytes(storedBytes),
    last_validated: check?.checkedAt ?? null,
    validation_status: verdictOf(catalog, databaseId, check?.status),
  }
}

/** Each database of the vault by the name it is shown under. One whose registration is gone keeps its place by its backups. */
function namesOf(catalog: Catalog): ReadonlyMap<string, string> {
  const nameOfId = new Map(catalog.databases.all().map(({ id, name }) => [id, name]))
  const taken = new Set([...nameOfId.values()].map((name) => name.toLowerCase()))
  for (const { databaseId, database } of catalog.backups.databasesWithBackups()) {
    if (nameOfId.has(databaseId)) continue
    // Two lives of one name are two databases: the earlier is told apart by its id.
    const name = taken.has(database.toLowerCase()) ? `${database} (${databaseId.slice(0, 8)})` : database
    nameOfId.set(databaseId, name)
    taken.add(name.toLowerCase())
  }
  return nameOfId
}

/** The next daily clean-up after a moment. */
function nextCleanUp(at: string): string | null {
  const { schedule, timeZone } = plannedCleanUp()
  const [next] = cronTimes(schedule.cron, timeZone)?.next(Date.parse(at), 1) ?? []
  return next === undefined ? null : new Date(next).toISOString()
}

/** The archives of the complete system, newest first, as if they were the backups of one database. */
function describeArchives(archives: readonly StoredArchive[]): InventoryDatabase {
  const [newest] = archives
  const checks = archives
    .map(({ lastValidation }) => lastValidation)
    .toSorted((one, other) => ((one.checkedAt ?? '') < (other.checkedAt ?? '') ? 1 : -1))
  const isAnyUnknown = checks.some(({ status }) => status === 'not_known')
  const [last] = checks
  return {
    latest_backup: newest?.takenAt ?? null,
    backup_count: archives.length,
    total_size_mb: megabytes(bytesOf(archives)),
    last_validated: last?.checkedAt ?? null,
    validation_status:
      last === undefined || isAnyUnknown ? 'not_validated' : last.status === 'passed' ? 'passed' : 'failed',
  }
}

function bytesOf(archives: readonly StoredArchive[]): number {
  return archives.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

/** Where the archives are listed: under the name that their files begin with, unless a database has it. */
function keyOfArchives(names: ReadonlySet<string>): string {
  return names.has(systemStem) ? `${systemStem} (archives)` : systemStem
}

/**
 * The inventory as the catalog knows it at a moment, with the vault's archives of the complete system, newest first: one entry in
 * `databases`, where there are any.
 */
export function buildInventory(
  catalog: Catalog,
  at: string,
  archives: readonly StoredArchive[] = [],
): Inventory {
  const names = [...namesOf(catalog)].map(([id, name]) => ({ name, entry: () => describe(catalog, id) }))
  const archivesName = keyOfArchives(new Set(names.map(({ name }) => name)))
  const ofArchives =
    archives.length === 0 ? [] : [{ name: archivesName, entry: () => describeArchives(archives) }]
  const entries = [...names, ...ofArchives].sort((a, b) => (a.name < b.name ? -1 : 1))
  const { backupCount, storedBytes } = catalog.backups.totalsOfAll()
  const { removedCount, freedBytes } = catalog.history.removalTotals()
  return {
    backup_inventory: {
      last_updated: at,
      total_backups: backupCount + archives.length,
      total_size_gb: rounded((storedBytes + bytesOf(archives)) / 1e9, 6),
      databases: Object.fromEntries(entries.map(({ name, entry }) => [name, entry()])),
      retention_summary: {
        expired_backups_cleaned: removedCount,
        storage_optimized_gb: rounded(freedBytes / 1e9, 6),
        next_cleanup_date: nextCleanUp(at),
      },
    },
  }
}
