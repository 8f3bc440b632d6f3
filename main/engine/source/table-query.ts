import type { Connection } from './connect.ts'
import { quoteName } from './quote-name.ts'

/** How a table's rows are read. */
export interface TableQuery {
  /** Stored columns in declared order. */
  readonly columns: readonly string[]
  readonly sql: string
}

interface ColumnRow {
  readonly name: string
  /** 0 ordinary, 1 hidden, 2 generated and virtual, 3 generated and stored. */
  readonly hidden: number
}

interface KeyRow {
  readonly name: string
  readonly desc: number
  readonly coll: string
}

/** The order of the rows in a WITHOUT ROWID table's own tree: nothing is sorted, and a missing collation shows itself. */
function primaryKeyOrder(connection: Connection, table: string): string {
  const keys = connection
    .prepare<[string], KeyRow>(
      `SELECT info.name AS name, info."desc" AS "desc", info.coll AS coll
       FROM pragma_index_list(?, 'main') AS list JOIN pragma_index_xinfo(list.name, 'main') AS info
       WHERE list.origin = 'pk' AND info."key" = 1 ORDER BY info.seqno`,
    )
    .all(table)
  const terms = keys.map(
    ({ name, desc, coll }) => `t.${quoteName(name)} COLLATE ${quoteName(coll)}${desc === 1 ? ' DESC' : ''}`,
  )
  return terms.length === 0 ? '' : ` ORDER BY ${terms.join(', ')}`
}

/**
 * Rowid order. Where columns took all three names of the rowid none is left to say it with; NOT INDEXED makes SQLite walk the
 * table's own tree, which is in that order.
 */
function rowidOrder(columns: readonly string[]): string {
  const taken = new Set(columns.map((column) => column.toLowerCase()))
  const free = ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name))
  return free === undefined ? '' : ` ORDER BY t.${free}`
}

/**
 * The query that gives a table's stored columns in key order. `textAsHex` asks for texts as the hexadecimal digits of their
 * stored bytes. Throws SQLite's error when a column can't be resolved.
 */
export function tableQuery(
  connection: Connection,
  table: string,
  options: { readonly withoutRowid: boolean; readonly textAsHex: boolean },
): TableQuery {
  const all = connection
    .prepare<[string], ColumnRow>("SELECT name, hidden FROM pragma_table_xinfo(?, 'main') ORDER BY cid")
    .all(table)
  // A virtual generated column is computed from the others as it is read: it is no content.
  const columns = all.filter(({ hidden }) => hidden !== 2).map(({ name }) => name)
  const terms = columns.map((column) => {
    const value = `t.${quoteName(column)}`
    if (!options.textAsHex) return value
    return `CASE typeof(${value}) WHEN 'text' THEN hex(CAST(${value} AS BLOB)) ELSE ${value} END`
  })
  const names = all.map(({ name }) => name)
  const order = options.withoutRowid ? primaryKeyOrder(connection, table) : rowidOrder(names)
  const sql = `SELECT ${terms.join(', ')} FROM main.${quoteName(table)} AS t NOT INDEXED${order}`
  return { columns, sql }
}
