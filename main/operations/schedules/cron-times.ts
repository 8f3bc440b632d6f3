import { Cron } from 'croner'
import cronstrue from 'cronstrue'

/** The moments that a cron expression names, in milliseconds since 1970 UTC. */
export interface CronTimes {
  /** The next ones after a moment, soonest first; fewer where there are no more (30 February). */
  next(afterMs: number, count: number): readonly number[]
  /** The newest ones up to and with a moment, newest first. */
  newest(upToMs: number, count: number): readonly number[]
}

/**
 * Reads five cron fields in a zone of the IANA database. A fixed time (`30 2 * * *`, `0 6,18 * * *`) that daylight saving skips runs at
 * the first moment after the gap, and one that comes twice runs once, the first time; an interval (every 15 minutes) goes on in real time.
 * Null where they are none, or the zone is not known.
 */
export function cronTimes(cron: string, timeZone: string): CronTimes | null {
  try {
    const parsed = new Cron(cron, { mode: '5-part', timezone: timeZone, fixedTimeRule: 'no-wildcard' })
    const msOf = (dates: readonly Date[]): readonly number[] => dates.map((date) => date.getTime())
    // A zone that is not known is found out only here.
    parsed.nextRun(new Date(0))
    return {
      next: (afterMs, count) => msOf(parsed.nextRuns(count, new Date(afterMs))),
      // The library's are before the moment it is given; ours may be at it.
      newest: (upToMs, count) =>
        msOf(parsed.previousRuns(count, new Date(Math.floor(upToMs / 1000) * 1000 + 1000))),
    }
  } catch {
    return null
  }
}

/** A cron expression in words: 'At 07:00, only on Sunday'. Null where it is none. */
export function cronWords(cron: string): string | null {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true, throwExceptionOnParseError: true })
  } catch {
    return null
  }
}
