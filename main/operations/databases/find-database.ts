import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { Catalog } from '../catalog/open-catalog.ts'

/** A database by what a person calls it. `record` is null when only its backups are left. */
export interface FoundByName {
  readonly databaseId: string
  readonly database: string
  readonly record: DatabaseRecord | null
}

function foundOf(record: DatabaseRecord): FoundByName {
  return { databaseId: record.id, database: record.name, record }
}

/** Finds a registered database by its name, id or path. Throws DATABASE_UNKNOWN. */
export function findRegistered(catalog: Catalog, called: string): DatabaseRecord {
  const { databases } = catalog
  const record = databases.byName(called) ?? databases.get(called) ?? databases.byPath(called)
  if (record === null) throw new FaultError({ code: 'DATABASE_UNKNOWN', name: called })
  return record
}

/** Finds a database by its name, id or path; one whose registration is gone by the name or id in its backups. Throws DATABASE_UNKNOWN. */
export function findDatabase(catalog: Catalog, called: string): FoundByName {
  const { databases } = catalog
  const record = databases.byName(called) ?? databases.get(called) ?? databases.byPath(called)
  if (record !== null) return foundOf(record)
  const wanted = called.toLowerCase()
  const orphan = catalog.backups
    .databasesWithBackups()
    .find(({ databaseId, database }) => databaseId === wanted || database.toLowerCase() === wanted)
  if (orphan === undefined) throw new FaultError({ code: 'DATABASE_UNKNOWN', name: called })
  return { ...orphan, record: databases.get(orphan.databaseId) }
}
