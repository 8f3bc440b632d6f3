import { tableTerm } from '../content/row-key.ts'
import type { TableShape } from '../content/table-shape.ts'
import { moduleOf } from '../content/virtual-rows.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import { changesTerm, liveByKey, storedByKey, type PartialTable } from './partial-table.ts'
import { refusing } from './refusing.ts'

/** What a new row is given: names of the target's columns, and of the backup's row `r`. */
interface GivenColumns {
  readonly into: readonly string[]
  readonly from: readonly string[]
}

/** What an added row is given. The rowid is a column of its own in an R*Tree; elsewhere a row that is known by it is given it. */
export function givenColumns(table: PartialTable): GivenColumns {
  const { left, right } = table.tables
  const into = left.columns.map(({ name }) => quoteName(name))
  const from = right.columns.map(({ name }) => `r.${quoteName(name)}`)
  const hasOwnId = moduleOf(left.shape).startsWith('rtree') && left.shape.kind === 'virtual'
  if (left.key.kind !== 'rowid' || right.key.kind !== 'rowid' || hasOwnId) return { into, from }
  return { into: [left.key.name, ...into], from: [`r.${right.key.name}`, ...from] }
}

function only(n: number | undefined): string {
  return n === undefined ? '' : ` AND c.n = ${n}`
}

/** Puts the added rows into a table that has the live one's columns; answers how many. Throws SQLite's error. */
export function insertAdded(
  connection: Connection,
  table: PartialTable,
  target: TableShape,
  n?: number,
): number {
  const { into, from } = givenColumns(table)
  return connection
    .prepare(
      `INSERT${refusing(target)} INTO ${tableTerm(target)} (${into.join(', ')})
       SELECT ${from.join(', ')} FROM ${changesTerm(table, 'c')} CROSS JOIN ${storedByKey(table, 'r', 'c')}
       WHERE c.kind = 'added'${only(n)} ORDER BY c.n`,
    )
    .run().changes
}

/**
 * Puts the changed rows as they are to be into a table that has the live one's columns, with the live values in those that the
 * backup does not have; answers how many. Throws SQLite's error.
 */
export function insertChanged(
  connection: Connection,
  table: PartialTable,
  target: TableShape,
  n?: number,
): number {
  const { into, from } = givenColumns(table)
  const kept = table.newColumns.map(({ name }) => quoteName(name))
  return connection
    .prepare(
      `INSERT${refusing(target)} INTO ${tableTerm(target)} (${[...into, ...kept].join(', ')})
       SELECT ${[...from, ...kept.map((name) => `l.${name}`)].join(', ')} FROM ${changesTerm(table, 'c')}
       CROSS JOIN ${storedByKey(table, 'r', 'c')} CROSS JOIN ${liveByKey(table, 'l', 'c')}
       WHERE c.kind = 'changed'${only(n)} ORDER BY c.n`,
    )
    .run().changes
}
