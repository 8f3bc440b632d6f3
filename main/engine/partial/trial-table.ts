import type { PartialConflict } from '../../../shared/domain/partial-restore.ts'
import { reasonOfSqlite } from '../content/reading-table.ts'
import type { RowCounts } from '../content/row-differences.ts'
import { rowidNameOf, tableTerm } from '../content/row-key.ts'
import { differTerms, keyEquals } from '../content/row-pairs.ts'
import { joinBalanced } from '../content/sql-terms.ts'
import { findTable, type TableShape } from '../content/table-shape.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import { sqliteCodeOf } from '../source/source-faults.ts'
import { insertChanged, insertAdded } from './insert-rows.ts'
import {
  changedKeys,
  changesTerm,
  isChanged,
  liveOf,
  storedByKey,
  storedOf,
  type PartialTable,
} from './partial-table.ts'
import { keysInWords, keyWords, namedRows, someInWords } from './row-words.ts'

/** Above so many rows a live table is not copied only to look at an index. */
const mostCopiedRows = 200_000

interface Trial {
  readonly connection: Connection
  readonly table: PartialTable
  /** The live table's twin in `temp`: its own rules, none of its triggers. */
  readonly twin: TableShape
}

function makeTwin(connection: Connection, table: PartialTable, indexes: readonly string[]): TableShape {
  const { name, sql } = liveOf(table)
  connection.prepare(sql.replace(/^CREATE TABLE /i, 'CREATE TEMP TABLE ')).run()
  for (const index of indexes) {
    const statement = connection
      .prepare<[string], string | null>(
        "SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND name = ?",
      )
      .pluck()
      .get(index)
    // SQLite made the others with the table.
    if (typeof statement === 'string') {
      connection.prepare(statement.replace(/^CREATE UNIQUE INDEX /i, 'CREATE UNIQUE INDEX temp.')).run()
    }
  }
  return findTable(connection, name, 'the live database', 'temp')
}

function copyOtherRows({ connection, table, twin }: Trial): void {
  const live = liveOf(table)
  const rowid = rowidNameOf(live)
  const names = live.columns.filter(({ generated }) => generated === 'no').map(({ name }) => quoteName(name))
  const all = rowid === null ? names : [rowid, ...names]
  connection.exec(
    `INSERT OR IGNORE INTO ${tableTerm(twin)} (${all.join(', ')})
     SELECT ${all.map((name) => `o.${name}`).join(', ')} FROM ${tableTerm(live)} AS o
     WHERE NOT ${isChanged(table, 'left', 'o')}`,
  )
}

/** Puts the final rows in, all at once; false where one of them is refused. */
function putAll({ connection, table, twin }: Trial): boolean {
  connection.exec('SAVEPOINT trial')
  try {
    insertAdded(connection, table, twin)
    insertChanged(connection, table, twin)
    return true
  } catch (error) {
    if (!isRefusal(error)) throw error
    connection.exec('ROLLBACK TO trial')
    return false
  } finally {
    connection.exec('RELEASE trial')
  }
}

function isRefusal(error: unknown): boolean {
  return sqliteCodeOf(error)?.startsWith('SQLITE_CONSTRAINT') === true
}

interface Refused {
  readonly kind: 'unique' | 'check'
  readonly n: number
  readonly reason: string
}

/** The first rows that are refused, one by one. */
function findRefused({ connection, table, twin }: Trial): readonly Refused[] {
  const refused: Refused[] = []
  const list = connection.prepare<[], number>(
    `SELECT n FROM temp.${table.changes} WHERE kind <> 'removed' ORDER BY n`,
  )
  for (const n of list.pluck().all()) {
    try {
      insertAdded(connection, table, twin, n)
      insertChanged(connection, table, twin, n)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const isUnique = /UNIQUE|PRIMARYKEY|ROWID/.test(sqliteCodeOf(error) ?? '')
      refused.push({ kind: isUnique ? 'unique' : 'check', n, reason: (error as Error).message })
      if (refused.length > namedRows) break
    }
  }
  return refused
}

function refusedInWords(
  { connection, table }: Trial,
  refused: readonly Refused[],
): readonly PartialConflict[] {
  const { name } = liveOf(table)
  const { terms, names } = keyWords(table, 'c')
  const byReason = Map.groupBy(refused, ({ reason }) => reason)
  return [...byReason.entries()].map(([reason, rows]): PartialConflict => {
    const keys = rows.map(
      ({ n }) =>
        keysInWords(
          connection,
          names,
          `SELECT ${terms.join(', ')} FROM ${changesTerm(table, 'c')} WHERE c.n = ${n}`,
        ) ?? '',
    )
    const detail = `${name}: the live table refuses these rows of the backup: ${someInWords(keys)} (${reason})`
    return { kind: rows[0]!.kind, table: name, detail, isBlocking: true }
  })
}

/** Values that the live columns' types would make others of. */
function converted({ connection, table, twin }: Trial): readonly PartialConflict[] {
  const { left, right } = table.tables
  const twins = { ...table.tables, left: { ...left, shape: twin } }
  const { terms, names } = keyWords(table, 'c')
  const keys = keysInWords(
    connection,
    names,
    `SELECT ${terms.join(', ')} FROM ${changesTerm(table, 'c')} CROSS JOIN ${storedByKey(table, 'r', 'c')}
     CROSS JOIN ${tableTerm(twin)} AS l ON ${keyEquals(twins.left, 'l', changedKeys(table, 'c'))}
     WHERE c.kind <> 'removed' AND ${joinBalanced(differTerms(twins), 'OR', '0')}`,
  )
  if (keys === null) return []
  const { name } = right.shape
  const detail = `${name}: the types of the live columns would change values of these rows: ${keys}`
  return [{ kind: 'check', table: name, detail, isBlocking: true }]
}

function runTrial(trial: Trial, copiesOthers: boolean): readonly PartialConflict[] {
  if (copiesOthers) copyOtherRows(trial)
  return putAll(trial) ? converted(trial) : refusedInWords(trial, findRefused(trial))
}

function countRows(connection: Connection, shape: TableShape): number {
  return (
    connection
      .prepare<[], number>(`SELECT count(*) FROM ${tableTerm(shape)}`)
      .pluck()
      .get() ?? 0
  )
}

function note(kind: PartialConflict['kind'], table: string, what: string): PartialConflict {
  const detail = `${table}: ${what}; the transaction finds what it refuses, and then changes nothing`
  return { kind, table, detail, isBlocking: false }
}

/**
 * Tries rows of the backup in an empty twin of the live table, in `temp`: NOT NULL, CHECK, types, and unique indexes that a query
 * can't tell of. Done only where the live table has other rules than the backup's, for those it passed already.
 */
export function tryRows(
  connection: Connection,
  table: PartialTable,
  counts: RowCounts,
  untold: readonly string[],
): readonly PartialConflict[] {
  const live = liveOf(table)
  const hasOwnRules = live.kind !== 'virtual' && live.sql !== storedOf(table).sql
  if (table.makesTable || counts.added + counts.changed === 0 || !(hasOwnRules || untold.length > 0))
    return []
  const isTooLarge = untold.length > 0 && countRows(connection, live) > mostCopiedRows
  const tooLarge = `it is too large to look at ${untold.join(', ')} beforehand`
  const notes = isTooLarge ? [note('unique', live.name, tooLarge)] : []
  const indexes = isTooLarge ? [] : untold
  try {
    const twin = makeTwin(connection, table, indexes)
    return [...notes, ...runTrial({ connection, table, twin }, indexes.length > 0)]
  } catch (error) {
    const reason = reasonOfSqlite(error)
    if (reason === null) throw error
    return [...notes, note('check', live.name, `its rules can’t be tried beforehand (${reason})`)]
  } finally {
    connection.exec(`DROP TABLE IF EXISTS temp.${quoteName(live.name)}`)
  }
}
