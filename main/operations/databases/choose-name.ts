import { freeName, isDatabaseName, nameFromFile } from '../../../shared/domain/database-name.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { Catalog } from '../catalog/open-catalog.ts'

/** A name that was asked for. Throws DATABASE_NAME_INVALID, DATABASE_NAME_TAKEN (by another than `exceptId`). */
export function acceptName(catalog: Catalog, name: string, exceptId?: string): string {
  if (!isDatabaseName(name)) throw new FaultError({ code: 'DATABASE_NAME_INVALID', name })
  const holder = catalog.databases.byName(name)
  if (holder !== null && holder.id !== exceptId) throw new FaultError({ code: 'DATABASE_NAME_TAKEN', name })
  return name
}

/** A free name made from a file's name. */
export function nameForFile(catalog: Catalog, fileName: string): string {
  return freeName(nameFromFile(fileName), catalog.databases.names())
}

/** The tier of a database that was given none. */
export function tierForName(name: string): string {
  return /cache/i.test(name) ? 'cache' : 'core'
}

/** The id of backups that bear this name and have lost their registration, if they are of one database. */
export function orphanedIdOf(catalog: Catalog, name: string): string | null {
  const orphans = catalog.backups
    .databasesWithBackups()
    .filter((one) => one.database.toLowerCase() === name.toLowerCase())
    .filter((one) => catalog.databases.get(one.databaseId) === null)
  return orphans.length === 1 ? orphans[0]!.databaseId : null
}
