import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { ContentView, TableView } from '../../../shared/domain/look.ts'
import { reasonOfSqlite } from '../content/reading-table.ts'
import { tableTerm } from '../content/row-key.ts'
import { tableShapes, type TableShape } from '../content/table-shape.ts'
import type { Connection } from '../source/connect.ts'
import { readSchema } from '../source/read-schema.ts'
import type { SchemaObject } from '../source/snapshot.ts'

/** Null where they can't be counted here: a view, a module that is missing, a table that is broken. */
function rowCountOf(connection: Connection, shape: TableShape): number | null {
  if (shape.kind === 'view') return null
  // The table's own tree is counted: an index may need a collation that is not here.
  const walk = shape.kind === 'virtual' ? '' : ' NOT INDEXED'
  try {
    const sql = `SELECT count(*) AS rows FROM ${tableTerm(shape)}${walk}`
    return connection.prepare<[], { rows: number }>(sql).get()?.rows ?? null
  } catch (error) {
    if (reasonOfSqlite(error) === null) throw error
    return null
  }
}

function partsOf(objects: readonly SchemaObject[], table: string): TableView['parts'] {
  return objects.flatMap(({ type, name, tableName, sql }) =>
    tableName === table && (type === 'index' || type === 'trigger') ? [{ kind: type, name, sql }] : [],
  )
}

function viewOf(connection: Connection, shape: TableShape, objects: readonly SchemaObject[]): TableView {
  const { name, kind, sql, columns } = shape
  return {
    name,
    kind,
    rowCount: rowCountOf(connection, shape),
    columns: columns.map(({ declaredType, primaryKey, isNotNull, generated, ...column }) => ({
      name: column.name,
      declaredType,
      primaryKey,
      isNotNull,
      isGenerated: generated !== 'no',
    })),
    sql,
    parts: partsOf(objects, name),
  }
}

/** The tables and views of a backup's image, with their columns, indexes, triggers and row counts. Throws SQLite's error. */
export function viewContent(connection: Connection, record: BackupRecord): ContentView {
  const schema = readSchema(connection)
  return {
    backupId: record.id,
    takenAt: record.takenAt,
    pageSize: record.pageSize,
    encoding: connection.pragma('encoding', { simple: true }) as string,
    tables: tableShapes(connection, schema).map((shape) => viewOf(connection, shape, schema.objects)),
  }
}
