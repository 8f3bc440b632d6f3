import { FaultError, faultOf } from '../../../shared/domain/fault.ts'
import type { PartialConflict } from '../../../shared/domain/partial-restore.ts'
import type { RowSelection } from '../../../shared/domain/row-filter.ts'
import { compareTables, type ComparedTables } from '../content/compared-tables.ts'
import { reasonOfSqlite } from '../content/reading-table.ts'
import { conditionTerms } from '../content/row-conditions.ts'
import { foldName } from '../content/sql-terms.ts'
import { findTable, type TableColumn, type TableShape } from '../content/table-shape.ts'
import { moduleOf } from '../content/virtual-rows.ts'
import type { Connection } from '../source/connect.ts'
import { TableNotMade } from './make-table.ts'
import { backupSchema, type PartialTable } from './partial-table.ts'
import { whyNeverChosen } from './refused-tables.ts'

/** What came of the selections: those that can be looked at, and what was found on the way. */
export interface ChosenTables {
  readonly tables: readonly PartialTable[]
  readonly conflicts: readonly PartialConflict[]
}

/** How a table is made that the live database does not have. Throws TableNotMade where it can't be. */
export type TableMaker = (connection: Connection, stored: TableShape) => TableShape

interface Choosing {
  readonly connection: Connection
  readonly makeTable: TableMaker
  readonly conflicts: PartialConflict[]
}

function blocks(kind: PartialConflict['kind'], table: string, detail: string): PartialConflict {
  return { kind, table, detail, isBlocking: true }
}

function liveTable(connection: Connection, name: string): TableShape | null {
  try {
    return findTable(connection, name, 'the live database')
  } catch (error) {
    if (faultOf(error)?.code === 'TABLE_UNKNOWN') return null
    throw error
  }
}

function made({ connection, makeTable, conflicts }: Choosing, stored: TableShape): TableShape | null {
  const { name } = stored
  try {
    const shape = makeTable(connection, stored)
    const detail = `the live database has no table ${name}; it is made again, with its indexes and triggers`
    conflicts.push({ kind: 'table_missing', table: name, detail, isBlocking: false })
    return shape
  } catch (error) {
    if (!(error instanceof TableNotMade)) throw error
    conflicts.push(blocks('table_missing', name, `${name} can’t be made again here: ${error.message}`))
    return null
  }
}

/** The live table, or one that stands for it; null where a conflict says why there is neither. */
function leftSide(
  choosing: Choosing,
  selection: RowSelection,
  stored: TableShape,
): { readonly shape: TableShape; readonly makesTable: boolean } | null {
  const { connection, conflicts } = choosing
  const live = liveTable(connection, stored.name)
  const { name } = stored
  if (live === null && selection.conditions.length > 0) {
    const detail = `the live database has no table ${name}; bring the whole table back instead of some of its rows`
    conflicts.push(blocks('table_missing', name, detail))
    return null
  }
  if (live === null) {
    const shape = made(choosing, stored)
    return shape === null ? null : { shape, makesTable: true }
  }
  const isOther = live.kind === 'virtual' ? moduleOf(live) !== moduleOf(stored) : stored.kind === 'virtual'
  if (isOther || live.kind === 'view') {
    const detail = `${name} is ${live.kind === 'view' ? 'a view' : 'another kind of table'} in the live database`
    conflicts.push(blocks('not_supported', name, detail))
    return null
  }
  return { shape: live, makesTable: false }
}

function comparedOrNull(
  { connection, conflicts }: Choosing,
  live: TableShape,
  stored: TableShape,
): ComparedTables | null {
  try {
    const compared = compareTables(connection, live, stored)
    if (!('notCompared' in compared)) return compared
    conflicts.push(blocks('not_supported', stored.name, `${stored.name}: ${compared.notCompared}`))
  } catch (error) {
    const reason = reasonOfSqlite(error)
    if (reason === null) throw error
    conflicts.push(blocks('not_supported', stored.name, `${stored.name} can’t be read here: ${reason}`))
  }
  return null
}

function has(columns: readonly TableColumn[], name: string): boolean {
  return columns.some((column) => foldName(column.name) === foldName(name))
}

/** What keeps a backup's column from being written, one conflict for each. */
function missingColumns(live: TableShape, stored: TableShape): readonly PartialConflict[] {
  return stored.columns
    .filter(({ generated }) => generated === 'no')
    .flatMap(({ name }) => {
      const there = live.columns.find((column) => foldName(column.name) === foldName(name))
      if (there?.generated === 'no') return []
      const because =
        there === undefined
          ? `the live table has no column ${name}, which the backup’s has`
          : `the live table computes its column ${name}, which holds values in the backup`
      return [blocks('column_missing', stored.name, `${stored.name}: ${because}`)]
    })
}

/** Computed columns are written by SQLite itself. */
function writable(tables: ComparedTables): ComparedTables {
  const isWritten = tables.left.columns.map(({ generated }) => generated === 'no')
  const of = <T>(columns: readonly T[]): readonly T[] => columns.filter((_, at) => isWritten[at])
  const { left, right } = tables
  return {
    ...tables,
    left: { ...left, columns: of(left.columns) },
    right: { ...right, columns: of(right.columns) },
  }
}

/** Conditions must hold on both sides: a column that one of them lacks can't be asked. */
function askable(
  { conflicts }: Choosing,
  selection: RowSelection,
  live: TableShape,
  stored: TableShape,
): boolean {
  const names = { alias: 'l', prefix: 'v' }
  conditionTerms(stored, selection.conditions, names)
  const unknown = selection.conditions.find(({ column }) => !has(live.columns, column))
  if (unknown === undefined) return true
  const detail = `the live table has no column ${unknown.column}, which the rows are chosen by`
  conflicts.push(blocks('column_missing', stored.name, detail))
  return false
}

function chooseTable(choosing: Choosing, selection: RowSelection, place: number): PartialTable | null {
  const { connection, conflicts } = choosing
  const stored = findTable(connection, selection.table, 'the backup', backupSchema)
  const refused = whyNeverChosen(connection, stored)
  if (refused !== null) {
    conflicts.push(blocks('not_supported', stored.name, refused))
    return null
  }
  const left = leftSide(choosing, selection, stored)
  if (left === null) return null
  const { shape: live, makesTable } = left
  if (!askable(choosing, selection, live, stored)) return null
  const compared = comparedOrNull(choosing, live, stored)
  if (compared === null) return null
  const missing = missingColumns(live, stored)
  conflicts.push(...missing)
  if (missing.length > 0) return null
  const tables = writable(compared)
  const newColumns = live.columns.filter(
    ({ name, generated }) => generated === 'no' && !has(tables.left.columns, name),
  )
  return { selection, tables, makesTable, newColumns, changes: `changes_${place}` }
}

function refuseTwice(tables: readonly RowSelection[]): void {
  const seen = new Set<string>()
  for (const { table } of tables) {
    if (seen.has(foldName(table))) {
      throw new FaultError({ code: 'WRONG_USE', detail: `the table ${table} is chosen twice` })
    }
    seen.add(foldName(table))
  }
}

/**
 * Finds the tables of selections on both sides, `main` and `backup`, and says what keeps any of them from being looked at. One
 * that the live database lacks is made by `makeTable`. Throws TABLE_UNKNOWN, COLUMN_UNKNOWN, WRONG_USE.
 */
export function chooseTables(
  connection: Connection,
  selections: readonly RowSelection[],
  makeTable: TableMaker,
): ChosenTables {
  refuseTwice(selections)
  const conflicts: PartialConflict[] = []
  const choosing: Choosing = { connection, makeTable, conflicts }
  const tables = selections.flatMap((selection, place) => chooseTable(choosing, selection, place) ?? [])
  return { tables, conflicts }
}
