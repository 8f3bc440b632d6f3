import { FaultError } from '../../../shared/domain/fault.ts'
import type { TriggerChoice } from '../../../shared/domain/partial-restore.ts'
import { countRowChanges } from '../content/row-differences.ts'
import { keyTerms } from '../content/row-key.ts'
import { differTerms } from '../content/row-pairs.ts'
import { joinBalanced } from '../content/sql-terms.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import type { CountedTable } from './find-conflicts.ts'
import { blocked } from './partial-faults.ts'
import { changesTerm, liveByKey, liveOf, storedByKey, type PartialTable } from './partial-table.ts'
import { keysInWords, keyWords } from './row-words.ts'

/** Listed rows that are not as the backup has them, in words; null when all are. */
function listedDifferences(connection: Connection, table: PartialTable): string | null {
  const { terms, names } = keyWords(table, 'c')
  const live = keyTerms(table.tables.left.key, 'l')[0]!
  const differs = joinBalanced(differTerms(table.tables), 'OR', '0')
  return keysInWords(
    connection,
    names,
    `SELECT ${terms.join(', ')} FROM ${changesTerm(table, 'c')}
     LEFT JOIN ${liveByKey(table, 'l', 'c')} LEFT JOIN ${storedByKey(table, 'r', 'c')}
     WHERE CASE WHEN c.kind = 'removed' THEN ${live} IS NOT NULL ELSE ${live} IS NULL OR ${differs} END`,
  )
}

function whyNotBack(connection: Connection, { table, counts }: CountedTable): string | null {
  const { name } = liveOf(table)
  const listed = listedDifferences(connection, table)
  if (listed !== null) return `${name}: read back, these rows are not as the backup has them: ${listed}`
  const now = countRowChanges(connection, table.tables, table.selection.conditions)
  const others = now.added + now.changed + now.removed
  if (others > 0) return `${name}: read back, ${others} more of the chosen rows differ from the backup`
  const expected = counts.same + (table.selection.conditions.length === 0 ? counts.added + counts.changed : 0)
  return now.same < expected ? `${name}: read back, rows that were as the backup has them are gone` : null
}

/**
 * Reads every chosen row back, inside the transaction, and compares it with the backup. Answers how many. Throws PARTIAL_BLOCKED
 * where triggers that fired made others of them, else RESTORE_PROOF_FAILED.
 */
export function readBack(
  connection: Connection,
  path: string,
  counted: readonly CountedTable[],
  triggers: TriggerChoice,
): number {
  let compared = 0
  for (const one of counted) {
    const detail = whyNotBack(connection, one)
    const hasFired = triggers === 'fire' && counted.some(({ table }) => !table.makesTable)
    if (detail !== null && hasFired) {
      throw blocked(path, [`${detail}; where a trigger did that, let triggers stand still`])
    }
    if (detail !== null) throw new FaultError({ code: 'RESTORE_PROOF_FAILED', detail })
    const { added, changed, removed, same } = one.counts
    compared += added + changed + removed + same
  }
  return compared
}

/** Above this size of the database SQLite's quick check is made: it leaves out whether indexes hold what their table holds. */
const quickAboveBytes = 256 << 20

/** Which of SQLite's checks is made of the tables that were written. */
export function integrityCheckFor(connection: Connection): 'integrity_check' | 'quick_check' {
  const pages = connection.pragma('main.page_count', { simple: true }) as number
  const pageSize = connection.pragma('main.page_size', { simple: true }) as number
  return pages * pageSize > quickAboveBytes ? 'quick_check' : 'integrity_check'
}

/** Makes SQLite's check of the tables that were written, inside the transaction. Throws RESTORE_PROOF_FAILED. */
export function checkTables(
  connection: Connection,
  tables: readonly PartialTable[],
  check: 'integrity_check' | 'quick_check',
): void {
  for (const table of tables) {
    const { name } = liveOf(table)
    const said = connection.pragma(`main.${check}(${quoteName(name)})`, { simple: true })
    if (said === 'ok') continue
    const detail = `${name}: SQLite’s ${check.replace('_', ' ')} says: ${String(said)}`
    throw new FaultError({ code: 'RESTORE_PROOF_FAILED', detail })
  }
}
