import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import type { SchemaObject } from '../source/snapshot.ts'

/** What SQLite made of each object of a schema. */
export interface ParsedObjects {
  /** Objects that are damaged, in words. */
  readonly broken: readonly string[]
  /** Objects that parse and name something that is not there: a module, a function, a dropped table. In words. */
  readonly unresolved: readonly string[]
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'SQLite gave no reason'
}

/** SQLITE_ERROR is what preparing says of a name it does not know; damage has codes of its own. */
function isUnresolved(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'SQLITE_ERROR'
}

/**
 * Has SQLite parse every object. Indexes and triggers are parsed with the schema itself, as soon as the first statement is
 * prepared; tables and views are also compiled, by preparing a query of each.
 */
export function parseObjects(connection: Connection, schema: readonly SchemaObject[]): ParsedObjects {
  const broken: string[] = []
  const unresolved: string[] = []
  for (const { type, name } of schema) {
    if (type !== 'table' && type !== 'view') continue
    try {
      connection.prepare(`SELECT * FROM main.${quoteName(name)} LIMIT 0`)
    } catch (error) {
      const list = isUnresolved(error) ? unresolved : broken
      list.push(`${type} "${name}": ${messageOf(error)}`)
    }
  }
  return { broken, unresolved }
}
