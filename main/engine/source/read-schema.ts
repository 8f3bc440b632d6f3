import type { Connection } from './connect.ts'
import { quoteName } from './quote-name.ts'
import type { SchemaObject, TableDescription } from './snapshot.ts'

/** A table as the schema tells it, before its rows are read. */
export interface SchemaTable {
  readonly name: string
  readonly kind: TableDescription['kind']
  /** Also true for shadow tables of that form (FTS5 has one). */
  readonly withoutRowid: boolean
}

/** The schema and its tables. */
export interface Schema {
  readonly objects: readonly SchemaObject[]
  readonly tables: readonly SchemaTable[]
}

interface SchemaRow {
  readonly type: SchemaObject['type']
  readonly name: string
  readonly tableName: string
  readonly sql: string | null
  readonly rootPage: number | null
}

function readKinds(
  connection: Connection,
  schemaName: string,
): ReadonlyMap<string, { type: string; wr: number }> {
  const rows = connection
    .prepare<[string], { name: string; type: string; wr: number }>(
      'SELECT name, type, wr FROM pragma_table_list WHERE schema = ?',
    )
    .all(schemaName)
  return new Map(rows.map((row) => [row.name, row]))
}

/**
 * Every object of a schema (`main`, or the name of an attached one), sorted by type and name; and every table in it, SQLite's own
 * (`sqlite_sequence`) included, but for `sqlite_schema`, whose content the objects are. Throws SQLite's error when the schema is
 * malformed.
 */
export function readSchema(connection: Connection, schemaName = 'main'): Schema {
  const rows = connection
    .prepare<[], SchemaRow>(
      `SELECT type, name, tbl_name AS tableName, sql, rootpage AS rootPage
       FROM ${quoteName(schemaName)}.sqlite_schema
       ORDER BY type COLLATE BINARY, name COLLATE BINARY`,
    )
    .all()
  const kinds = readKinds(connection, schemaName)
  const tables = rows
    .filter((row) => row.type === 'table')
    .map((row): SchemaTable => {
      const known = kinds.get(row.name)
      const withoutRowid = known?.wr === 1
      // A virtual table has no root page, also where its module is not there to tell.
      const kind =
        row.rootPage === 0 || row.rootPage === null
          ? 'virtual'
          : known?.type === 'shadow'
            ? 'shadow'
            : withoutRowid
              ? 'without_rowid'
              : 'table'
      return { name: row.name, kind, withoutRowid }
    })
  const objects = rows.map(({ type, name, tableName, sql }) => ({ type, name, tableName, sql }))
  return { objects, tables }
}
