import type { RowChange, RowChangesView } from '../../../shared/domain/comparison.ts'
import { cellText } from './cell-text.ts'
import { tableOf } from './print-table.ts'

const signs = { added: '+', changed: '~', removed: '-' } as const

/** What differs of a changed row, and what another row holds. */
function cellsOf({ columns }: RowChangesView, { before, after, differing }: RowChange): string {
  if (before !== null && after !== null) {
    return differing
      .map((at) => `${columns[at]!}: ${cellText(before[at]!)} → ${cellText(after[at]!)}`)
      .join(', ')
  }
  return (before ?? after ?? []).map((cell, at) => `${columns[at]!}: ${cellText(cell)}`).join(', ')
}

/** Rows that differ, one a line: `+` added, `~` changed, `-` removed, the key, and the values. */
export function changesText(view: RowChangesView): string {
  return tableOf(
    [
      { title: ' ', value: (row: RowChange) => signs[row.kind] },
      ...view.keyColumns.map((title, at) => ({
        title,
        value: (row: RowChange) => cellText(row.key[at]!),
      })),
      { title: 'VALUES', value: (row) => cellsOf(view, row) },
    ],
    view.rows,
  )
}
