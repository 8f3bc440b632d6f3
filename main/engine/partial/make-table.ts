import { findTable, type TableShape } from '../content/table-shape.ts'
import type { Connection } from '../source/connect.ts'
import { sqliteCodeOf } from '../source/source-faults.ts'

/** Why a table can't be made again, in words that follow a colon. */
export class TableNotMade extends Error {}

interface Part {
  readonly type: 'index' | 'trigger'
  readonly name: string
  readonly sql: string
}

/** Indexes and triggers of a table that statements made, each kind in the order it was made. */
function partsOf(connection: Connection, table: string): readonly Part[] {
  return connection
    .prepare<[string], Part>(
      `SELECT type, name, sql FROM backup.sqlite_schema
       WHERE type IN ('index', 'trigger') AND tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL
       ORDER BY type, rowid`,
    )
    .all(table)
}

/** A statement out of a backup is run alone, and only if it makes something. Throws TableNotMade where SQLite refuses it here. */
function runCreate(connection: Connection, sql: string): void {
  if (!/^CREATE\s/i.test(sql)) throw new TableNotMade('its statement is no CREATE')
  try {
    connection.prepare(sql).run()
  } catch (error) {
    const isRefused = sqliteCodeOf(error) === 'SQLITE_ERROR' || error instanceof RangeError
    throw isRefused ? new TableNotMade((error as Error).message, { cause: error }) : error
  }
}

/** The same table in `temp`, without rows: a preview may make nothing else. Its name hides no other that has its schema's. */
export function makeStandIn(connection: Connection, stored: TableShape): TableShape {
  refuseTakenNames(connection, stored.name)
  const asTemp = /^CREATE VIRTUAL TABLE /i.test(stored.sql)
    ? stored.sql.replace(/^CREATE VIRTUAL TABLE /i, 'CREATE VIRTUAL TABLE temp.')
    : stored.sql.replace(/^CREATE TABLE /i, 'CREATE TEMP TABLE ')
  runCreate(connection, asTemp)
  return findTable(connection, stored.name, 'the live database', 'temp')
}

/** Makes the table in the live database by its own statement, without rows, indexes and triggers. Throws TableNotMade, and SQLite's error. */
export function makeLiveTable(connection: Connection, stored: TableShape): TableShape {
  refuseTakenNames(connection, stored.name)
  runCreate(connection, stored.sql)
  return findTable(connection, stored.name, 'the live database')
}

/** Makes the indexes and triggers of a table that was made, once its rows are there. Throws TableNotMade, and SQLite's error. */
export function makeParts(connection: Connection, stored: TableShape): void {
  for (const { sql } of partsOf(connection, stored.name)) runCreate(connection, sql)
}

/** Throws TableNotMade where something else in the live database has the name of one of the table's parts. */
function refuseTakenNames(connection: Connection, table: string): void {
  const there = connection.prepare<[string], { tbl_name: string }>(
    'SELECT tbl_name FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE',
  )
  for (const { type, name } of partsOf(connection, table)) {
    const taken = there.get(name)
    if (taken === undefined) continue
    throw new TableNotMade(`the name of its ${type} ${name} is taken by one of ${taken.tbl_name}`)
  }
}

/** The last number that AUTOINCREMENT gave, as the backup has it: numbers are not given twice. */
export function keepSequence(connection: Connection, stored: TableShape): void {
  const isThere = (schema: 'main' | 'backup'): boolean =>
    connection.prepare(`SELECT 1 FROM ${schema}.sqlite_schema WHERE name = 'sqlite_sequence'`).get() !==
    undefined
  if (!isThere('main') || !isThere('backup')) return
  const kept = connection
    .prepare<[string], { seq: bigint }>('SELECT seq FROM backup.sqlite_sequence WHERE name = ?')
    .safeIntegers(true)
    .get(stored.name)
  if (kept === undefined) return
  connection.prepare('DELETE FROM main.sqlite_sequence WHERE name = ?').run(stored.name)
  connection.prepare('INSERT INTO main.sqlite_sequence (name, seq) VALUES (?, ?)').run(stored.name, kept.seq)
}
