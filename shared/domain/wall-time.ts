/** A moment as a clock on a wall shows it. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** What a wall time means in a zone: one moment, none (the clock was set forward over it), or two (it was set back). */
export type WallTimeMeaning =
  | { readonly kind: 'moment'; readonly ms: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'two'; readonly firstMs: number; readonly secondMs: number }

const dayMs = 86_400_000

function asUtc({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** How far a zone's clocks are ahead of UTC at a moment, milliseconds. */
function offsetMs(format: Intl.DateTimeFormat, ms: number): number {
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  const wall = {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  }
  return asUtc(wall) - Math.floor(ms / 1000) * 1000
}

/** The moment of a wall time in a zone of the IANA database. Throws RangeError for a zone that is not known. */
export function meaningOfWallTime(wall: WallTime, zone: string): WallTimeMeaning {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const there = asUtc(wall)
  // The offset may change once within a day on either side: each one is tried, and must lead back to the same wall time.
  const offsets = new Set([offsetMs(format, there - dayMs), offsetMs(format, there + dayMs)])
  const moments = [...offsets]
    .map((offset) => there - offset)
    .filter((ms) => ms + offsetMs(format, ms) === there)
  const [firstMs, secondMs] = moments.toSorted((one, other) => one - other)
  if (firstMs === undefined) return { kind: 'none' }
  return secondMs === undefined ? { kind: 'moment', ms: firstMs } : { kind: 'two', firstMs, secondMs }
}
