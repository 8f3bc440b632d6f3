import type { PartialConflict } from '../../../shared/domain/partial-restore.ts'
import { reasonOfSqlite } from '../content/reading-table.ts'
import { keyTerms, keyNames, tableTerm, rowKeyOf } from '../content/row-key.ts'
import { shownTerm } from '../content/shown-cell.ts'
import { foldName } from '../content/sql-terms.ts'
import { findTable } from '../content/table-shape.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import {
  chosenCalled,
  foreignKeysOf,
  isInLive,
  plainTerm,
  tablesWithForeignKeys,
  type ForeignKey,
} from './foreign-keys.ts'
import {
  changesTerm,
  isChanged,
  liveByKey,
  liveOf,
  storedByKey,
  storedOf,
  type PartialTable,
} from './partial-table.ts'
import { keysInWords, keyWords } from './row-words.ts'

interface Look {
  readonly connection: Connection
  readonly tables: readonly PartialTable[]
}

/** The backup's name of a live column; null where it does not come from the backup. */
function storedColumn({ tables }: PartialTable, name: string): string | null {
  const at = tables.left.columns.findIndex((column) => foldName(column.name) === foldName(name))
  return tables.right.columns[at]?.name ?? null
}

/** The parent's columns first: its collation and affinity decide, as in SQLite's own check. */
function equals(parent: string, columns: readonly string[], terms: readonly string[]): string {
  return columns.map((column, at) => `${parent}.${quoteName(column)} = ${terms[at]!}`).join(' AND ')
}

/** Whether the live database has a parent row with these values now. */
function existsNow(
  { connection, tables }: Look,
  { parent, to }: ForeignKey,
  terms: readonly string[],
): string {
  const chosen = chosenCalled(tables, parent)
  if (chosen === undefined && !isInLive(connection, parent)) return '0'
  const from = chosen === undefined ? plainTerm(parent) : tableTerm(liveOf(chosen))
  return `EXISTS (SELECT 1 FROM ${from} AS p WHERE ${equals('p', to, terms)})`
}

/** Whether there will be a parent row with these values once the rows are back. */
function existsAfter(look: Look, key: ForeignKey, terms: readonly string[]): string {
  const chosen = chosenCalled(look.tables, key.parent)
  if (chosen === undefined) return existsNow(look, key, terms)
  const live = `EXISTS (SELECT 1 FROM ${tableTerm(liveOf(chosen))} AS p
    WHERE ${equals('p', key.to, terms)} AND NOT ${isChanged(chosen, 'left', 'p')})`
  const stored = key.to.map((name) => storedColumn(chosen, name))
  if (!stored.every((name) => name !== null)) return live
  const back = `EXISTS (SELECT 1 FROM ${tableTerm(storedOf(chosen))} AS q
    WHERE ${equals('q', stored, terms)} AND ${isChanged(chosen, 'right', 'q', "x.kind <> 'removed'")})`
  return `(${live} OR ${back})`
}

function notNull(terms: readonly string[]): string {
  return terms.map((term) => `${term} IS NOT NULL`).join(' AND ')
}

/** Rows that are brought back and whose parent will not be there; not those that lack it already. */
function orphansBroughtBack(look: Look, child: PartialTable, key: ForeignKey): string | null {
  const stored = key.from.map((name) => storedColumn(child, name))
  if (!stored.every((name) => name !== null)) return null
  const back = stored.map((name) => `r.${quoteName(name)}`)
  const live = key.from.map((name) => `l.${quoteName(name)}`)
  const isSame = live.map((term, at) => `${term} IS ${back[at]!}`).join(' AND ')
  const { terms, names } = keyWords(child, 'c')
  return keysInWords(
    look.connection,
    names,
    `SELECT ${terms.join(', ')} FROM ${changesTerm(child, 'c')} CROSS JOIN ${storedByKey(child, 'r', 'c')}
     LEFT JOIN ${liveByKey(child, 'l', 'c')}
     WHERE c.kind <> 'removed' AND ${notNull(back)} AND NOT ${existsAfter(look, key, back)}
       AND NOT (c.kind = 'changed' AND ${isSame} AND NOT ${existsNow(look, key, live)})`,
  )
}

/** Live rows that stay and whose parent goes. */
function orphansLeftBehind(look: Look, parent: PartialTable, key: ForeignKey): string | null {
  const { connection, tables } = look
  const chosen = chosenCalled(tables, key.child)
  const shape = chosen === undefined ? findTable(connection, key.child, 'the live database') : liveOf(chosen)
  const rowKey = chosen?.tables.left.key ?? rowKeyOf(connection, shape)
  if (rowKey === null) return null
  const staying = key.from.map((name) => `h.${quoteName(name)}`)
  const isStaying = chosen === undefined ? '1' : `NOT ${isChanged(chosen, 'left', 'h')}`
  return keysInWords(
    connection,
    keyNames(rowKey),
    `SELECT DISTINCT ${keyTerms(rowKey, 'h').map(shownTerm).join(', ')}
     FROM ${changesTerm(parent, 'c')} CROSS JOIN ${liveByKey(parent, 'l', 'c')}
     CROSS JOIN ${tableTerm(shape)} AS h ON ${equals('l', key.to, staying)}
     WHERE c.kind <> 'added' AND ${isStaying} AND NOT ${existsAfter(look, key, staying)}`,
  )
}

function conflict(table: string, detail: string): PartialConflict {
  return { kind: 'foreign_key', table, detail, isBlocking: true }
}

function keyInWords({ child, from, parent, to }: ForeignKey): string {
  return `${child} (${from.join(', ')}) → ${parent} (${to.join(', ')})`
}

/** A key that SQLite itself can't check (no unique key at the parent) is no conflict here. */
function looking<T>(look: () => T | null): T | null {
  try {
    return look()
  } catch (error) {
    if (reasonOfSqlite(error) === null) throw error
    return null
  }
}

function ofChildren(look: Look): readonly PartialConflict[] {
  return look.tables.flatMap((child) => {
    const { name } = liveOf(child)
    return foreignKeysOf(look.connection, look.tables, name).flatMap((key) => {
      const rows = looking(() => orphansBroughtBack(look, child, key))
      if (rows === null) return []
      const remedy = `choose the rows of ${key.parent} as well, or others of ${name}`
      return [
        conflict(name, `${keyInWords(key)}: these rows would have no row to refer to: ${rows}; ${remedy}`),
      ]
    })
  })
}

function ofParents(look: Look): readonly PartialConflict[] {
  const keys = tablesWithForeignKeys(look.connection).flatMap((name) =>
    foreignKeysOf(look.connection, look.tables, name),
  )
  return keys.flatMap((key) => {
    const parent = chosenCalled(look.tables, key.parent)
    if (parent === undefined || parent.makesTable) return []
    const rows = looking(() => orphansLeftBehind(look, parent, key))
    if (rows === null) return []
    const remedy = `choose the rows of ${key.child} as well, or others of ${key.parent}`
    return [
      conflict(
        key.parent,
        `${keyInWords(key)}: these live rows would lose the row they refer to: ${rows}; ${remedy}`,
      ),
    ]
  })
}

/** Foreign keys that hold now, or that rows bring with them, and would be broken. Keys broken already are not counted. */
export function foreignKeyConflicts(
  connection: Connection,
  tables: readonly PartialTable[],
): readonly PartialConflict[] {
  const look: Look = { connection, tables }
  return [...ofChildren(look), ...ofParents(look)]
}
