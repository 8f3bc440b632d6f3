import type { BackupType } from '../../../shared/domain/backup-record.ts'
import {
  markFlags,
  type LaneMarks,
  type MarkKind,
  type TimelineLane,
} from '../../../shared/domain/timeline.ts'
import { placeIn, type TimeRange } from './time-range.ts'

/** How a mark is drawn by what is known of its backup. */
export type MarkLook = 'proved' | 'stored' | 'failed' | 'broken'

/** A backup, or several of one kind that stand too near to one another to be told apart, at its place. */
export interface PlacedMark {
  readonly x: number
  readonly row: number
  readonly kind: MarkKind
  /** Of several: the worst. */
  readonly look: MarkLook
  /** Bits of `markFlags` that any of them has. */
  readonly flags: number
  readonly count: number
  /** Of several: how many the next clean-up removes. */
  readonly goingCount: number
  /** The first of them, in the lane's lists. */
  readonly first: number
  readonly last: number
}

/** A life, from its backup to its expected end. */
export interface PlacedLife {
  readonly x: number
  /** Where what is known turns into what is expected. */
  readonly nowX: number
  readonly endX: number
  /** No end can be foreseen: it goes on beyond the edge. */
  readonly isEndless: boolean
  readonly flags: number
  readonly track: number
}

/** A thin line from a backup to the newest one that it needs. */
export interface PlacedChain {
  readonly fromX: number
  readonly fromRow: number
  readonly toX: number
  readonly toRow: number
  readonly isBroken: boolean
}

/** A run that is to come. */
export interface PlacedRun {
  readonly x: number
  readonly row: number
  readonly kind: MarkKind
}

/** What is drawn of a lane's backups. */
export interface PlacedLane {
  readonly marks: readonly PlacedMark[]
  readonly lives: readonly PlacedLife[]
  readonly chains: readonly PlacedChain[]
  readonly runs: readonly PlacedRun[]
  /** Rows that marks stand in: 1 to 3. */
  readonly rows: number
}

/** Marks nearer to one another than this are drawn as one. Pixels. */
const togetherPx = 13
/** Of each digit of a number beside a mark. */
const digitPx = 6
/** Lives that lie beside one another; more lie on one another. */
export const lifeTracks = 8

const looks: readonly MarkLook[] = ['proved', 'stored', 'failed', 'broken']
const rowOfType: Readonly<Record<BackupType, number>> = {
  full: 0,
  schema: 0,
  differential: 1,
  incremental: 2,
}

/** How a backup of a lane is drawn. */
export function lookAt(marks: LaneMarks, n: number): MarkLook {
  if ((marks.flags[n]! & markFlags.broken) !== 0) return 'broken'
  return ({ passed: 'proved', failed: 'failed', not_known: 'stored' } as const)[marks.verdicts[n]!]
}

/** The kind of a backup's mark. */
export function kindAt(marks: LaneMarks, n: number): MarkKind {
  return marks.labels[n] === 'preupdate' ? 'preupdate' : marks.types[n]!
}

function worse(one: MarkLook, other: MarkLook): MarkLook {
  return looks[Math.max(looks.indexOf(one), looks.indexOf(other))]!
}

/** The first index whose place is not left of `x`: places rise, as backups are oldest first. */
function firstRightOf(xs: readonly number[], x: number): number {
  let [low, high] = [0, xs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (xs[middle]! < x) low = middle + 1
    else high = middle
  }
  return low
}

function roomOf({ count }: { readonly count: number }): number {
  return togetherPx + (count > 1 ? digitPx * String(count).length : 0)
}

type Upcoming = TimelineLane['upcoming']

const knownRows = new WeakMap<
  LaneMarks,
  { readonly of: Upcoming; readonly rows: ReadonlyMap<number, number> }
>()

/** The rows of a lane: one for each type that it has or is to have, the types of larger backups above. The same wherever it is looked at. */
function rowsOf(marks: LaneMarks, upcoming: Upcoming): ReadonlyMap<number, number> {
  const known = knownRows.get(marks)
  if (known?.of === upcoming) return known.rows
  const rows = findRows(marks, upcoming)
  knownRows.set(marks, { of: upcoming, rows })
  return rows
}

function findRows(marks: LaneMarks, upcoming: Upcoming): ReadonlyMap<number, number> {
  const types = new Set([...marks.types, ...upcoming.map(({ kind }) => kind)])
  const used = [...new Set([...types].map((type) => rowOfType[type]))].toSorted((a, b) => a - b)
  return new Map(used.map((row, n) => [row, n]))
}

/** Runs that are to come, none on another or on what is stored. */
function placeRuns(
  upcoming: TimelineLane['upcoming'],
  rows: ReadonlyMap<number, number>,
  marks: readonly PlacedMark[],
  xOf: (ms: number) => number,
  widthPx: number,
): readonly PlacedRun[] {
  const freeFrom = new Map<number, number>()
  for (const mark of marks) freeFrom.set(mark.row, mark.x + roomOf(mark))
  return upcoming.flatMap(({ atMs, kind }) => {
    const x = xOf(atMs)
    const row = rows.get(rowOfType[kind]) ?? 0
    if (x < (freeFrom.get(row) ?? 0) || x > widthPx) return []
    freeFrom.set(row, x + togetherPx - 2)
    return [{ x, row, kind }]
  })
}

type Growing = { -readonly [Key in keyof PlacedMark]: PlacedMark[Key] }

function placeMarks(
  marks: LaneMarks,
  rows: ReadonlyMap<number, number>,
  xs: readonly number[],
  widthPx: number,
): readonly PlacedMark[] {
  const open: (Growing | undefined)[] = []
  const placed: PlacedMark[] = []
  for (let n = firstRightOf(xs, -togetherPx); n < xs.length; n += 1) {
    const x = xs[n]!
    if (x > widthPx + togetherPx) break
    const kind = kindAt(marks, n)
    const row = rows.get(rowOfType[marks.types[n]!]) ?? 0
    const flags = marks.flags[n]!
    const goingCount = (flags & markFlags.goesNext) === 0 ? 0 : 1
    // A pre-update backup keeps its own mark beside the fulls.
    const key = 2 * row + (kind === 'preupdate' ? 1 : 0)
    const before = open[key]
    if (before !== undefined && x - before.x < roomOf(before)) {
      before.look = worse(before.look, lookAt(marks, n))
      before.flags |= flags
      before.count += 1
      before.goingCount += goingCount
      before.last = n
      continue
    }
    const mark: Growing = {
      x,
      row,
      kind,
      look: lookAt(marks, n),
      flags,
      count: 1,
      goingCount,
      first: n,
      last: n,
    }
    open[key] = mark
    placed.push(mark)
  }
  return placed
}

/** What of a life's flags makes it look another way. */
const lifeLooks = markFlags.goesNext | markFlags.estimated
const endsApartPx = 3

type GrowingLife = { -readonly [Key in keyof PlacedLife]: PlacedLife[Key] }

/** Lives beside one another; where there are more than tracks, one that looks alike is drawn on as if it were the same. */
class LifeTracks {
  readonly lives: GrowingLife[] = []
  readonly #newest: (GrowingLife | undefined)[] = Array.from({ length: lifeTracks })
  readonly #widthPx: number

  constructor(widthPx: number) {
    this.#widthPx = widthPx
  }

  add(life: Omit<PlacedLife, 'track'>): void {
    const track = this.#freeAt(life.x)
    if (track >= 0) {
      const placed = { ...life, track }
      this.lives.push(placed)
      this.#newest[track] = placed
      return
    }
    const alike = this.#newestLike(life)
    if (alike === undefined) this.#lieOn(life)
    else if (life.endX > alike.endX + endsApartPx) alike.endX = life.endX
  }

  /** Loops, not callbacks: this is asked for each of thousands of lives in each picture. */
  #freeAt(x: number): number {
    for (let track = 0; track < lifeTracks; track += 1) {
      const newest = this.#newest[track]
      if (newest === undefined || Math.min(newest.endX, this.#widthPx) + 3 <= x) return track
    }
    return -1
  }

  #newestLike({ flags, isEndless }: Omit<PlacedLife, 'track'>): GrowingLife | undefined {
    for (let track = lifeTracks - 1; track >= 0; track -= 1) {
      const newest = this.#newest[track]!
      if (((newest.flags ^ flags) & lifeLooks) === 0 && newest.isEndless === isEndless) return newest
    }
    return undefined
  }

  /** Of all that are there none looks like it: it lies on the one that ends first. */
  #lieOn(life: Omit<PlacedLife, 'track'>): void {
    const ends = this.#newest.map((newest) => newest!.endX)
    const track = ends.indexOf(Math.min(...ends))
    const placed = { ...life, track }
    this.lives.push(placed)
    this.#newest[track] = placed
  }
}

function placeLives(
  marks: LaneMarks,
  xs: readonly number[],
  nowX: number,
  xOf: (ms: number) => number,
  widthPx: number,
): readonly PlacedLife[] {
  const tracks = new LifeTracks(widthPx)
  for (let n = 0; n < xs.length; n += 1) {
    const x = xs[n]!
    if (x > widthPx) break
    const endMs = marks.endMs[n]!
    const endX = endMs === null ? Number.POSITIVE_INFINITY : Math.max(xOf(endMs), x)
    if (endX < 0) continue
    tracks.add({ x, nowX, endX, isEndless: endMs === null, flags: marks.flags[n]! })
  }
  return tracks.lives
}

function placeChains(
  marks: LaneMarks,
  rows: ReadonlyMap<number, number>,
  xs: readonly number[],
  widthPx: number,
): readonly PlacedChain[] {
  const chains: PlacedChain[] = []
  const seen = new Set<string>()
  const row = (at: number): number => rows.get(rowOfType[marks.types[at]!]) ?? 0
  for (let n = firstRightOf(xs, 0); n < xs.length; n += 1) {
    const base = marks.bases[n]!
    if (base < 0) continue
    const [fromX, toX] = [xs[base]!, xs[n]!]
    if (fromX > widthPx || toX - fromX < 2) continue
    const [fromRow, toRow] = [row(base), row(n)]
    // Of lines that would lie on one another one is enough.
    const key = `${Math.round(fromX / 3)} ${fromRow} ${Math.round(toX / 3)} ${toRow}`
    if (seen.has(key)) continue
    seen.add(key)
    const isBroken = (marks.flags[n]! & markFlags.broken) !== 0
    chains.push({ fromX, fromRow, toX, toRow, isBroken })
  }
  return chains
}

/** Where everything of a lane stands in a range. However many backups there are, about as many marks as fit beside one another. */
export function placeLane(
  marks: LaneMarks,
  upcoming: TimelineLane['upcoming'],
  range: TimeRange,
  widthPx: number,
  nowMs: number,
): PlacedLane {
  const scale = widthPx / (range.toMs - range.fromMs)
  const xOf = (ms: number): number => (ms - range.fromMs) * scale
  const xs = marks.takenMs.map(xOf)
  const rows = rowsOf(marks, upcoming)
  const placed = placeMarks(marks, rows, xs, widthPx)
  return {
    marks: placed,
    lives: placeLives(marks, xs, placeIn(range, widthPx, nowMs), xOf, widthPx),
    chains: placeChains(marks, rows, xs, widthPx),
    runs: placeRuns(upcoming, rows, placed, xOf, widthPx),
    rows: Math.max(1, rows.size),
  }
}

/** The mark nearest to a place; null: none is within reach. */
export function markNear(
  marks: readonly PlacedMark[],
  x: number,
  row: number,
  reachPx = 9,
): PlacedMark | null {
  let best: PlacedMark | null = null
  let bestAway = reachPx
  for (const mark of marks) {
    const away = Math.abs(mark.x - x) + Math.abs(mark.row - row) * 3
    if (away >= bestAway) continue
    best = mark
    bestAway = away
  }
  return best
}
