import type { RowSelection } from '../../../shared/domain/row-filter.ts'
import type { ComparedTables } from '../content/compared-tables.ts'
import { keyCollation, keyTerms, tableTerm } from '../content/row-key.ts'
import { keyEquals, keyName } from '../content/row-pairs.ts'
import type { TableColumn, TableShape } from '../content/table-shape.ts'

/** The schema name of the backup's image on the connection. */
export const backupSchema = 'backup'

/** One selection that can be brought back: its table on both sides. */
export interface PartialTable {
  readonly selection: RowSelection
  /** Live on the left, the backup on the right; of the columns those that a row can be given. */
  readonly tables: ComparedTables
  /** The table is not in the live database: the left side is one that was just made, or a stand-in for it; empty. */
  readonly makesTable: boolean
  /** Columns of the live table that the backup does not have and that a row can be given. */
  readonly newColumns: readonly TableColumn[]
  /** The name of the table in `temp` that holds the keys that differ. */
  readonly changes: string
}

/** The live table. */
export function liveOf(table: PartialTable): TableShape {
  return table.tables.left.shape
}

/** The table in the backup. */
export function storedOf(table: PartialTable): TableShape {
  return table.tables.right.shape
}

/** The changes of a table as SQL, called `alias` there: n, kind and the key's columns. */
export function changesTerm({ changes }: PartialTable, alias: string): string {
  return `temp.${changes} AS ${alias}`
}

/** The key's columns among the changes. */
export function changedKeys({ tables }: PartialTable, alias: string): readonly string[] {
  return keyTerms(tables.left.key, alias).map((_, at) => `${alias}.${keyName(at)}`)
}

/** The live table, called `alias`, by the key in changes called `of`. */
export function liveByKey(table: PartialTable, alias: string, of: string): string {
  const { left } = table.tables
  return `${tableTerm(left.shape)} AS ${alias} ON ${keyEquals(left, alias, changedKeys(table, of))}`
}

/** The backup's table, called `alias`, by the key in changes called `of`. */
export function storedByKey(table: PartialTable, alias: string, of: string): string {
  const { right } = table.tables
  return `${tableTerm(right.shape)} AS ${alias} ON ${keyEquals(right, alias, changedKeys(table, of))}`
}

/** Whether a row of one side, called `alias`, is among the changes; `kinds` is a further term on `x`. */
export function isChanged(table: PartialTable, side: 'left' | 'right', alias: string, kinds = '1'): string {
  const { key } = table.tables[side]
  const terms = keyTerms(key, alias)
  const keys = changedKeys(table, 'x').map((own, at) => `${own} = ${terms[at]!}${keyCollation(key, at)}`)
  return `EXISTS (SELECT 1 FROM ${changesTerm(table, 'x')} WHERE ${keys.join(' AND ')} AND ${kinds})`
}
