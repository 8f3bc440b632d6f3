import type { ChartTable } from './chart-table.ts'
import { drawSvg } from './charts/draw-svg.ts'

/** Dots for each of the screen's: a report is printed. */
const dotsPerPx = 2
const edgePx = 16
const headPx = 40

/** A cell as a spreadsheet reads it: quoted where it must be, and never taken for a formula. */
function csvCell(text: string): string {
  const safe = /^[=+@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The table of a chart as CSV: RFC 4180, a heading line first. */
export function csvOf({ columns, rows }: ChartTable): string {
  const lines = [columns.map(({ title }) => title), ...rows.map(({ cells }) => cells)]
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

/** What a chart shows, with its title over it, as a PNG. Rejects where the browser can't make one. */
export async function pngOf(svg: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect()
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil((width + 2 * edgePx) * dotsPerPx)
  canvas.height = Math.ceil((height + headPx + edgePx) * dotsPerPx)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser draws no pictures.')
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string): string => style.getPropertyValue(`--hf-${name}`).trim()
  context.scale(dotsPerPx, dotsPerPx)
  context.fillStyle = colour('page')
  context.fillRect(0, 0, width + 2 * edgePx, height + headPx + edgePx)
  context.fillStyle = colour('text')
  context.font = `600 14px ${getComputedStyle(document.body).fontFamily}`
  context.fillText(title, edgePx, 26)
  context.translate(edgePx, headPx)
  drawSvg(context, svg)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('This browser makes no PNG of it.'))
      else resolve(blob)
    }, 'image/png')
  })
}

/** Saves a file as the host does: a dialog, or the folder for downloads. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The host reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** A name that says what and when: `objectives-market_data-rpo-2026-11-28`. */
export function exportName(database: string, chart: string, nowMs: number): string {
  const safe = database.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')
  return `objectives-${safe}-${chart}-${new Date(nowMs).toISOString().slice(0, 10)}`
}
