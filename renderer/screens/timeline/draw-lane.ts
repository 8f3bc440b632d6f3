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
  /** In the colour of what goes next. */
  readonly goingHatch: CanvasPattern | null
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
  for (const { endX, isEndless, track } of lives) {
    if (isEndless || endX > widthPx) continue
    const y = Math.round(top + lifeTop + track * lifePitch) + 0.5
    ctx.moveTo(endX, y - 2.5)
    ctx.lineTo(endX, y + 2.5)
  }
  ctx.stroke()
}

/** Points beyond the right edge of what is in sight: lives that have no end. One for each track: they would lie on one another. */
export function drawEndless(
  { ctx, colors, widthPx }: Chart,
  lives: readonly PlacedLife[],
  xInSight: (x: number) => number,
  top: number,
): void {
  const tracks = new Set<number>()
  for (const { isEndless, x, track } of lives) {
    if (isEndless && !tracks.has(track) && xInSight(x) <= widthPx - 8) tracks.add(track)
  }
  if (tracks.size === 0) return
  ctx.beginPath()
  for (const track of tracks) {
    const y = Math.round(top + lifeTop + track * lifePitch) + 0.5
    ctx.moveTo(widthPx - 6, y - 2.5)
    ctx.lineTo(widthPx - 2, y)
    ctx.lineTo(widthPx - 6, y + 2.5)
  }
  ctx.strokeStyle = colors.soft
  ctx.globalAlpha = 0.75
  ctx.lineWidth = 1
  ctx.stroke()
  ctx.globalAlpha = 1
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
  for (const isProved of [true, false]) {
    ctx.beginPath()
    for (const one of windows) {
      if (one.isProved !== isProved) continue
      const x = xOf(one.fromMs)
      if (x > widthPx) break
      const right = Math.max(x + 2, xOf(one.toMs))
      if (right >= 0) ctx.rect(Math.max(0, x), y, Math.min(widthPx, right) - Math.max(0, x), bandHeight)
    }
    ctx.fillStyle = isProved ? colors.proved : colors.stored
    ctx.fill()
  }
}

/** One path of bars: filling each on its own costs ten times as much. `part` gives the lower and the upper end of one, in backups. */
function fillBars(
  chart: Chart,
  density: LaneDensity,
  fromMs: number,
  top: number,
  part: (n: number) => readonly [lower: number, upper: number],
): void {
  const { ctx, range, widthPx } = chart
  const most = Math.max(1, density.most)
  const bottom = top + barsTop + barsHeight
  const slicePx = placeIn(range, widthPx, range.fromMs + density.sliceMs)
  const beginPx = placeIn(range, widthPx, fromMs)
  const first = Math.max(0, Math.floor(-beginPx / slicePx))
  const last = Math.min(density.counts.length, Math.ceil((widthPx - beginPx) / slicePx))
  ctx.beginPath()
  for (let n = first; n < last; n += 1) {
    const [lower, upper] = part(n)
    if (upper <= lower) continue
    const height = ((upper - lower) / most) * barsHeight
    ctx.rect(beginPx + n * slicePx, bottom - (lower / most) * barsHeight - height, slicePx - 0.3, height)
  }
  ctx.fill()
}

/** Bars as high as many backups lie in their time; those that go next below, hatched, to be told apart without their colour. */
function drawDensity(chart: Chart, density: LaneDensity, fromMs: number, top: number): void {
  const { ctx, colors, goingAlpha, goingHatch } = chart
  const going = (n: number): number => density.goNext[n] ?? 0
  const count = (n: number): number => density.counts[n] ?? 0
  ctx.fillStyle = colors.proved
  fillBars(chart, density, fromMs, top, (n) => [going(n), count(n)])
  ctx.globalAlpha = goingAlpha
  ctx.fillStyle = goingHatch ?? colors['at-risk']
  fillBars(chart, density, fromMs, top, (n) => [0, going(n)])
  ctx.globalAlpha = 1
  drawFailed(chart, density, fromMs, top)
}

/** A small mark over the bars: few among many must not be overlooked. */
function drawFailed(
  { ctx, colors, range, widthPx }: Chart,
  density: LaneDensity,
  fromMs: number,
  top: number,
): void {
  ctx.fillStyle = colors.failed
  for (const [n, failed] of density.failed.entries()) {
    if (failed === 0) continue
    const x = placeIn(range, widthPx, fromMs + n * density.sliceMs)
    if (x >= -3 && x <= widthPx) ctx.fillRect(x - 1, top + 1, 4, 4)
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
  if (placed !== null) {
    const { runs, marks, rows } = placed
    drawPlanned(ctx, colors, runs, (row) => top + rowY(row, rows))
    drawMarks(ctx, colors, marks, { top, rows, goingAlpha: chart.goingAlpha })
  }
  if (lane.density !== null) drawDensity(chart, lane.density, askedFromMs, top)
}

/** The line under a lane. */
export function drawLaneFoot({ ctx, colors, widthPx }: Chart, top: number): void {
  ctx.fillStyle = colors.line
  ctx.fillRect(0, top + laneHeight - 1, widthPx, 1)
}
