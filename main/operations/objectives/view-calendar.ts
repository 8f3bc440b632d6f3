import type { Fault } from '../../../shared/domain/fault.ts'
import {
  nothingThatDay,
  type CalendarDay,
  type ObjectiveCalendar,
} from '../../../shared/domain/objectives/objective-views.ts'
import type { DayRow } from '../catalog/objective-rows.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'

const msPerDay = 86_400_000
const weeks = 53

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** The Monday of the week before the weeks that are shown, so that they end with this one. UTC. */
function firstMondayMs(nowMs: number): number {
  const todayMs = nowMs - (nowMs % msPerDay)
  const daysSinceMonday = (new Date(todayMs).getUTCDay() + 6) % 7
  return todayMs - (daysSinceMonday + (weeks - 1) * 7) * msPerDay
}

/**
 * How many runs were missed on each day on which they were due, which is before the day on which that was found. The first and the last are
 * known; those between are taken to be evenly apart.
 */
function missedByDay(faults: readonly Fault[]): ReadonlyMap<string, number> {
  const byDay = new Map<string, number>()
  for (const fault of faults) {
    if (fault.code !== 'RUN_MISSED') continue
    const fromMs = Date.parse(fault.from)
    const apartMs = fault.slots > 1 ? (Date.parse(fault.to) - fromMs) / (fault.slots - 1) : 0
    for (let n = 0; n < fault.slots; n += 1) {
      const day = dayOf(fromMs + n * apartMs)
      byDay.set(day, (byDay.get(day) ?? 0) + 1)
    }
  }
  return byDay
}

/** What a line of the history is counted as; null: as nothing. */
function countedAs({ kind, result, isInconclusive }: DayRow): keyof typeof nothingThatDay | null {
  if (isInconclusive === 1) return 'inconclusive'
  if (result === 'failed') return 'failures'
  if (result === 'no_changes_required') return kind === 'backup' ? 'unchanged' : null
  if (result !== 'success') return null
  return kind === 'backup' ? 'backups' : kind === 'drill' ? 'drills' : null
}

function withRow(day: CalendarDay, row: DayRow): CalendarDay {
  const what = countedAs(row)
  return what === null ? day : { ...day, [what]: day[what] + row.count }
}

function isEmpty(day: CalendarDay): boolean {
  return (Object.keys(nothingThatDay) as (keyof typeof nothingThatDay)[]).every((what) => day[what] === 0)
}

/** What happened to a database on each day of a year, in UTC: 53 weeks that begin with a Monday. Throws DATABASE_UNKNOWN. */
export function viewCalendar(context: OperationsContext, called: string): ObjectiveCalendar {
  const vault = context.session.known()
  const record = findRegistered(vault.catalog, called)
  const nowMs = context.world.ports.clock.now()
  const fromMs = firstMondayMs(nowMs)
  const { objectives } = vault.catalog
  const from = new Date(fromMs).toISOString()
  const byDay = Map.groupBy(objectives.days(record.id, from), ({ day }) => day)
  const faults = objectives.missed(record.id, from).map(({ fault }) => JSON.parse(fault) as Fault)
  const missed = missedByDay(faults)
  const days = [...new Set([...byDay.keys(), ...missed.keys()])].map((day) => {
    const nothing = { day, ...nothingThatDay, missed: missed.get(day) ?? 0 }
    return (byDay.get(day) ?? []).reduce(withRow, nothing)
  })
  return {
    fromDay: dayOf(fromMs),
    toDay: dayOf(nowMs),
    registeredDay: record.registeredAt.slice(0, 10),
    days: days
      .filter((one) => one.day >= dayOf(fromMs) && !isEmpty(one))
      .toSorted((one, other) => (one.day < other.day ? -1 : 1)),
  }
}
