import type { ChartColors } from './chart-colors.ts'
import { drawEndless, drawLaneFoot, type Chart } from './draw-lane.ts'
import { laneHeight, rowY } from './lane-geometry.ts'
import { xInSight, type LaneInSight } from './lane-in-sight.ts'
import type { LanePictures } from './lane-pictures.ts'
import { placeIn, type TimeRange } from './time-range.ts'
import { timeTicks } from './time-ticks.ts'

/** Everything that a picture of the timeline depends on. */
export interface ChartInput {
  readonly range: TimeRange
  readonly widthPx: number
  readonly heightPx: number
  readonly scrollPx: number
  readonly nowMs: number
  readonly cleanUpMs: number
  readonly laneCount: number
  readonly lanes: readonly LaneInSight[]
  readonly at: { readonly laneIndex: number; readonly mark: number | null }
  readonly goingAlpha: number
}

const hatches = new Map<string, CanvasPattern | null>()

/** Thin diagonals in a colour. */
function hatchOf(ctx: CanvasRenderingContext2D, color: string, scale: number): CanvasPattern | null {
  const key = `${color} ${scale}`
  const known = hatches.get(key)
  if (known !== undefined) return known
  const tile = document.createElement('canvas')
  const size = Math.round(5 * scale)
  tile.width = size
  tile.height = size
  const pen = tile.getContext('2d')
  if (pen === null) return null
  pen.strokeStyle = color
  pen.lineWidth = scale
  pen.beginPath()
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size)
    pen.lineTo(shift + size, 0)
  }
  pen.stroke()
  const pattern = ctx.createPattern(tile, 'repeat')
  pattern?.setTransform(new DOMMatrix([1 / scale, 0, 0, 1 / scale, 0, 0]))
  hatches.set(key, pattern)
  return pattern
}

function drawGround(chart: Chart, { heightPx, cleanUpMs, nowMs }: ChartInput): void {
  const { ctx, colors, range, widthPx } = chart
  const xOf = (ms: number): number => placeIn(range, widthPx, ms)
  for (const { ms, isMajor } of timeTicks(range, widthPx)) {
    ctx.fillStyle = isMajor ? colors['line-strong'] : colors.line
    ctx.fillRect(Math.round(xOf(ms)), 0, 1, heightPx)
  }
  const [from, to] = [Math.max(0, xOf(nowMs)), Math.min(widthPx, xOf(cleanUpMs))]
  if (to > from) {
    ctx.fillStyle = colors['at-risk-tint']
    ctx.globalAlpha = 0.55
    ctx.fillRect(from, 0, to - from, heightPx)
    ctx.globalAlpha = 1
  }
}

function drawRules(chart: Chart, { heightPx, cleanUpMs, nowMs }: ChartInput): void {
  const { ctx, colors, range, widthPx } = chart
  const rule = (ms: number, color: string, dash: readonly number[]): void => {
    const x = Math.round(placeIn(range, widthPx, ms)) + 0.5
    if (x < 0 || x > widthPx) return
    ctx.strokeStyle = color
    ctx.setLineDash([...dash])
    ctx.beginPath()
    ctx.moveTo(x, 0)
    ctx.lineTo(x, heightPx)
    ctx.stroke()
    ctx.setLineDash([])
  }
  ctx.lineWidth = 1
  rule(cleanUpMs, colors['at-risk'], [4, 3])
  ctx.lineWidth = 1.5
  rule(nowMs, colors.accent, [])
}

function ring({ ctx, colors }: Chart, x: number, y: number): void {
  ctx.strokeStyle = colors.accent
  ctx.lineWidth = 2
  ctx.beginPath()
  ctx.arc(x, y, 9.5, 0, 2 * Math.PI)
  ctx.stroke()
}

function drawCursor(chart: Chart, { at, scrollPx }: ChartInput, one: LaneInSight): void {
  const { index, placed } = one
  const { laneIndex, mark } = at
  if (index !== laneIndex || mark === null || placed === null) return
  const found = placed.marks.find(({ first, last }) => mark >= first && mark <= last)
  if (found === undefined) return
  const y = index * laneHeight - scrollPx + rowY(found.row, placed.rows)
  ring(chart, xInSight(one, found.x, chart.range, chart.widthPx), y)
}

/** Draws what is in sight; false: some lanes are shown as they were, and the next call draws more of them. */
export function drawChart(
  ctx: CanvasRenderingContext2D,
  colors: ChartColors,
  scale: number,
  input: ChartInput,
  pictures: LanePictures,
): boolean {
  const { range, widthPx, heightPx, scrollPx, nowMs, goingAlpha, laneCount } = input
  ctx.setTransform(scale, 0, 0, scale, 0, 0)
  ctx.clearRect(0, 0, widthPx, heightPx)
  ctx.font = `10px ${colors.font}`
  const hatch = hatchOf(ctx, colors['line-strong'], scale)
  const goingHatch = hatchOf(ctx, colors['at-risk'], scale)
  const chart: Chart = { ctx, colors, hatch, goingHatch, range, widthPx, nowMs, goingAlpha }
  const topOfAt = input.at.laneIndex * laneHeight - scrollPx
  ctx.fillStyle = colors.active
  ctx.globalAlpha = 0.45
  ctx.fillRect(0, topOfAt, widthPx, laneHeight - 1)
  ctx.globalAlpha = 1
  drawGround(chart, input)
  const last = Math.min(laneCount, Math.ceil((scrollPx + heightPx) / laneHeight))
  for (let index = Math.floor(scrollPx / laneHeight); index < last; index += 1) {
    drawLaneFoot(chart, index * laneHeight - scrollPx)
  }
  const look = `${JSON.stringify(colors)} ${scale} ${nowMs} ${goingAlpha}`
  const isWhole = pictures.paint(chart, input.lanes, { look, scale, scrollPx })
  for (const one of input.lanes) {
    const top = one.index * laneHeight - scrollPx
    if (one.placed !== null)
      drawEndless(chart, one.placed.lives, (x) => xInSight(one, x, range, widthPx), top)
    drawCursor(chart, input, one)
  }
  drawRules(chart, input)
  return isWhole
}
