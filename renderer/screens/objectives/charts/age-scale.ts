const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const steps: readonly number[] = [
  minuteMs,
  5 * minuteMs,
  15 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  6 * hourMs,
  12 * hourMs,
  dayMs,
  2 * dayMs,
  7 * dayMs,
  14 * dayMs,
  30 * dayMs,
  60 * dayMs,
  120 * dayMs,
  365 * dayMs,
]

const mostLines = 6

/** The lines of a scale of ages from 0 to what is above the oldest: round times, six at most. Milliseconds. */
export function ageTicks(oldestMs: number): readonly number[] {
  const step =
    steps.find((one) => oldestMs / one <= mostLines) ?? Math.ceil(oldestMs / mostLines / dayMs) * dayMs
  const count = Math.max(1, Math.ceil(oldestMs / step))
  return Array.from({ length: count + 1 }, (_, n) => n * step)
}

/** A time on a scale: `0`, `30 min`, `6 h`, `14 d`. */
export function tickWord(ms: number): string {
  if (ms === 0) return '0'
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`
  return ms < 2 * dayMs ? `${Math.round(ms / hourMs)} h` : `${Math.round(ms / dayMs)} d`
}
