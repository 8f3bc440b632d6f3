import {
  markFlags,
  type LaneDensity,
  type RestorableWindow,
  type TimelineLane,
} from '../../../shared/domain/timeline.ts'
import type { ChartColors } from './chart-colors.ts'
import { drawMarks, drawPlanned } from './draw-marks.ts'
import {
  bandHeight,
  bandTop,
  barsHeight,
  barsTop,
  laneHeight,
  lifePitch,
  lifeTop,
  rowY,
} from './lane-geometry.ts'
import type { PlacedChain, PlacedLane, PlacedLife } from './place-lane.ts'
import { placeIn, type TimeRange } from './time-range.ts'

/** The canvas and what everything on it is drawn by. */
export interface Chart {
  readonly ctx: CanvasRenderingContext2D
  readonly colors: ChartColors
  readonly hatch: CanvasPattern | null
  readonly range: TimeRange
  readonly widthPx: number
  readonly nowMs: number
  /** How much is left of what the next clean-up removes: 1 all, 0 nothing. */
  readonly goingAlpha: number
}

function drawChains({ ctx, colors }: Chart, chains: readonly PlacedChain[], top: number, rows: number): void {
  for (const isBroken of [false, true]) {
    ctx.beginPath()
    for (const chain of chains) {
      if (chain.isBroken !== isBroken) continue
      ctx.moveTo(chain.fromX, top + rowY(chain.fromRow, rows))
      ctx.lineTo(chain.toX, top + rowY(chain.toRow, rows))
    }
    ctx.setLineDash(isBroken ? [3, 3] : [])
    ctx.strokeStyle = isBroken ? colors.failed : colors['line-strong']
    ctx.lineWidth = 1
    ctx.stroke()
  }
  ctx.setLineDash([])
}

/** Lives of one look are one path: there may be hundreds. */
function strokeLives(
  { ctx, widthPx }: Chart,
  lives: readonly PlacedLife[],
  top: number,
  part: (life: PlacedLife) => readonly [from: number, to: number] | null,
): void {
  ctx.beginPath()
  for (const life of lives) {
    const [from, to] = part(life) ?? [0, 0]
    if (to <= from) continue
    const y = Math.round(top + lifeTop + life.track * lifePitch) + 0.5
    ctx.moveTo(Math.max(-2, from), y)
    ctx.lineTo(Math.min(widthPx + 2, to), y)
  }
  ctx.stroke()
}

function drawEnds({ ctx, widthPx }: Chart, lives: readonly PlacedLife[], top: number): void {
  ctx.beginPath()
  for (const { endX, isEndless, track, x } of lives) {
    const y = Math.round(top + lifeTop + track * lifePitch) + 0.5
    if (isEndless) {
      if (x > widthPx - 8) continue
      ctx.moveTo(widthPx - 6, y - 2.5)
      ctx.lineTo(widthPx - 2, y)
      ctx.lineTo(widthPx - 6, y + 2.5)
    } else if (endX <= widthPx) {
      ctx.moveTo(endX, y - 2.5)
      ctx.lineTo(endX, y + 2.5)
    }
  }
  ctx.stroke()
}

/** What is stored is drawn through, what is expected of it in dashes; what goes next in its own colour. */
function drawLives(chart: Chart, lives: readonly PlacedLife[], top: number): void {
  const { ctx, colors, goingAlpha } = chart
  const isGoing = ({ flags }: PlacedLife): boolean => (flags & markFlags.goesNext) !== 0
  const isEstimated = ({ flags }: PlacedLife): boolean => (flags & markFlags.estimated) !== 0
  const groups = [
    { of: lives.filter((life) => !isGoing(life)), color: colors.soft, alpha: 0.75 },
    { of: lives.filter(isGoing), color: colors['at-risk'], alpha: goingAlpha },
  ]
  for (const { of, color, alpha } of groups) {
    if (of.length === 0) continue
    ctx.strokeStyle = color
    ctx.globalAlpha = alpha
    ctx.lineWidth = 1
    strokeLives(chart, of, top, (life) => [
      life.x,
      isEstimated(life) ? Math.min(life.endX, life.nowX) : life.endX,
    ])
    ctx.setLineDash([3, 3])
    strokeLives(chart, of, top, (life) =>
      isEstimated(life) ? [Math.max(life.x, life.nowX), life.endX] : null,
    )
    ctx.setLineDash([])
    drawEnds(chart, of, top)
  }
  ctx.globalAlpha = 1
}

/** Filled: a state that can be brought back. Hatched: between two of them, where only an earlier one can. */
function drawWindows(chart: Chart, windows: readonly RestorableWindow[], top: number): void {
  const { ctx, colors, hatch, range, widthPx, nowMs } = chart
  const xOf = (ms: number): number => placeIn(range, widthPx, ms)
  const first = windows[0]
  if (first === undefined) return
  const from = Math.max(0, xOf(first.fromMs))
  const to = Math.min(widthPx, xOf(nowMs))
  const y = top + bandTop
  if (to > from && hatch !== null) {
    ctx.fillStyle = hatch
    ctx.fillRect(from, y, to - from, bandHeight)
  }
  for (const { fromMs, toMs, isProved } of windows) {
    const x = xOf(fromMs)
    const right = Math.max(x + 2, xOf(toMs))
    if (right < 0 || x > widthPx) continue
    ctx.fillStyle = isProved ? colors.proved : colors.stored
    ctx.fillRect(Math.max(0, x), y, Math.min(widthPx, right) - Math.max(0, x), bandHeight)
  }
}

function drawDensity(chart: Chart, density: LaneDensity, fromMs: number, top: number): void {
  const { ctx, colors, range, widthPx, goingAlpha } = chart
  const most = Math.max(1, ...density.counts)
  const bottom = top + barsTop + barsHeight
  for (const [n, count] of density.counts.entries()) {
    if (count === 0) continue
    const x = placeIn(range, widthPx, fromMs + n * density.sliceMs)
    const right = placeIn(range, widthPx, fromMs + (n + 1) * density.sliceMs)
    if (right < 0 || x > widthPx) continue
    const width = Math.max(1, right - x - 0.4)
    const heightOf = (part: number): number => (part / most) * barsHeight
    const going = density.goNext[n] ?? 0
    ctx.fillStyle = colors.proved
    ctx.fillRect(x, bottom - heightOf(count), width, heightOf(count - going))
    if (going > 0) {
      ctx.globalAlpha = goingAlpha
      ctx.fillStyle = colors['at-risk']
      ctx.fillRect(x, bottom - heightOf(going), width, heightOf(going))
      ctx.globalAlpha = 1
    }
    if ((density.failed[n] ?? 0) === 0) continue
    ctx.fillStyle = colors.failed
    ctx.fillRect(x - 1, bottom - heightOf(count) - 5, Math.max(3, width), 4)
  }
}

/** Draws one lane; `placed` is null where its backups are only counted. `askedFromMs` is where its slices begin. */
export function drawLane(
  chart: Chart,
  lane: TimelineLane,
  placed: PlacedLane | null,
  askedFromMs: number,
  top: number,
): void {
  const { ctx, colors } = chart
  if (placed !== null) {
    drawLives(chart, placed.lives, top)
    drawChains(chart, placed.chains, top, placed.rows)
  }
  drawWindows(chart, lane.windows, top)
  for (const { x, row, kind } of placed?.runs ?? [])
    drawPlanned(ctx, colors, kind, x, top + rowY(row, placed?.rows ?? 1))
  if (placed !== null)
    drawMarks(ctx, colors, placed.marks, { top, rows: placed.rows, goingAlpha: chart.goingAlpha })
  if (lane.density !== null) drawDensity(chart, lane.density, askedFromMs, top)
}

/** The line under a lane. */
export function drawLaneFoot({ ctx, colors, widthPx }: Chart, top: number): void {
  ctx.fillStyle = colors.line
  ctx.fillRect(0, top + laneHeight - 1, widthPx, 1)
}
