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

/** By its name, id or path. Throws WRONG_USE for a name that several have: restoring the wrong one would be harm. */
function lookUp({ databases }: Catalog, called: string): DatabaseRecord | null {
  if (databases.countNamed(called) > 1) {
    const detail = `several databases are named ${called}; say which by its file or its id, and give each a name of its own`
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  return databases.byName(called) ?? databases.get(called) ?? databases.byPath(called)
}

/** Finds a registered database by its name, id or path. Throws DATABASE_UNKNOWN, and WRONG_USE for a name that several have. */
export function findRegistered(catalog: Catalog, called: string): DatabaseRecord {
  const record = lookUp(catalog, called)
  if (record === null) throw new FaultError({ code: 'DATABASE_UNKNOWN', name: called })
  return record
}

/** Finds a database by its name, id or path; one whose registration is gone by the name or id in its backups. Throws as `findRegistered`. */
export function findDatabase(catalog: Catalog, called: string): FoundByName {
  const { databases } = catalog
  const record = lookUp(catalog, called)
  if (record !== null) return foundOf(record)
  const wanted = called.toLowerCase()
  const orphan = catalog.backups
    .databasesWithBackups()
    .find(({ databaseId, database }) => databaseId === wanted || database.toLowerCase() === wanted)
  if (orphan === undefined) throw new FaultError({ code: 'DATABASE_UNKNOWN', name: called })
  return { ...orphan, record: databases.get(orphan.databaseId) }
}
