/** Measures of a lane, pixels. */
export const laneHeight = 64
/** Where marks stand, by how many rows a lane has. */
const markRows: readonly (readonly number[])[] = [[18], [12, 27], [11, 22, 33]]
export const lifeTop = 40
export const lifePitch = 2
export const bandTop = 57
export const bandHeight = 4
/** The area of the bars that count what can't be told apart. */
export const barsTop = 6
export const barsHeight = 30

/** The height of a row of marks within its lane. */
export function rowY(row: number, rows: number): number {
  return markRows[Math.min(3, Math.max(1, rows)) - 1]?.[row] ?? 18
}

/** The row that a height within a lane is nearest to. */
export function rowAt(y: number, rows: number): number {
  let best = 0
  for (let row = 1; row < rows; row += 1) {
    if (Math.abs(rowY(row, rows) - y) < Math.abs(rowY(best, rows) - y)) best = row
  }
  return best
}
