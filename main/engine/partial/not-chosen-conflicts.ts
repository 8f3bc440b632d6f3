import type { PartialConflict } from '../../../shared/domain/partial-restore.ts'
import type { RowCounts } from '../content/row-differences.ts'
import { conditionTerms } from '../content/row-conditions.ts'
import type { Connection } from '../source/connect.ts'
import { changesTerm, liveByKey, liveOf, type PartialTable } from './partial-table.ts'
import { keysInWords, keyWords } from './row-words.ts'

/**
 * Live rows that the conditions do not choose and that change all the same, for a row of the backup that they choose has their key: it is
 * that row, which was changed so, or a newer one that was given a key anew. Which of the two, only a person can tell.
 */
export function notChosenConflicts(
  connection: Connection,
  table: PartialTable,
  { changed }: RowCounts,
): readonly PartialConflict[] {
  const { conditions } = table.selection
  if (conditions.length === 0 || changed === 0) return []
  const { name } = liveOf(table)
  const chosen = conditionTerms(liveOf(table), conditions, { alias: 'l', prefix: 'live' })
  const { terms, names } = keyWords(table, 'c')
  const rows = keysInWords(
    connection,
    names,
    `SELECT ${terms.join(', ')} FROM ${changesTerm(table, 'c')} CROSS JOIN ${liveByKey(table, 'l', 'c')}
     WHERE c.kind = 'changed' AND (${chosen.sql}) IS NOT TRUE`,
    chosen.values,
  )
  if (rows === null) return []
  const isNamed = table.tables.left.key.kind === 'columns'
  const rowid = isNamed
    ? ''
    : '; without a primary key a rowid tells them apart, which SQLite may give to another row'
  const detail = `${name}: these live rows are not what the conditions choose, and are replaced, for rows of the backup that they choose have the same key: ${rows}${rowid}`
  return [{ kind: 'not_chosen', table: name, detail, isBlocking: false }]
}
