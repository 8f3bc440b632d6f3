import { assertNever } from '../../../../shared/base/assert-never.ts'

/** When something is taken, as a person picks it. Times are `HH:MM`; days of the week from 0, Sunday. */
export type Cadence =
  | { readonly kind: 'daily'; readonly at: string }
  | { readonly kind: 'weekly'; readonly at: string; readonly days: readonly number[] }
  | { readonly kind: 'monthly'; readonly at: string; readonly day: number }
  | { readonly kind: 'hours'; readonly every: number }
  | { readonly kind: 'minutes'; readonly every: number }
  | { readonly kind: 'cron' }

export type CadenceKind = Cadence['kind']

/** The choices, in the order they are offered. */
export const cadenceKinds: readonly { readonly value: CadenceKind; readonly label: string }[] = [
  { value: 'daily', label: 'Daily' },
  { value: 'weekly', label: 'Weekly' },
  { value: 'monthly', label: 'Monthly' },
  { value: 'hours', label: 'Every few hours' },
  { value: 'minutes', label: 'Every few minutes' },
  { value: 'cron', label: 'Cron expression' },
]

/** Only what divides a day or an hour runs at even distances. */
export const evenHours = [1, 2, 3, 4, 6, 8, 12]
export const evenMinutes = [5, 10, 15, 20, 30]

const number = /^\d{1,2}$/

function timeOf(minute: string, hour: string): string | null {
  if (!number.test(minute) || !number.test(hour)) return null
  if (Number(minute) > 59 || Number(hour) > 23) return null
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
}

/** A time of day as it is typed, `6:00` or `06:00`, as `HH:MM`; null where it is none. */
export function readTime(typed: string): string | null {
  const [, hour, minute] = /^\s*(\d{1,2}):(\d{2})\s*$/.exec(typed) ?? []
  return hour === undefined || minute === undefined ? null : timeOf(minute, hour)
}

function stepOf(field: string, steps: readonly number[]): number | null {
  const step = field === '*' ? 1 : Number(/^\*\/(\d{1,2})$/.exec(field)?.[1])
  return steps.includes(step) ? step : null
}

/** The days of a list such as `0`, `1,3,5` or `1-5`; null where it is none. */
function daysOf(field: string): readonly number[] | null {
  if (!/^[0-7](-[0-7])?(,[0-7](-[0-7])?)*$/.test(field)) return null
  const days = field.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number)
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => (from + n) % 7)
  })
  return [...new Set(days)].toSorted((a, b) => a - b)
}

function timedCadence(at: string, day: string, month: string, weekday: string): Cadence | null {
  if (month !== '*') return null
  if (day === '*' && weekday === '*') return { kind: 'daily', at }
  if (weekday === '*' && number.test(day) && Number(day) >= 1 && Number(day) <= 31) {
    return { kind: 'monthly', at, day: Number(day) }
  }
  const days = day === '*' ? daysOf(weekday) : null
  return days === null || days.length === 0 ? null : { kind: 'weekly', at, days }
}

/** What a cron expression is as one would pick it; `cron` where none of the choices says it. */
export function cadenceOf(cron: string): Cadence {
  const fields = cron.trim().split(/\s+/)
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  if (fields.length !== 5) return { kind: 'cron' }
  const at = timeOf(minute, hour)
  if (at !== null) return timedCadence(at, day, month, weekday) ?? { kind: 'cron' }
  if (day !== '*' || month !== '*' || weekday !== '*') return { kind: 'cron' }
  const hours = minute === '0' ? stepOf(hour, evenHours) : null
  if (hours !== null) return { kind: 'hours', every: hours }
  const minutes = hour === '*' ? stepOf(minute, evenMinutes) : null
  return minutes === null ? { kind: 'cron' } : { kind: 'minutes', every: minutes }
}

/** The cron expression of a choice; null for a free one, which is its own text. */
export function cronOf(cadence: Cadence): string | null {
  const timed = (at: string): string => at.split(':').map(Number).toReversed().join(' ')
  switch (cadence.kind) {
    case 'daily':
      return `${timed(cadence.at)} * * *`
    case 'weekly':
      return `${timed(cadence.at)} * * ${cadence.days.join(',')}`
    case 'monthly':
      return `${timed(cadence.at)} ${cadence.day} * *`
    case 'hours':
      return cadence.every === 1 ? '0 * * * *' : `0 */${cadence.every} * * *`
    case 'minutes':
      return `*/${cadence.every} * * * *`
    case 'cron':
      return null
    default:
      return assertNever(cadence, 'cadence')
  }
}

/** A choice to begin with when its kind is picked; what the one before had of it stays. */
export function beginCadence(kind: CadenceKind, before: Cadence): Cadence {
  const at = 'at' in before ? before.at : '06:00'
  switch (kind) {
    case 'daily':
      return { kind, at }
    case 'weekly':
      return { kind, at, days: [0] }
    case 'monthly':
      return { kind, at, day: 1 }
    case 'hours':
      return { kind, every: 6 }
    case 'minutes':
      return { kind, every: 15 }
    case 'cron':
      return { kind }
    default:
      return assertNever(kind, 'kind of cadence')
  }
}
