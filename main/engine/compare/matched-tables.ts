import { compareTables, type ComparedTables } from '../content/compared-tables.ts'
import { reasonOfSqlite } from '../content/reading-table.ts'
import { foldName } from '../content/sql-terms.ts'
import { tableShapes, type TableShape } from '../content/table-shape.ts'
import { readSchema, type Schema } from '../source/read-schema.ts'
import type { OpenSides } from './open-sides.ts'

/** A table of either side or both. */
export interface MatchedTable {
  /** As it is called on the left; where it is on the right only, there. */
  readonly name: string
  readonly left: TableShape | null
  readonly right: TableShape | null
}

/** Both schemas, and their tables side by side. */
export interface MatchedSchemas {
  readonly left: Schema
  readonly right: Schema
  /** Without views and shadow tables, by name. */
  readonly tables: readonly MatchedTable[]
}

const isTable = ({ kind }: TableShape): boolean => kind !== 'view' && kind !== 'shadow'

function byName(shapes: readonly TableShape[]): ReadonlyMap<string, TableShape> {
  return new Map(shapes.filter(isTable).map((shape) => [foldName(shape.name), shape]))
}

/** Reads both schemas. Throws SQLite's error when one is malformed. */
export function matchTables(sides: OpenSides): MatchedSchemas {
  const { connection, rightConnection, areAttached } = sides
  const right = areAttached
    ? { connection, schemaName: sides.right.schemaName }
    : { connection: rightConnection, schemaName: 'main' }
  const schemas = {
    left: readSchema(connection),
    right: readSchema(right.connection, right.schemaName),
  }
  const shapes = {
    left: byName(tableShapes(connection, schemas.left)),
    right: byName(tableShapes(right.connection, schemas.right, right.schemaName)),
  }
  const names = [...new Set([...shapes.left.keys(), ...shapes.right.keys()])].toSorted()
  const tables = names.map((name) => {
    const found = { left: shapes.left.get(name) ?? null, right: shapes.right.get(name) ?? null }
    return { name: (found.left ?? found.right)?.name ?? name, ...found }
  })
  return { ...schemas, tables }
}

/** Why the two sides can't be compared row by row; null where they can. */
export function encodingsDiffer({ left, right, areAttached }: OpenSides): string | null {
  return areAttached
    ? null
    : `the two sides store texts differently, in ${left.encoding} and ${right.encoding}`
}

/** Statistics for SQLite's planner, made anew by ANALYZE. */
export function isStatistics(name: string): boolean {
  return /^sqlite_stat\d$/i.test(name)
}

/** How a table that both sides have is compared, or why it can't be. */
export function planOf(
  sides: OpenSides,
  left: TableShape,
  right: TableShape,
): ComparedTables | { readonly notCompared: string } {
  const differing = encodingsDiffer(sides)
  if (differing !== null) return { notCompared: differing }
  if (isStatistics(left.name)) return { notCompared: 'it holds statistics that ANALYZE makes' }
  try {
    return compareTables(sides.connection, left, right)
  } catch (error) {
    const reason = reasonOfSqlite(error)
    if (reason === null) throw error
    return { notCompared: `it can’t be read here: ${reason}` }
  }
}
