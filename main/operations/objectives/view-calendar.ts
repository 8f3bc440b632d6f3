import type { CalendarDay, ObjectiveCalendar } from '../../../shared/domain/objectives/objective-views.ts'
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

function withRow(day: CalendarDay, { kind, result, count }: DayRow): CalendarDay {
  const isDone = result === 'success' || result === 'no_changes_required'
  return {
    day: day.day,
    backups: day.backups + (kind === 'backup' && isDone ? count : 0),
    drills: day.drills + (kind === 'drill' && result === 'success' ? count : 0),
    failures: day.failures + (result === 'failed' ? count : 0),
    missed: day.missed + (result === 'missed' ? count : 0),
  }
}

/** What happened to a database on each day of a year, in UTC: 53 weeks that begin with a Monday. Throws DATABASE_UNKNOWN. */
export function viewCalendar(context: OperationsContext, called: string): ObjectiveCalendar {
  const vault = context.session.known()
  const record = findRegistered(vault.catalog, called)
  const nowMs = context.world.ports.clock.now()
  const fromMs = firstMondayMs(nowMs)
  const rows = vault.catalog.objectives.days(record.id, new Date(fromMs).toISOString())
  const byDay = Map.groupBy(rows, ({ day }) => day)
  const days = [...byDay].map(([day, all]) =>
    all.reduce(withRow, { day, backups: 0, drills: 0, failures: 0, missed: 0 }),
  )
  return {
    fromDay: dayOf(fromMs),
    toDay: dayOf(nowMs),
    registeredDay: record.registeredAt.slice(0, 10),
    days: days
      .filter(({ backups, drills, failures, missed }) => backups + drills + failures + missed > 0)
      .toSorted((one, other) => (one.day < other.day ? -1 : 1)),
  }
}
