/** The calendar periods that a moment lies in. */
export interface Periods {
  /** `2026-11-27`. */
  readonly daily: string
  /** ISO 8601: `2026-W48`; weeks begin on Monday, and the year is that of the week's Thursday. */
  readonly weekly: string
  /** `2026-11`. */
  readonly monthly: string
  /** `2026`. */
  readonly yearly: string
}

const dayMs = 86_400_000

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function weekOf(year: number, month: number, day: number): string {
  const date = Date.UTC(year, month - 1, day)
  const fromMonday = (new Date(date).getUTCDay() + 6) % 7
  const thursday = new Date(date + (3 - fromMonday) * dayMs)
  const week = Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * dayMs)) + 1
  return `${thursday.getUTCFullYear()}-W${twoDigits(week)}`
}

function periodsOfDay(localDay: number): Periods {
  const date = new Date(localDay * dayMs)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
  const monthly = `${year}-${twoDigits(month)}`
  return {
    daily: `${monthly}-${twoDigits(day)}`,
    weekly: weekOf(year, month, day),
    monthly,
    yearly: String(year),
  }
}

/** How far a zone's clocks are ahead of UTC, milliseconds. The zone is asked once a day: twice where its clocks are set. */
function offsetsIn(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    calendar: 'gregory',
  })
  const ask = (ms: number): number => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
    const wallMs = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    )
    return wallMs - Math.floor(ms / 1000) * 1000
  }
  const atMidnight = new Map<number, number>()
  const known = (day: number): number => {
    const found = atMidnight.get(day) ?? ask(day * dayMs)
    atMidnight.set(day, found)
    return found
  }
  return (ms) => {
    const day = Math.floor(ms / dayMs)
    const offset = known(day)
    return offset === known(day + 1) ? offset : ask(ms)
  }
}

const zones = new Map<string, (ms: number) => Periods>()

/**
 * Tells the periods of moments in a zone of the IANA database. What was found of a day is remembered: a lane of thousands of
 * backups is judged again and again. Throws RangeError for a zone that is not known.
 */
export function periodsIn(timeZone: string): (ms: number) => Periods {
  const known = zones.get(timeZone)
  if (known !== undefined) return known
  const offsetOf = offsetsIn(timeZone)
  const days = new Map<number, Periods>()
  const periods = (ms: number): Periods => {
    const localDay = Math.floor((ms + offsetOf(ms)) / dayMs)
    const found = days.get(localDay) ?? periodsOfDay(localDay)
    days.set(localDay, found)
    return found
  }
  zones.set(timeZone, periods)
  return periods
}
