import { createHash, type Hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'

import type { RowCounts } from '../content/row-differences.ts'
import type { ComparedTable } from '../content/compared-tables.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import { RowHash, type SqlValue } from '../source/row-hash.ts'
import {
  changedKeys,
  changesTerm,
  liveByKey,
  liveOf,
  storedByKey,
  type PartialTable,
} from './partial-table.ts'

/** After about this many bytes other work of the process gets its turn. */
const turnBytes = 1 << 20
/** SQLite gives at most 2,000 columns a statement. */
const columnsAtOnce = 1000

/** A value with texts as the hexadecimal digits of their stored bytes, so that none is lost on its way. */
function exactTerm(value: string): string {
  return `CASE typeof(${value}) WHEN 'text' THEN hex(CAST(${value} AS BLOB)) ELSE ${value} END`
}

function columnsOf({ columns }: ComparedTable, first: number): readonly string[] {
  return columns.slice(first, first + columnsAtOnce).map(({ name }) => name)
}

async function hashSide(
  connection: Connection,
  table: PartialTable,
  side: 'left' | 'right',
  first: number,
  signal: AbortSignal,
): Promise<string> {
  const columns = columnsOf(table.tables[side], first)
  const join = side === 'left' ? liveByKey(table, 'v', 'c') : storedByKey(table, 'v', 'c')
  const terms = [...changedKeys(table, 'c'), ...columns.map((name) => `v.${quoteName(name)}`)].map(exactTerm)
  // A left join, forced into this order: the list is walked, the table is looked up.
  const sql = `SELECT c.kind, ${terms.join(', ')} FROM ${changesTerm(table, 'c')} LEFT JOIN ${join} ORDER BY c.n`
  const hash = new RowHash(columns, true)
  let rows = 0
  let turnAt = turnBytes
  for (const row of connection.prepare<[], SqlValue[]>(sql).raw(true).safeIntegers(true).iterate()) {
    const [kind, ...values] = row
    hash.addRow([Buffer.from(String(kind), 'utf8').toString('hex'), ...values])
    rows += 1
    if (hash.addedBytes < turnAt) continue
    turnAt = hash.addedBytes + turnBytes
    await nextTurn()
    signal.throwIfAborted()
  }
  return hash.finish(rows)
}

function schemaOf(connection: Connection, table: PartialTable): unknown {
  if (table.makesTable) return null
  return connection
    .prepare(
      `SELECT type, name, sql FROM main.sqlite_schema WHERE tbl_name = ? COLLATE NOCASE
       ORDER BY type, name COLLATE BINARY`,
    )
    .raw(true)
    .all(liveOf(table).name)
}

async function addTable(
  hash: Hash,
  connection: Connection,
  { table, counts }: DigestedTable,
  signal: AbortSignal,
): Promise<void> {
  const facts = [table.selection, counts, schemaOf(connection, table)]
  hash.update(`${JSON.stringify(facts)}\n`)
  const { columns } = table.tables.left
  for (let first = 0; first < columns.length; first += columnsAtOnce) {
    hash.update(`${await hashSide(connection, table, 'left', first, signal)}\n`)
    hash.update(`${await hashSide(connection, table, 'right', first, signal)}\n`)
  }
}

/** A table whose changes were listed. */
export interface DigestedTable {
  readonly table: PartialTable
  readonly counts: RowCounts
}

/**
 * SHA-256, hex, over what was asked for and what was seen: the selected rows that differ with their content on both sides, how
 * many are the same, and the definition of the live tables. It is the same as long as bringing the rows back does the same.
 * Throws SQLite's error, and the signal's reason.
 */
export async function digestChanges(
  connection: Connection,
  tables: readonly DigestedTable[],
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256').update('holdfast partial 1\n', 'latin1')
  for (const table of tables) await addTable(hash, connection, table, signal)
  return hash.digest('hex')
}
