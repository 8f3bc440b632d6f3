import { dayMs, hourMs, type TimeRange } from './time-range.ts'

/** A line of the axis. */
export interface TimeTick {
  readonly ms: number
  readonly word: string
  /** The larger unit begins here, too: a year, a month, a day. */
  readonly isMajor: boolean
}

type Unit = 'minute' | 'hour' | 'day' | 'month' | 'year'

/** Steps that a clock or a calendar has, shortest first. */
const steps: readonly { readonly unit: Unit; readonly count: number; readonly ms: number }[] = [
  { unit: 'minute', count: 5, ms: hourMs / 12 },
  { unit: 'minute', count: 15, ms: hourMs / 4 },
  { unit: 'hour', count: 1, ms: hourMs },
  { unit: 'hour', count: 3, ms: 3 * hourMs },
  { unit: 'hour', count: 6, ms: 6 * hourMs },
  { unit: 'hour', count: 12, ms: 12 * hourMs },
  { unit: 'day', count: 1, ms: dayMs },
  { unit: 'day', count: 2, ms: 2 * dayMs },
  { unit: 'day', count: 7, ms: 7 * dayMs },
  { unit: 'month', count: 1, ms: 30.4 * dayMs },
  { unit: 'month', count: 3, ms: 91 * dayMs },
  { unit: 'year', count: 1, ms: 365 * dayMs },
  { unit: 'year', count: 2, ms: 730 * dayMs },
  { unit: 'year', count: 5, ms: 1826 * dayMs },
]

function beginOf(ms: number, unit: Unit, count: number): Date {
  const at = new Date(ms)
  if (unit === 'minute') at.setMinutes(0, 0, 0)
  else at.setHours(0, 0, 0, 0)
  // Weeks begin on Monday, as those of retention do.
  if (unit === 'day' && count === 7) at.setDate(at.getDate() - ((at.getDay() + 6) % 7))
  if (unit === 'day' && count === 2) at.setDate(1)
  if (unit === 'month' || unit === 'year') at.setMonth(0, 1)
  if (unit === 'year') at.setFullYear(Math.floor(at.getFullYear() / count) * count)
  return at
}

function stepOn(at: Date, unit: Unit, count: number): Date {
  const next = new Date(at)
  if (unit === 'minute') next.setTime(at.getTime() + count * 60_000)
  else if (unit === 'hour') {
    next.setHours(at.getHours() + count)
    // Where clocks are set back an hour comes twice: counting wall hours would stand still.
    if (next.getTime() <= at.getTime()) next.setTime(at.getTime() + count * hourMs)
  } else if (unit === 'day') {
    next.setDate(at.getDate() + count)
    // Every other day of a month; the next month begins anew.
    if (count === 2 && next.getMonth() !== at.getMonth()) next.setDate(1)
  } else if (unit === 'month') next.setMonth(at.getMonth() + count)
  else next.setFullYear(at.getFullYear() + count)
  return next
}

const monthForm = new Intl.DateTimeFormat('en-GB', { month: 'short' })

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function wordOf(at: Date, unit: Unit): { readonly word: string; readonly isMajor: boolean } {
  const isMidnight = at.getHours() === 0 && at.getMinutes() === 0
  const day = `${at.getDate()} ${monthForm.format(at)}`
  if (unit === 'minute' || unit === 'hour') {
    if (isMidnight) return { word: day, isMajor: true }
    return { word: `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`, isMajor: false }
  }
  const isNewYear = at.getMonth() === 0 && at.getDate() === 1
  if (unit === 'day') return { word: day, isMajor: at.getDate() === 1 }
  if (unit === 'month') {
    return { word: isNewYear ? String(at.getFullYear()) : monthForm.format(at), isMajor: isNewYear }
  }
  return { word: String(at.getFullYear()), isMajor: true }
}

/** The lines of the axis in the clock of this place, at least `leastPx` apart: hours, days, months and years where the calendar has them. */
export function timeTicks(range: TimeRange, widthPx: number, leastPx = 58): readonly TimeTick[] {
  const leastMs = ((range.toMs - range.fromMs) / Math.max(1, widthPx)) * leastPx
  const step = steps.find(({ ms }) => ms >= leastMs) ?? steps.at(-1)!
  const ticks: TimeTick[] = []
  let at = beginOf(range.fromMs, step.unit, step.count)
  while (at.getTime() <= range.toMs) {
    if (at.getTime() >= range.fromMs) ticks.push({ ms: at.getTime(), ...wordOf(at, step.unit) })
    at = stepOn(at, step.unit, step.count)
  }
  return ticks
}

const dayForm = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const clockForm = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

/** The range in words: `27 Oct 2026 to 30 Nov 2026`, with the time of day where it is a few days. */
export function rangeWords({ fromMs, toMs }: TimeRange): string {
  const form = toMs - fromMs < 3 * dayMs ? clockForm : dayForm
  return `${form.format(fromMs)} to ${form.format(toMs)}`
}
