import type { Complaints } from '../../../shared/domain/guard.ts'
import { rowidNameOf } from '../content/row-key.ts'
import { findTable, type TableShape } from '../content/table-shape.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'

interface Violation {
  readonly table: string
  readonly rowid: bigint | null
  readonly parent: string
  readonly fkid: number | bigint
}

/** Reads the values with which a row refers, as SQL writes them. */
type ReadValues = (rowid: bigint) => string | undefined

const longestValue = 60

function shown(value: string): string {
  return value.length <= longestValue ? value : `${value.slice(0, longestValue)}…`
}

/** The columns of each foreign key of a table, by its number. */
function columnsByKey(connection: Connection, table: string): ReadonlyMap<number, readonly string[]> {
  const rows = connection
    .prepare<[string], { id: number; from: string }>(
      `SELECT id, "from" FROM pragma_foreign_key_list(?, 'main') ORDER BY id, seq`,
    )
    .all(table)
  const columns = new Map<number, string[]>()
  for (const { id, from } of rows) columns.set(id, [...(columns.get(id) ?? []), from])
  return columns
}

function readerOf(connection: Connection, shape: TableShape, columns: readonly string[]): ReadValues | null {
  const rowid = rowidNameOf(shape)
  if (rowid === null) return null
  const values = columns.map((name) => `quote(${quoteName(name)})`).join(` || ', ' || `)
  const sql = `SELECT ${values} FROM main.${quoteName(shape.name)} WHERE ${rowid} = ?`
  const statement = connection.prepare<[bigint], string>(sql).pluck()
  return (row) => statement.get(row)
}

/** Tables with foreign keys, by name. */
export function tablesWithKeys(connection: Connection): readonly string[] {
  return connection
    .prepare<[], string>(
      `SELECT DISTINCT s.name FROM main.sqlite_schema AS s JOIN pragma_foreign_key_list(s.name, 'main')
       WHERE s.type = 'table' ORDER BY s.name`,
    )
    .pluck()
    .all()
}

/**
 * Rows of a table that refer to rows that are not there, by what they refer to: a row number says nothing of a table that was made
 * anew since. Throws SQLite's error where it can't check the table: a key that names no unique columns of its parent.
 */
export function brokenKeysOf(connection: Connection, table: string): Complaints {
  const shape = findTable(connection, table, 'the image')
  const keys = columnsByKey(connection, table)
  const readers = new Map([...keys].map(([id, columns]) => [id, readerOf(connection, shape, columns)]))
  const broken = new Map<string, number>()
  const violations = connection
    .prepare<[], Violation>(`PRAGMA main.foreign_key_check(${quoteName(table)})`)
    .safeIntegers(true)
  for (const { rowid, parent, fkid } of violations.iterate()) {
    const columns = keys.get(Number(fkid)) ?? []
    const values = rowid === null ? undefined : readers.get(Number(fkid))?.(rowid)
    const where =
      columns.length === 0
        ? ''
        : ` by ${columns.join(', ')}${values === undefined ? '' : ` = ${shown(values)}`}`
    const words = `${table} refers${where} to a row of ${parent} that is not there`
    broken.set(words, (broken.get(words) ?? 0) + 1)
  }
  return broken
}
