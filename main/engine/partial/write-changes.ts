import type { Statement } from 'better-sqlite3'

import type { RowCounts } from '../content/row-differences.ts'
import { keyCollation, keyTerms, rowidNameOf, tableTerm, type RowKey } from '../content/row-key.ts'
import { keyEquals } from '../content/row-pairs.ts'
import type { TableColumn } from '../content/table-shape.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import { sqliteCodeOf } from '../source/source-faults.ts'
import { givenColumns, insertAdded } from './insert-rows.ts'
import { changesTerm, liveByKey, liveOf, storedByKey, storedOf, type PartialTable } from './partial-table.ts'
import { refusing } from './refusing.ts'

/** How many rows were written, counted by SQLite. */
export type WrittenRows = Pick<RowCounts, 'added' | 'changed' | 'removed'>

/** The live rows of some listed changes (`c`), by the rowid where there is one: looked up one by one, the table is never walked. */
function whereListed(table: PartialTable, which: string): string {
  const live = liveOf(table)
  const rowid = rowidNameOf(live)
  const keys = keyTerms(table.tables.left.key, 'l').map((term) => term.slice(2))
  const listed = (terms: readonly string[]): string =>
    `SELECT ${terms.join(', ')} FROM ${changesTerm(table, 'c')} CROSS JOIN ${liveByKey(table, 'l', 'c')} WHERE ${which}`
  if (rowid !== null) return `${rowid} IN (${listed([`l.${rowid}`])})`
  // A collation within a row value would keep SQLite from its index; where it matters, what is written is counted and refused.
  const told =
    keys.length === 1 ? `${keys[0]!}${keyCollation(table.tables.left.key, 0)}` : `(${keys.join(', ')})`
  return `${told} IN (${listed(keys.map((own) => `l.${own}`))})`
}

function deleteListed(connection: Connection, table: PartialTable, kind: 'removed' | 'parked'): number {
  const where = whereListed(table, `c.kind = '${kind}'`)
  return connection.prepare(`DELETE FROM ${tableTerm(liveOf(table))} WHERE ${where}`).run().changes
}

/** Equal keys are the same bytes, so there is nothing to write: naming the column would only fire UPDATE OF triggers. */
function isExact(key: RowKey, column: TableColumn): boolean {
  if (key.kind === 'rowid') return false
  const at = key.columns.findIndex(({ name }) => name === column.name)
  if (at < 0) return false
  const isTyped = column.affinity === 'integer' || column.affinity === 'text'
  return isTyped && key.collations[at]?.toUpperCase() === 'BINARY'
}

/** Sets every column of the rows that `where` picks to the backup's. */
function updateSql(table: PartialTable, where: string): string | null {
  const { left, right } = table.tables
  const pairs = left.columns
    .map((column, at) => ({ column, stored: right.columns[at]! }))
    .filter(({ column }) => !isExact(left.key, column))
  if (pairs.length === 0) return null
  const target = tableTerm(liveOf(table))
  const own = keyTerms(left.key, target)
  const into = pairs.map(({ column }) => quoteName(column.name)).join(', ')
  const from = pairs.map(({ stored }) => `r.${quoteName(stored.name)}`).join(', ')
  return `UPDATE${refusing(liveOf(table))} ${target} SET (${into}) =
    (SELECT ${from} FROM ${tableTerm(storedOf(table))} AS r WHERE ${keyEquals(right, 'r', own)})
    WHERE ${where}`
}

function isUniqueRefusal(error: unknown): boolean {
  return /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)/.test(sqliteCodeOf(error) ?? '')
}

/** Lets one listed change through; false where a row that is still to be changed has its values. */
function getsThrough(change: Statement<[number]>, n: number): boolean {
  try {
    change.run(n)
    return true
  } catch (error) {
    if (!isUniqueRefusal(error)) throw error
    return false
  }
}

/**
 * Rows that hold each other's values in a unique index, in a ring: no order of updates gets through. They are taken out and put in
 * again as they are to be, with their rowids and with what the backup does not know of them.
 */
function replaceRing(connection: Connection, table: PartialTable, ring: readonly number[]): void {
  const live = liveOf(table)
  const parked = `temp.${table.changes}_parked`
  const rowid = table.tables.left.key.kind === 'rowid' || isRowidAlias(table) ? null : rowidNameOf(live)
  const kept = [...(rowid === null ? [] : [rowid]), ...table.newColumns.map(({ name }) => quoteName(name))]
  const names = kept.map((_, at) => `m${at}`)
  const { into, from } = givenColumns(table)
  const mark = connection.prepare<[string, number]>(`UPDATE temp.${table.changes} SET kind = ? WHERE n = ?`)
  for (const n of ring) mark.run('parked', n)
  connection.exec(
    `CREATE TEMP TABLE ${table.changes}_parked AS
     SELECT ${['c.n AS n', ...kept.map((name, at) => `l.${name} AS ${names[at]!}`)].join(', ')}
     FROM ${changesTerm(table, 'c')} CROSS JOIN ${liveByKey(table, 'l', 'c')} WHERE c.kind = 'parked'`,
  )
  deleteListed(connection, table, 'parked')
  connection.exec(
    `INSERT${refusing(live)} INTO ${tableTerm(live)} (${[...into, ...kept].join(', ')})
     SELECT ${[...from, ...names.map((name) => `m.${name}`)].join(', ')}
     FROM ${changesTerm(table, 'c')} CROSS JOIN ${parked} AS m ON m.n = c.n CROSS JOIN ${storedByKey(table, 'r', 'c')}
     ORDER BY c.n`,
  )
  for (const n of ring) mark.run('changed', n)
  connection.exec(`DROP TABLE ${parked}`)
}

/** Whether the one key column is the rowid itself under another name. Its rows keep their rowids with their key. */
function isRowidAlias({ tables }: PartialTable): boolean {
  const { key } = tables.left
  return key.kind === 'columns' && key.columns.length === 1 && /^INTEGER$/i.test(key.columns[0]!.declaredType)
}

/** One by one, in whatever order gets through. */
function changeInTurn(connection: Connection, table: PartialTable, sql: string): number {
  const all = connection
    .prepare<[], number>(`SELECT n FROM temp.${table.changes} WHERE kind = 'changed' ORDER BY n`)
    .pluck()
    .all()
  const change = connection.prepare<[number]>(sql)
  let waiting = all
  for (let before = -1; waiting.length !== before && waiting.length > 0;) {
    before = waiting.length
    waiting = waiting.filter((n) => !getsThrough(change, n))
  }
  if (waiting.length > 0) replaceRing(connection, table, waiting)
  return all.length
}

function writeChanged(connection: Connection, table: PartialTable): number {
  const all = updateSql(table, whereListed(table, "c.kind = 'changed'"))
  if (all === null) return 0
  try {
    return connection.prepare(all).run().changes
  } catch (error) {
    if (!isUniqueRefusal(error)) throw error
  }
  return changeInTurn(connection, table, updateSql(table, whereListed(table, 'c.n = ?'))!)
}

/**
 * Writes a table's listed changes: rows go, then change where they are (their rowids stay), then come. Answers what SQLite
 * counted. Throws SQLite's error; the transaction is then to be rolled back.
 */
export function writeChanges(connection: Connection, table: PartialTable): WrittenRows {
  const removed = deleteListed(connection, table, 'removed')
  const changed = writeChanged(connection, table)
  const added = insertAdded(connection, table, liveOf(table))
  return { added, changed, removed }
}
