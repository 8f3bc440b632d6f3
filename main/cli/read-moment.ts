import { FaultError } from '../../shared/domain/fault.ts'
import { meaningOfWallTime, type WallTime } from '../../shared/domain/wall-time.ts'

const written = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(\S*)$/
const offsetWritten = /^([+-])(\d\d):?(\d\d)$/
const lastMsOfSecond = 999

function refuse(detail: string): never {
  throw new FaultError({ code: 'WRONG_USE', detail })
}

function offsetOf(zone: string): number | null {
  if (/^(z|utc|gmt)$/i.test(zone)) return 0
  const match = offsetWritten.exec(zone)
  // An offset of a day or more is none: it is refused as a zone that is not known.
  if (match === null || Number(match[2]) > 23 || Number(match[3]) > 59) return null
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000
}

function utcMs({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** `Date.UTC` carries what is too much into the next unit: a month 13 would quietly be January. */
function isOfTheCalendar(wall: WallTime): boolean {
  const { year, month, day, hour, minute, second } = wall
  const date = new Date(utcMs(wall))
  return (
    year === date.getUTCFullYear() &&
    month === date.getUTCMonth() + 1 &&
    day === date.getUTCDate() &&
    hour < 24 &&
    minute < 60 &&
    second < 60
  )
}

function inZone(text: string, wall: WallTime, zone: string): number {
  const offset = offsetOf(zone)
  if (offset !== null) return utcMs(wall) - offset
  const said = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
  try {
    const meaning = meaningOfWallTime(wall, zone)
    if (meaning.kind === 'moment') return meaning.ms
    if (meaning.kind === 'none')
      return refuse(`"${text}" did not exist in ${zone}: its clocks were set forward over it`)
    const both = `${said(meaning.firstMs)} UTC or ${said(meaning.secondMs)} UTC`
    return refuse(`"${text}" came twice in ${zone}: give ${both}, with --utc`)
  } catch (error) {
    if (error instanceof RangeError) return refuse(`${zone} is no time zone that is known here`)
    throw error
  }
}

/**
 * A moment as it is typed: `2026-11-27 14:30:22`, with `Z`, an offset or a zone after it if wanted, else in the zone of this
 * machine; UTC with `isUtc`. A second, minute or day means its last moment, so that what is shown as 14:30:22 is found by it;
 * of a fraction the milliseconds count.
 * `option` is what it is given by. Returns UTC, ISO 8601. Throws WRONG_USE.
 */
export function readMoment(text: string, isUtc: boolean, zoneHere: string, option = '--at'): string {
  const match = written.exec(text.trim())
  if (match === null) return refuse(`${option} takes a moment like "2026-11-27 14:30:22"; not "${text}"`)
  const [, year, month, day, hour = '23', minute = '59', second = '59', fraction, zone = ''] = match
  if (isUtc && zone !== '') return refuse('give --utc or a zone behind the moment; not both')
  const wall: WallTime = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  }
  if (!isOfTheCalendar(wall)) return refuse(`"${text}" is no moment of the calendar`)
  const whole = inZone(text, wall, isUtc ? 'UTC' : zone === '' ? zoneHere : zone)
  const ms = fraction === undefined ? lastMsOfSecond : Number(fraction.slice(0, 3).padEnd(3, '0'))
  return new Date(whole + ms).toISOString()
}
