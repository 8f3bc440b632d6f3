import type { PartialConflict, TriggerChoice } from '../../../shared/domain/partial-restore.ts'
import type { RowCounts } from '../content/row-differences.ts'
import type { Connection } from '../source/connect.ts'
import { foreignKeyConflicts } from './foreign-key-conflicts.ts'
import { newColumnConflicts } from './new-column-conflicts.ts'
import { notChosenConflicts } from './not-chosen-conflicts.ts'
import type { PartialTable } from './partial-table.ts'
import { triggerConflicts } from './trigger-conflicts.ts'
import { tryRows } from './trial-table.ts'
import { lookAtUnique } from './unique-conflicts.ts'

/** A table whose changes were listed, and counted. */
export interface CountedTable {
  readonly table: PartialTable
  readonly counts: RowCounts
}

function conflictsOf(
  connection: Connection,
  { table, counts }: CountedTable,
  triggers: TriggerChoice | undefined,
): readonly PartialConflict[] {
  const columns = newColumnConflicts(connection, table, counts)
  const unique = lookAtUnique(connection, table, counts)
  // What a query named already is not named again by a trial.
  const untold = unique.conflicts.length > 0 ? [] : unique.untold
  // A row that could be given no value would be refused in the trial again, in worse words.
  const tried = columns.some(({ isBlocking }) => isBlocking) ? [] : tryRows(connection, table, counts, untold)
  return [
    ...columns,
    ...notChosenConflicts(connection, table, counts),
    ...unique.conflicts,
    ...tried,
    ...triggerConflicts(connection, table, counts, triggers),
  ]
}

/**
 * What is in the way of bringing the listed changes back, found by queries and by trying rows in `temp`. Nothing is written
 * elsewhere. Throws SQLite's error where a table can't be read.
 */
export function findConflicts(
  connection: Connection,
  counted: readonly CountedTable[],
  triggers: TriggerChoice | undefined,
): readonly PartialConflict[] {
  return [
    ...counted.flatMap((one) => conflictsOf(connection, one, triggers)),
    ...foreignKeyConflicts(
      connection,
      counted.map(({ table }) => table),
    ),
  ]
}
