import type { TimelineLane } from '../../../shared/domain/timeline.ts'
import type { ChartColors } from './chart-colors.ts'
import { drawLane, drawLaneFoot, type Chart } from './draw-lane.ts'
import { laneHeight, rowY } from './lane-geometry.ts'
import type { PlacedLane, PlacedMark } from './place-lane.ts'
import { placeIn, type TimeRange } from './time-range.ts'
import { timeTicks } from './time-ticks.ts'

/** A lane in sight that was answered, and where everything of it stands. */
export interface LaneInSight {
  readonly index: number
  readonly lane: TimelineLane
  /** Null: its backups are only counted. */
  readonly placed: PlacedLane | null
  /** Where the slices of its answer begin. */
  readonly askedFromMs: number
}

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

function ring({ ctx, colors }: Chart, mark: PlacedMark, y: number): void {
  ctx.strokeStyle = colors.accent
  ctx.lineWidth = 2
  ctx.beginPath()
  ctx.arc(mark.x, y, 9.5, 0, 2 * Math.PI)
  ctx.stroke()
}

function drawCursor(chart: Chart, { at, scrollPx }: ChartInput, { index, placed }: LaneInSight): void {
  const { laneIndex, mark } = at
  if (index !== laneIndex || mark === null || placed === null) return
  const found = placed.marks.find((one) => mark >= one.first && mark <= one.last)
  if (found !== undefined) ring(chart, found, index * laneHeight - scrollPx + rowY(found.row, placed.rows))
}

/** Draws the whole picture. */
export function drawChart(
  ctx: CanvasRenderingContext2D,
  colors: ChartColors,
  scale: number,
  input: ChartInput,
): void {
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
  for (const one of input.lanes) {
    drawLane(chart, one.lane, one.placed, one.askedFromMs, one.index * laneHeight - scrollPx)
    drawCursor(chart, input, one)
  }
  drawRules(chart, input)
}
