import { foldName } from '../content/sql-terms.ts'
import { quoteName } from '../source/quote-name.ts'
import type { Connection } from '../source/connect.ts'
import { liveOf, type PartialTable } from './partial-table.ts'

/** One foreign key of a table of the live database, or of one that is made again. */
export interface ForeignKey {
  readonly child: string
  readonly parent: string
  /** The child's columns and the parent's that they name, pair by pair. */
  readonly from: readonly string[]
  readonly to: readonly string[]
}

interface KeyRow {
  readonly id: number
  readonly table: string
  readonly from: string
  /** Null: the parent's primary key is meant. */
  readonly to: string | null
}

function primaryKey(connection: Connection, parent: string, schemaName: string): readonly string[] {
  return connection
    .prepare<[string, string], string>('SELECT name FROM pragma_table_xinfo(?, ?) WHERE pk > 0 ORDER BY pk')
    .pluck()
    .all(parent, schemaName)
}

/** The chosen table of a name, if it is one. */
export function chosenCalled(tables: readonly PartialTable[], name: string): PartialTable | undefined {
  return tables.find((table) => foldName(liveOf(table).name) === foldName(name))
}

/** The foreign keys of one table. Those that SQLite itself can't make sense of are left away. */
export function foreignKeysOf(
  connection: Connection,
  tables: readonly PartialTable[],
  child: string,
): readonly ForeignKey[] {
  const own = chosenCalled(tables, child)
  const schemaName = own === undefined ? 'main' : liveOf(own).schemaName
  const rows = connection
    .prepare<[string, string], KeyRow>(
      'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?, ?) ORDER BY id, seq',
    )
    .all(child, schemaName)
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((parts) => {
    const parent = parts[0]!.table
    const chosen = chosenCalled(tables, parent)
    const parentSchema = chosen === undefined ? 'main' : liveOf(chosen).schemaName
    const named = parts.flatMap(({ to }) => to ?? [])
    const to = named.length > 0 ? named : primaryKey(connection, parent, parentSchema)
    return to.length === parts.length ? [{ child, parent, from: parts.map(({ from }) => from), to }] : []
  })
}

/** Tables of the live database that have foreign keys, by name. */
export function tablesWithForeignKeys(connection: Connection): readonly string[] {
  return connection
    .prepare<[], string>(
      `SELECT DISTINCT s.name FROM main.sqlite_schema AS s JOIN pragma_foreign_key_list(s.name, 'main')
       WHERE s.type = 'table' ORDER BY s.name`,
    )
    .pluck()
    .all()
}

/** Whether the live database has a table of that name. */
export function isInLive(connection: Connection, name: string): boolean {
  return (
    connection
      .prepare<[string]>("SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE")
      .get(name) !== undefined
  )
}

/** A table of the live database that is not chosen, as SQL. */
export function plainTerm(name: string): string {
  return `main.${quoteName(name)}`
}
