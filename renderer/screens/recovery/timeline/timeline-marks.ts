import { knownUntil, type RecoveryPoint } from '../../../../shared/domain/recovery-point.ts'
import { placeOf, type TimeView } from './time-scale.ts'

/** How a point is drawn: broken can't be chosen, the rest can. */
export type MarkLook = 'proved' | 'stored' | 'failed' | 'broken'

/** One mark of the chart: a point, or several of one type that stand too close together to be told apart. */
export interface TimelineMark {
  readonly x: number
  readonly lane: number
  readonly type: RecoveryPoint['type']
  /** Of several: the worst. */
  readonly look: MarkLook
  readonly count: number
  /** The first of them. */
  readonly point: RecoveryPoint
}

/** A thin line from a point to the newest backup that it needs. */
export interface ChainLine {
  readonly key: string
  readonly fromX: number
  readonly fromLane: number
  readonly toX: number
  readonly toLane: number
  readonly isBroken: boolean
}

/** A span in which the database is known not to have changed. */
export interface UnchangedBar {
  readonly key: string
  readonly x: number
  readonly lane: number
  readonly widthPx: number
}

/** What a chart of points draws. */
export interface TimelineDrawing {
  readonly marks: readonly TimelineMark[]
  readonly chains: readonly ChainLine[]
  readonly bars: readonly UnchangedBar[]
}

const lanes: Readonly<Record<RecoveryPoint['type'], number>> = {
  full: 0,
  schema: 0,
  differential: 1,
  incremental: 2,
}
const severity: readonly MarkLook[] = ['proved', 'stored', 'failed', 'broken']

/** Marks nearer to one another than this are drawn as one. Pixels. */
const togetherPx = 13
/** Of a digit of the number over a mark: neighbours' numbers are not to run into one another. */
const digitPx = 6

/** How far from a mark the next one of its lane stands. */
function roomOf({ count }: TimelineMark): number {
  return togetherPx + digitPx * (String(count).length - 1)
}

/** How a point is drawn. */
export function lookOf({ broken, state }: RecoveryPoint): MarkLook {
  return broken === null ? state : 'broken'
}

/** The marks, chain lines and bars of a view. However many points there are, about as many marks as fit beside one another. */
export function drawTimeline(
  points: readonly RecoveryPoint[],
  view: TimeView,
  widthPx: number,
): TimelineDrawing {
  const xOf = (moment: string): number => placeOf(Date.parse(moment), view, widthPx)
  const isInSight = (x: number): boolean => x >= -togetherPx && x <= widthPx + togetherPx
  const seen = points.filter((point) => isInSight(xOf(point.takenAt)))
  return {
    marks: togetherMarks(seen, xOf),
    chains: chainLines(points, xOf, isInSight),
    bars: points.flatMap((point) => barOf(point, xOf, widthPx)),
  }
}

function togetherMarks(
  points: readonly RecoveryPoint[],
  xOf: (moment: string) => number,
): readonly TimelineMark[] {
  const open = new Map<number, TimelineMark>()
  const done: TimelineMark[] = []
  for (const point of points) {
    const x = xOf(point.takenAt)
    const lane = lanes[point.type]
    const before = open.get(lane)
    if (before !== undefined && x - before.x < roomOf(before)) {
      const look = severity[Math.max(severity.indexOf(before.look), severity.indexOf(lookOf(point)))]!
      open.set(lane, { ...before, look, count: before.count + 1 })
      continue
    }
    if (before !== undefined) done.push(before)
    open.set(lane, { x, lane, type: point.type, look: lookOf(point), count: 1, point })
  }
  return [...done, ...open.values()]
}

function chainLines(
  points: readonly RecoveryPoint[],
  xOf: (moment: string) => number,
  isInSight: (x: number) => boolean,
): readonly ChainLine[] {
  const byId = new Map(points.map((point) => [point.backupId, point]))
  const lines = new Map<string, ChainLine>()
  for (const point of points) {
    const base = point.newestNeededId === null ? undefined : byId.get(point.newestNeededId)
    if (base === undefined) continue
    const fromX = xOf(base.takenAt)
    const toX = xOf(point.takenAt)
    if (!isInSight(toX) && !isInSight(fromX)) continue
    const fromLane = lanes[base.type]
    const toLane = lanes[point.type]
    // Of lines that would lie on one another one is enough.
    const key = `${Math.round(fromX / 3)} ${fromLane} ${Math.round(toX / 3)} ${toLane}`
    lines.set(key, { key, fromX, fromLane, toX, toLane, isBroken: point.broken !== null })
  }
  return [...lines.values()]
}

function barOf(
  point: RecoveryPoint,
  xOf: (moment: string) => number,
  widthPx: number,
): readonly UnchangedBar[] {
  const from = Math.max(0, xOf(point.takenAt))
  const to = Math.min(widthPx, xOf(knownUntil(point)))
  if (to - from < 1) return []
  return [{ key: point.backupId, x: from, lane: lanes[point.type], widthPx: to - from }]
}
