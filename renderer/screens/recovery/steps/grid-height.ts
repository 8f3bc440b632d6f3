import type { CSSProperties } from 'react'

/** Tells the style sheet how many rows a step's list has; an empty one keeps the place of one. */
export function heightOf(rows: number): CSSProperties {
  return { '--grid-rows': Math.max(1, rows) } as CSSProperties
}
