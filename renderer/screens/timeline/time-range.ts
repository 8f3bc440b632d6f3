/** The part of time in sight, milliseconds since 1970 UTC. */
export interface TimeRange {
  readonly fromMs: number
  readonly toMs: number
}

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
const yearMs = 365.25 * dayMs

const shortestMs = hourMs
const longestMs = 16 * yearMs

/** The buttons that set how much is in sight. */
export const rangeSpans = [
  { word: 'Day', spanMs: dayMs },
  { word: 'Week', spanMs: 7 * dayMs },
  { word: 'Month', spanMs: 31 * dayMs },
  { word: 'Year', spanMs: yearMs },
  { word: '7 years', spanMs: 7 * yearMs },
] as const

/** Where a moment stands, pixels from the left edge. */
export function placeIn({ fromMs, toMs }: TimeRange, widthPx: number, ms: number): number {
  return ((ms - fromMs) / (toMs - fromMs)) * widthPx
}

/** The moment at a place. */
export function momentIn({ fromMs, toMs }: TimeRange, widthPx: number, px: number): number {
  return fromMs + (px / Math.max(1, widthPx)) * (toMs - fromMs)
}

/** Zoomed by a factor (under 1: closer) around a moment, which keeps its place. From an hour to sixteen years. */
export function zoomRange({ fromMs, toMs }: TimeRange, factor: number, aroundMs: number): TimeRange {
  const span = toMs - fromMs
  const next = Math.min(Math.max(span * factor, shortestMs), longestMs)
  const share = (aroundMs - fromMs) / span
  return { fromMs: aroundMs - share * next, toMs: aroundMs + (1 - share) * next }
}

/** Moved by a share of what is in sight: 0.25 is a quarter to the right. */
export function panRange({ fromMs, toMs }: TimeRange, share: number): TimeRange {
  const by = (toMs - fromMs) * share
  return { fromMs: fromMs + by, toMs: toMs + by }
}

/**
 * A span with now in it: two thirds of it are past, for there is what is stored; of more than a year half, for there is what is
 * kept for years.
 */
export function rangeAround(nowMs: number, spanMs: number): TimeRange {
  const past = spanMs > 2 * yearMs ? 0.4 : 0.68
  return { fromMs: nowMs - spanMs * past, toMs: nowMs + spanMs * (1 - past) }
}

/** Everything that is stored, with as much room after now as a third of it. */
export function rangeOver(oldestMs: number | null, nowMs: number): TimeRange {
  const pastMs = Math.max(2 * dayMs, nowMs - (oldestMs ?? nowMs))
  return { fromMs: nowMs - pastMs * 1.06, toMs: nowMs + pastMs * 0.4 }
}

/**
 * The range that is asked for: around the one in sight, in steps, so that moving a little asks for nothing new. At most three times as
 * long.
 */
export function askedRange({ fromMs, toMs }: TimeRange): TimeRange {
  const size = 2 ** Math.ceil(Math.log2(toMs - fromMs))
  const begin = Math.floor(fromMs / (size / 2)) * (size / 2)
  return { fromMs: Math.floor(begin), toMs: Math.floor(begin + 1.5 * size) }
}

/** A range in an address: `from` and `to` in milliseconds or ISO 8601; null where they are no range. */
export function readRange(from: string | null, to: string | null): TimeRange | null {
  const [fromMs, toMs] = [from, to].map((text) =>
    text === null || text === '' ? Number.NaN : /^-?\d+$/.test(text) ? Number(text) : Date.parse(text),
  )
  if (fromMs === undefined || toMs === undefined || !(toMs - fromMs >= shortestMs)) return null
  return toMs - fromMs > longestMs ? null : { fromMs, toMs }
}
