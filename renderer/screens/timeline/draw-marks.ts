import { markFlags, type MarkKind } from '../../../shared/domain/timeline.ts'
import type { ChartColors } from './chart-colors.ts'
import { rowY } from './lane-geometry.ts'
import type { MarkLook, PlacedMark, PlacedRun } from './place-lane.ts'

/** What outlines are added to. */
type Outlines = Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo' | 'closePath' | 'rect' | 'arc'>

/** Adds the outline of a kind's shape; `size` 1 is a stored backup's. */
function addOutline(path: Outlines, kind: MarkKind, x: number, y: number, size = 1): void {
  const at = (dx: number, dy: number): readonly [number, number] => [x + dx * size, y + dy * size]
  if (kind === 'full') path.rect(...at(-4, -4), 8 * size, 8 * size)
  else if (kind === 'schema') path.rect(...at(-4.5, -3), 9 * size, 6 * size)
  else if (kind === 'incremental') {
    path.moveTo(...at(3.7, 0))
    path.arc(x, y, 3.7 * size, 0, 2 * Math.PI)
  } else {
    const corners =
      kind === 'differential'
        ? ([
            [0, -5.2],
            [5.2, 0],
            [0, 5.2],
            [-5.2, 0],
          ] as const)
        : ([
            [0, -5],
            [5, 4],
            [-5, 4],
          ] as const)
    for (const [n, [dx, dy]] of corners.entries()) {
      if (n === 0) path.moveTo(...at(dx, dy))
      else path.lineTo(...at(dx, dy))
    }
    path.closePath()
  }
}

const colorOf: Readonly<Record<MarkLook, 'proved' | 'stored' | 'failed'>> = {
  proved: 'proved',
  stored: 'stored',
  failed: 'failed',
  broken: 'failed',
}

interface Place {
  readonly x: number
  readonly y: number
}

function strike(ctx: CanvasRenderingContext2D, look: MarkLook, places: readonly Place[]): void {
  ctx.setLineDash([])
  ctx.beginPath()
  for (const { x, y } of places) {
    ctx.moveTo(x - 6, y + 6)
    ctx.lineTo(x + 6, y - 6)
    if (look !== 'broken') continue
    ctx.moveTo(x - 6, y - 6)
    ctx.lineTo(x + 6, y + 6)
  }
  ctx.stroke()
}

/**
 * The shapes of marks that look alike, as one path. Filled: proved; hollow: not yet; struck through: a check failed; crossed and dashed: its
 * chain is broken.
 */
function drawShapes(
  ctx: CanvasRenderingContext2D,
  colors: ChartColors,
  { kind, look }: Pick<PlacedMark, 'kind' | 'look'>,
  places: readonly Place[],
): void {
  const color = colors[colorOf[look]]
  ctx.beginPath()
  for (const { x, y } of places) addOutline(ctx, kind, x, y)
  ctx.lineWidth = 1.5
  ctx.strokeStyle = color
  // A schema holds no rows: it is an outline also where it is proved.
  ctx.fillStyle = look === 'proved' && kind !== 'schema' ? color : colors.page
  ctx.setLineDash(look === 'broken' ? [2, 1.6] : [])
  ctx.fill()
  ctx.stroke()
  if (look === 'failed' || look === 'broken') strike(ctx, look, places)
  ctx.setLineDash([])
}

const plannedSize = 0.8

/** Runs that are to come: the shapes of their types, small, in dots. */
export function drawPlanned(
  ctx: CanvasRenderingContext2D,
  colors: ChartColors,
  runs: readonly PlacedRun[],
  yOf: (row: number) => number,
): void {
  if (runs.length === 0) return
  ctx.beginPath()
  for (const { kind, x, row } of runs) addOutline(ctx, kind, x, yOf(row), plannedSize)
  ctx.lineWidth = 1.2 * plannedSize
  ctx.strokeStyle = colors.soft
  ctx.setLineDash([1.5 * plannedSize, 1.5 * plannedSize])
  ctx.stroke()
  ctx.setLineDash([])
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

function drawGoing(ctx: CanvasRenderingContext2D, colors: ChartColors, places: readonly Place[]): void {
  ctx.fillStyle = colors['at-risk-tint']
  ctx.strokeStyle = colors['at-risk']
  ctx.lineWidth = 1
  ctx.setLineDash([2, 2])
  ctx.beginPath()
  for (const { x, y } of places) ctx.roundRect(x - 7.5, y - 7.5, 15, 15, 3)
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

type StandingMark = PlacedMark & Place

/** Marks by what they look like, in the order in which the looks come. */
function byLook(marks: readonly StandingMark[]): readonly (readonly StandingMark[])[] {
  const groups = new Map<string, StandingMark[]>()
  for (const mark of marks) {
    const key = `${mark.kind} ${mark.look}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [mark])
    else group.push(mark)
  }
  // A pre-update backup lies over the fulls in whose row it stands.
  return [...groups.values()].toSorted(
    ([one], [other]) => Number(one?.kind === 'preupdate') - Number(other?.kind === 'preupdate'),
  )
}

function drawLayer(ctx: CanvasRenderingContext2D, colors: ChartColors, marks: readonly StandingMark[]): void {
  const going = marks.filter(({ goingCount }) => goingCount > 0)
  if (going.length > 0) drawGoing(ctx, colors, going)
  for (const group of byLook(marks)) drawShapes(ctx, colors, group[0]!, group)
  for (const { flags, x, y } of marks) if (flags !== 0) drawKept(ctx, colors, flags, x, y)
  ctx.fillStyle = colors.soft
  for (const { count, x, y } of marks) if (count > 1) ctx.fillText(String(count), x + 7, y + 3.5)
}

/** Draws marks, what keeps them, and the number of those that stand for several. Each look is one path: a path for each mark costs many times as much. */
export function drawMarks(
  ctx: CanvasRenderingContext2D,
  colors: ChartColors,
  marks: readonly PlacedMark[],
  { top, rows, goingAlpha }: MarksStyle,
): void {
  const standing = marks.map((mark): StandingMark => ({ ...mark, y: top + rowY(mark.row, rows) }))
  const isFading = ({ goingCount, count }: StandingMark): boolean => goingCount === count
  drawLayer(
    ctx,
    colors,
    standing.filter((mark) => !isFading(mark)),
  )
  ctx.globalAlpha = goingAlpha
  drawLayer(ctx, colors, standing.filter(isFading))
  ctx.globalAlpha = 1
}
