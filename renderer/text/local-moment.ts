import { meaningOfWallTime, type WallTimeMeaning } from '../../shared/domain/wall-time.ts'

/** The zone of this machine, as the IANA names it. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** A moment as the wall clock of a zone shows it: `2026-11-23 21:44:25`. */
export function formatWallTime(ms: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(ms)
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')}`
}

const written = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/

/** What a typed date and time means in a zone; `unreadable`: it is none, or a day that no calendar has. A date alone means its first second. */
export function readWallTime(typed: string, zone: string): WallTimeMeaning | { readonly kind: 'unreadable' } {
  const found = written.exec(typed.trim())
  if (found === null) return { kind: 'unreadable' }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0))
  const asked = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const isReal =
    asked.getUTCMonth() === month - 1 &&
    asked.getUTCDate() === day &&
    asked.getUTCHours() === hour &&
    asked.getUTCMinutes() === minute
  if (!isReal) return { kind: 'unreadable' }
  return meaningOfWallTime({ year, month, day, hour, minute, second }, zone)
}
