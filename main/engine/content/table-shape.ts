import { FaultError } from '../../../shared/domain/fault.ts'
import type { TableView } from '../../../shared/domain/look.ts'
import type { Connection } from '../source/connect.ts'
import { readSchema, type Schema } from '../source/read-schema.ts'
import { foldName } from './sql-terms.ts'

/** How SQLite converts a value that is compared with a column; `none` converts nothing. */
export type Affinity = 'integer' | 'real' | 'numeric' | 'text' | 'none'

/** One column of a table or view. */
export interface TableColumn {
  readonly name: string
  /** As declared; empty where it was declared without one. */
  readonly declaredType: string
  readonly affinity: Affinity
  readonly isNotNull: boolean
  /** Place in the primary key from 1; 0 when it is not part of it. */
  readonly primaryKey: number
  /** `virtual`: computed when it is read; `stored`: computed when its row is written. */
  readonly generated: 'no' | 'virtual' | 'stored'
}

/** A table or view of a schema. */
export interface TableShape {
  /** `main`, or the name of an attached schema. */
  readonly schemaName: string
  readonly name: string
  readonly kind: TableView['kind']
  /** Also true for shadow tables of that form. */
  readonly withoutRowid: boolean
  /** In declared order, without the hidden columns of virtual tables. */
  readonly columns: readonly TableColumn[]
  readonly sql: string
}

interface ColumnRow {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly pk: number
  /** 0 ordinary, 1 hidden, 2 generated and virtual, 3 generated and stored. */
  readonly hidden: number
}

/** The rules of "Determination of column affinity" in SQLite's documentation. ANY is special in STRICT tables alone. */
function affinityOf(declaredType: string, isStrict: boolean): Affinity {
  const type = declaredType.toUpperCase()
  if (type.includes('INT')) return 'integer'
  if (/CHAR|CLOB|TEXT/.test(type)) return 'text'
  if (type === '' || type.includes('BLOB') || (isStrict && type === 'ANY')) return 'none'
  return /REAL|FLOA|DOUB/.test(type) ? 'real' : 'numeric'
}

const generatedBy: Readonly<Record<number, TableColumn['generated']>> = { 2: 'virtual', 3: 'stored' }

function isStrict(connection: Connection, schemaName: string, name: string): boolean {
  const row = connection
    .prepare<[string, string], { strict: number }>(
      'SELECT strict FROM pragma_table_list WHERE schema = ? AND name = ?',
    )
    .get(schemaName, name)
  return row?.strict === 1
}

/** Empty where SQLite can't tell: a view of something that is not there, a module that is missing. */
function readColumns(connection: Connection, schemaName: string, name: string): readonly TableColumn[] {
  const strict = isStrict(connection, schemaName, name)
  const rows = connection
    .prepare<[string, string], ColumnRow>(
      'SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?, ?) ORDER BY cid',
    )
    .all(name, schemaName)
  return rows
    .filter(({ hidden }) => hidden !== 1)
    .map(({ name: column, type, notnull, pk, hidden }) => ({
      name: column,
      declaredType: type,
      affinity: affinityOf(type, strict),
      isNotNull: notnull === 1,
      primaryKey: pk,
      generated: generatedBy[hidden] ?? 'no',
    }))
}

function columnsOrNone(connection: Connection, schemaName: string, name: string): readonly TableColumn[] {
  try {
    return readColumns(connection, schemaName, name)
  } catch {
    return []
  }
}

/** Every table and view of a schema that was read, each with its columns, in the schema's order. */
export function tableShapes(
  connection: Connection,
  schema: Schema,
  schemaName = 'main',
): readonly TableShape[] {
  const known = new Map(schema.tables.map((table) => [table.name, table]))
  return schema.objects
    .filter(({ type }) => type === 'table' || type === 'view')
    .map(({ name, sql }) => ({
      schemaName,
      name,
      kind: known.get(name)?.kind ?? 'view',
      withoutRowid: known.get(name)?.withoutRowid ?? false,
      columns: columnsOrNone(connection, schemaName, name),
      sql: sql ?? '',
    }))
}

/**
 * One table or view by its name, as SQLite finds it (letters of ASCII without case). `place` names the content in the fault. Throws
 * TABLE_UNKNOWN.
 */
export function findTable(
  connection: Connection,
  table: string,
  place: string,
  schemaName = 'main',
): TableShape {
  const schema = readSchema(connection, schemaName)
  const folded = foldName(table)
  const objects = schema.objects.filter(({ name }) => foldName(name) === folded)
  const [shape] = tableShapes(connection, { ...schema, objects }, schemaName)
  if (shape === undefined) throw new FaultError({ code: 'TABLE_UNKNOWN', table, place })
  return shape
}

/** A column by its name. Throws COLUMN_UNKNOWN. */
export function findColumn(table: Pick<TableShape, 'name' | 'columns'>, column: string): TableColumn {
  const folded = foldName(column)
  const found = table.columns.find(({ name }) => foldName(name) === folded)
  if (found === undefined) throw new FaultError({ code: 'COLUMN_UNKNOWN', table: table.name, column })
  return found
}
