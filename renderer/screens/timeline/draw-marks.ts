import { markFlags, type MarkKind } from '../../../shared/domain/timeline.ts'
import type { ChartColors } from './chart-colors.ts'
import { rowY } from './lane-geometry.ts'
import type { MarkLook, PlacedMark } from './place-lane.ts'

function outline(kind: MarkKind, x: number, y: number): Path2D {
  const path = new Path2D()
  if (kind === 'full') path.rect(x - 4, y - 4, 8, 8)
  else if (kind === 'schema') path.rect(x - 4.5, y - 3, 9, 6)
  else if (kind === 'incremental') path.arc(x, y, 3.7, 0, 2 * Math.PI)
  else if (kind === 'differential') {
    path.moveTo(x, y - 5.2)
    path.lineTo(x + 5.2, y)
    path.lineTo(x, y + 5.2)
    path.lineTo(x - 5.2, y)
    path.closePath()
  } else {
    path.moveTo(x, y - 5)
    path.lineTo(x + 5, y + 4)
    path.lineTo(x - 5, y + 4)
    path.closePath()
  }
  return path
}

const colorOf: Readonly<Record<MarkLook, 'proved' | 'stored' | 'failed'>> = {
  proved: 'proved',
  stored: 'stored',
  failed: 'failed',
  broken: 'failed',
}

function strike(ctx: CanvasRenderingContext2D, look: MarkLook, x: number, y: number): void {
  ctx.setLineDash([])
  ctx.beginPath()
  ctx.moveTo(x - 6, y + 6)
  ctx.lineTo(x + 6, y - 6)
  if (look === 'broken') {
    ctx.moveTo(x - 6, y - 6)
    ctx.lineTo(x + 6, y + 6)
  }
  ctx.stroke()
}

/** A mark's shape: filled: proved; hollow: not yet; struck through: a check failed; crossed and dashed: its chain is broken. */
export function drawShape(
  ctx: CanvasRenderingContext2D,
  colors: ChartColors,
  kind: MarkKind,
  look: MarkLook,
  x: number,
  y: number,
): void {
  const color = colors[colorOf[look]]
  const path = outline(kind, x, y)
  ctx.lineWidth = 1.5
  ctx.strokeStyle = color
  // A schema holds no rows: it is an outline also where it is proved.
  ctx.fillStyle = look === 'proved' && kind !== 'schema' ? color : colors.page
  ctx.setLineDash(look === 'broken' ? [2, 1.6] : [])
  ctx.fill(path)
  ctx.stroke(path)
  if (look === 'failed' || look === 'broken') strike(ctx, look, x, y)
  ctx.setLineDash([])
}

/** A run that is to come: the shape of its type, small, in dots. */
export function drawPlanned(
  ctx: CanvasRenderingContext2D,
  colors: ChartColors,
  kind: MarkKind,
  x: number,
  y: number,
): void {
  ctx.save()
  ctx.translate(x, y)
  ctx.scale(0.8, 0.8)
  ctx.lineWidth = 1.2
  ctx.strokeStyle = colors.soft
  ctx.setLineDash([1.5, 1.5])
  ctx.stroke(outline(kind, 0, 0))
  ctx.restore()
}

/** A pin is a flag on a pole, a hold a closed lock: over the mark's right corner. */
function drawKept(
  ctx: CanvasRenderingContext2D,
  colors: ChartColors,
  flags: number,
  x: number,
  y: number,
): void {
  ctx.strokeStyle = colors.text
  ctx.fillStyle = colors.text
  ctx.lineWidth = 1
  if ((flags & markFlags.held) !== 0) {
    ctx.fillRect(x + 4, y - 8, 6, 4.5)
    ctx.beginPath()
    ctx.arc(x + 7, y - 8, 2, Math.PI, 0)
    ctx.stroke()
  } else if ((flags & markFlags.pinned) !== 0) {
    ctx.beginPath()
    ctx.moveTo(x + 5.5, y - 3)
    ctx.lineTo(x + 5.5, y - 10)
    ctx.stroke()
    ctx.beginPath()
    ctx.moveTo(x + 5.5, y - 10.5)
    ctx.lineTo(x + 10.5, y - 8.5)
    ctx.lineTo(x + 5.5, y - 6.5)
    ctx.fill()
  }
}

function drawGoing(ctx: CanvasRenderingContext2D, colors: ChartColors, x: number, y: number): void {
  ctx.fillStyle = colors['at-risk-tint']
  ctx.strokeStyle = colors['at-risk']
  ctx.lineWidth = 1
  ctx.setLineDash([2, 2])
  ctx.beginPath()
  ctx.roundRect(x - 7.5, y - 7.5, 15, 15, 3)
  ctx.fill()
  ctx.stroke()
  ctx.setLineDash([])
}

/** How the marks of a lane are drawn. */
export interface MarksStyle {
  readonly top: number
  readonly rows: number
  /** How much is left of what the next clean-up removes: 1 all, 0 nothing. */
  readonly goingAlpha: number
}

/** Draws marks, what keeps them, and the number of those that stand for several. */
export function drawMarks(
  ctx: CanvasRenderingContext2D,
  colors: ChartColors,
  marks: readonly PlacedMark[],
  { top, rows, goingAlpha }: MarksStyle,
): void {
  for (const { x, row, kind, look, flags, count, goingCount } of marks) {
    const y = top + rowY(row, rows)
    ctx.globalAlpha = goingCount === count ? goingAlpha : 1
    if (goingCount > 0) drawGoing(ctx, colors, x, y)
    drawShape(ctx, colors, kind, look, x, y)
    drawKept(ctx, colors, flags, x, y)
    if (count > 1) {
      ctx.fillStyle = colors.soft
      ctx.fillText(String(count), x + 7, y + 3.5)
    }
    ctx.globalAlpha = 1
  }
}
