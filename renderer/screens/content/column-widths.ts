import type { Cell } from '../../../shared/domain/cell.ts'

const letterPx = 7.6
const leastPx = 56
const mostPx = 320
const gapPx = 16
const edgesPx = 24

function lettersOf(cell: Cell | undefined): number {
  if (cell === undefined) return 0
  if (cell.kind === 'null') return 4
  return cell.kind === 'blob' ? Math.min(cell.hex.length, 24) + 16 : cell.text.length
}

/**
 * A width for each column by its name and the values of some rows: a column is as wide as they need, within bounds. Of a cell that
 * shows two values both count. Pixels.
 */
export function columnWidths(
  names: readonly string[],
  rows: readonly (readonly (readonly (Cell | undefined)[])[])[],
): readonly number[] {
  return names.map((name, place) => {
    const letters = rows.reduce((most, row) => {
      const shown = row[place]?.reduce((sum, cell) => sum + lettersOf(cell) + 1, 0) ?? 0
      return Math.max(most, shown)
    }, name.length + 2)
    return Math.round(Math.min(mostPx, Math.max(leastPx, letters * letterPx)))
  })
}

/** What a row of such columns takes at least, its gaps and edges included. Pixels. */
export function leastRowWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + gapPx, edgesPx - gapPx)
}
