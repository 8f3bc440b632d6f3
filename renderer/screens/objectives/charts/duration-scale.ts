/** A scale of times that tells a fiftieth of a second and an hour apart: each step is ten times the one before. */
export interface DurationScale {
  readonly leastMs: number
  readonly mostMs: number
  readonly ticks: readonly number[]
}

const marks: readonly number[] = [
  1, 10, 100, 1000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000, 360_000_000,
]

/** From the mark under the shortest to the one above the longest. */
export function durationScale(timesMs: readonly number[]): DurationScale {
  const times = timesMs.filter((ms) => ms > 0)
  const shortest = times.length === 0 ? 100 : Math.min(...times)
  const longest = times.length === 0 ? 60_000 : Math.max(...times)
  const leastMs = marks.findLast((mark) => mark < shortest) ?? marks[0]!
  const mostMs = marks.find((mark) => mark > longest) ?? Math.max(longest, marks.at(-1)!)
  return { leastMs, mostMs, ticks: marks.filter((mark) => mark >= leastMs && mark <= mostMs) }
}

/** Where a time stands: 0 at the scale's beginning, 1 at its end. */
export function placeOf({ leastMs, mostMs }: DurationScale, ms: number): number {
  const place = Math.log(Math.max(ms, leastMs) / leastMs) / Math.log(mostMs / leastMs)
  return Math.min(1, Math.max(0, place))
}

/** A mark of the scale in words. */
export function markWord(ms: number): string {
  if (ms < 1000) return `${ms} ms`
  if (ms < 60_000) return `${ms / 1000} s`
  return ms < 3_600_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`
}
