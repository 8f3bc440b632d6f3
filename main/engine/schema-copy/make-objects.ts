import type { Connection } from '../source/connect.ts'
import type { DatabaseDescription, SchemaObject } from '../source/snapshot.ts'

/** An object that can't be made here, and why. */
export interface LeftOutObject {
  readonly name: string
  readonly because: string
}

/** What was made of a schema. */
export interface MadeObjects {
  readonly made: readonly SchemaObject[]
  readonly leftOut: readonly LeftOutObject[]
}

const order = ['table', 'index', 'view', 'trigger'] as const

/**
 * Objects that a statement makes, in the order they can be made: tables first, virtual ones after ordinary ones, which their
 * content may be in. SQLite's own objects and the shadow tables of virtual ones make themselves.
 */
export function objectsToMake({ schema, tables }: DatabaseDescription): readonly SchemaObject[] {
  const kinds = new Map(tables.map(({ name, kind }) => [name, kind]))
  const isOwn = ({ name, tableName, sql }: SchemaObject): boolean =>
    sql !== null && !/^sqlite_/i.test(name) && kinds.get(tableName) !== 'shadow'
  const rankOf = ({ type, name }: SchemaObject): number =>
    order.indexOf(type) + (kinds.get(name) === 'virtual' ? 0.5 : 0)
  return schema.filter(isOwn).toSorted((one, other) => rankOf(one) - rankOf(other))
}

/** Errors that are the file's or the system's, and no object's. */
const ofTheFile = /^SQLITE_(FULL|IOERR|NOMEM|READONLY|CANTOPEN|BUSY|LOCKED|NOTADB)/

function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  if (!(error instanceof Error) || (typeof code === 'string' && ofTheFile.test(code))) throw error
  return error.message
}

/** Null when it was made. A module that failed half-way leaves nothing behind. */
function whyNotMade(connection: Connection, { sql }: SchemaObject): string | null {
  if (sql === null || !/^CREATE\s/i.test(sql)) return 'its statement is no CREATE'
  connection.exec('SAVEPOINT object')
  try {
    connection.prepare(sql).run()
    return null
  } catch (error) {
    const reason = reasonOf(error)
    connection.exec('ROLLBACK TO object')
    return reason
  } finally {
    connection.exec('RELEASE object')
  }
}

/**
 * Makes objects by their own statements, in one transaction. Those that SQLite refuses here (a module or function that is not
 * there) are left out. Throws SQLite's error when the file can't be written.
 */
export function makeObjects(connection: Connection, objects: readonly SchemaObject[]): MadeObjects {
  const made: SchemaObject[] = []
  const leftOut: LeftOutObject[] = []
  connection.exec('BEGIN')
  for (const object of objects) {
    const because = whyNotMade(connection, object)
    if (because === null) made.push(object)
    else leftOut.push({ name: object.name, because })
  }
  connection.exec('COMMIT')
  return { made, leftOut }
}
