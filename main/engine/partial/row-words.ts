import { assertNever } from '../../../shared/base/assert-never.ts'
import type { Cell } from '../../../shared/domain/cell.ts'
import { cellOf, shownTerm, type ShownValue, type TextEncoding } from '../content/shown-cell.ts'
import { keyNames } from '../content/row-key.ts'
import type { Connection } from '../source/connect.ts'
import { changedKeys, type PartialTable } from './partial-table.ts'

/** Rows that are named in a conflict. One more is asked for, to know whether there are others. */
export const namedRows = 3

const mostLetters = 40

function cellInWords(cell: Cell): string {
  switch (cell.kind) {
    case 'null':
      return 'NULL'
    case 'text': {
      const isLong = cell.isCut || cell.text.length > mostLetters
      return `'${cell.text.slice(0, mostLetters)}${isLong ? '…' : ''}'`
    }
    case 'blob':
      return `blob ${cell.hex.slice(0, 16)}${cell.hex.length > 16 ? '…' : ''}`
    case 'integer':
    case 'real':
      return cell.text
    default:
      return assertNever(cell, 'cell')
  }
}

/** Values as they are read for words: one `shownTerm` each. */
export function rowInWords(
  names: readonly string[],
  values: readonly ShownValue[],
  encoding: TextEncoding,
): string {
  return names.map((name, at) => `${name} = ${cellInWords(cellOf(values[at]!, encoding))}`).join(', ')
}

/** The encoding that the connection's databases store text in. */
export function encodingOf(connection: Connection): TextEncoding {
  return connection.pragma('encoding', { simple: true }) as TextEncoding
}

/** A list that may go on, as `a; b; c and others`. */
export function someInWords(rows: readonly string[]): string {
  const shown = rows.slice(0, namedRows).join('; ')
  return rows.length > namedRows ? `${shown}, and others` : shown
}

/** The shown terms of a change's key, called `alias`, and their names. */
export function keyWords(table: PartialTable, alias: string): { terms: string[]; names: readonly string[] } {
  return { terms: changedKeys(table, alias).map(shownTerm), names: keyNames(table.tables.left.key) }
}

/** The keys that a query gives (shown terms, at most `namedRows` and one more), in words; null when it gives none. */
export function keysInWords(
  connection: Connection,
  names: readonly string[],
  sql: string,
  values: object = {},
): string | null {
  const encoding = encodingOf(connection)
  const rows = connection
    .prepare<[object], ShownValue[]>(`${sql} LIMIT ${namedRows + 1}`)
    .raw(true)
    .safeIntegers(true)
    .all(values)
  if (rows.length === 0) return null
  return someInWords(rows.map((row) => rowInWords(names, row, encoding)))
}
