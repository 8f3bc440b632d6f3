const dayMs = 86_400_000

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: dayMs,
  w: 7 * dayMs,
}

/** Ten years, and a second: beyond, a promise says nothing. Milliseconds. */
export const longestObjectiveMs = 3650 * dayMs
export const shortestObjectiveMs = 1000

/** `90s`, `15m`, `25h`, `2d`, `1w`, and several of them together (`1h30m`), as milliseconds; null: it is none, or not from 1 s to 10 years. */
export function parseObjectiveDuration(text: string): number | null {
  const parts = [
    ...text
      .trim()
      .toLowerCase()
      .matchAll(/(\d{1,9})\s*(min|[smhdw])\s*/g),
  ]
  const isWhole = parts.length > 0 && parts.map(([whole]) => whole).join('') === text.trim().toLowerCase()
  if (!isWhole) return null
  const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0)
  return ms < shortestObjectiveMs || ms > longestObjectiveMs ? null : ms
}

/** Milliseconds as `parseObjectiveDuration` takes them, in the fewest words: `25h`, `1h30m`. */
export function objectiveDurationText(ms: number): string {
  const words: string[] = []
  let left = Math.round(ms / 1000) * 1000
  // Hours up to two days are how an RPO is said.
  const isWholeDays = left >= 2 * dayMs && left % dayMs === 0
  const sizes = isWholeDays ? ['d'] : ['h', 'm', 's']
  for (const unit of sizes) {
    const count = Math.floor(left / units[unit]!)
    left -= count * units[unit]!
    if (count > 0) words.push(`${count}${unit}`)
  }
  return words.length === 0 ? '0s' : words.join('')
}
