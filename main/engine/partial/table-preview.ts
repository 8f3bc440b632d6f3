import type { TablePreview } from '../../../shared/domain/partial-restore.ts'
import type { CountedTable } from './find-conflicts.ts'
import { storedOf } from './partial-table.ts'

/** What bringing a table's selection back does, counted. */
export function tablePreview({ table, counts }: CountedTable): TablePreview {
  const { selection, makesTable } = table
  return { table: storedOf(table).name, conditions: selection.conditions, makesTable, ...counts }
}
