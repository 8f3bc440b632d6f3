/** Lines at 45° that fill a rectangle, as the path of one element: a pattern could not be put on a canvas as it is. */
export function hatchPath(x: number, y: number, width: number, height: number, stepPx = 6): string {
  const lines: string[] = []
  for (let offset = stepPx; offset < width + height; offset += stepPx) {
    const fromX = Math.min(offset, width)
    const fromY = Math.max(0, offset - width)
    const toX = Math.max(0, offset - height)
    const toY = Math.min(offset, height)
    lines.push(`M${x + fromX} ${y + fromY}L${x + toX} ${y + toY}`)
  }
  return lines.join('')
}
