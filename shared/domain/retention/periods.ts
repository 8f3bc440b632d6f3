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

/** Tells the periods of moments in a zone of the IANA database. Throws RangeError for a zone that is not known. */
export function periodsIn(timeZone: string): (ms: number) => Periods {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    calendar: 'gregory',
  })
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    const [year, month, day] = [parts.get('year') ?? 0, parts.get('month') ?? 0, parts.get('day') ?? 0]
    const monthly = `${year}-${twoDigits(month)}`
    return {
      daily: `${monthly}-${twoDigits(day)}`,
      weekly: weekOf(year, month, day),
      monthly,
      yearly: String(year),
    }
  }
}
