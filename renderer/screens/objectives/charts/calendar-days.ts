import {
  nothingThatDay,
  type CalendarDay,
  type ObjectiveCalendar,
} from '../../../../shared/domain/objectives/objective-views.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import type { ChartTable } from '../chart-table.ts'

const msPerDay = 86_400_000

/** A day of the year's grid. */
export interface GridDay extends CalendarDay {
  readonly week: number
  /** From Monday. */
  readonly weekday: number
  readonly isBeforeRegistration: boolean
}

/** Every day of the year, those with nothing included. */
export function gridDays({ fromDay, toDay, registeredDay, days }: ObjectiveCalendar): readonly GridDay[] {
  const fromMs = Date.parse(fromDay)
  const count = Math.round((Date.parse(toDay) - fromMs) / msPerDay) + 1
  const byDay = new Map(days.map((one) => [one.day, one]))
  return Array.from({ length: count }, (_, n) => {
    const day = new Date(fromMs + n * msPerDay).toISOString().slice(0, 10)
    const found = byDay.get(day) ?? { day, ...nothingThatDay }
    return { ...found, week: Math.floor(n / 7), weekday: n % 7, isBeforeRegistration: day < registeredDay }
  })
}

const dayForm = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

/** A day in words. */
export function dayWords(day: GridDay): string {
  const { backups, unchanged, drills, inconclusive, failures, missed } = day
  const parts = [
    backups > 0 ? countOf(backups, 'backup') : null,
    unchanged > 0 ? `${countOf(unchanged, 'run')} that found nothing changed` : null,
    drills > 0 ? `${countOf(drills, 'drill')} passed` : null,
    inconclusive > 0 ? `${countOf(inconclusive, 'drill')} inconclusive` : null,
    failures > 0 ? countOf(failures, 'failure') : null,
    missed > 0 ? `${countOf(missed, 'run')} missed` : null,
  ].filter((part) => part !== null)
  const nothing = day.isBeforeRegistration ? 'not registered yet' : 'nothing'
  return `${dayForm.format(Date.parse(day.day))}: ${parts.length === 0 ? nothing : parts.join(', ')}`
}

/** The table behind the calendar: the days on which something happened, the newest first. */
export function calendarTable({ days }: ObjectiveCalendar): ChartTable {
  return {
    columns: [
      { title: 'Day (UTC)' },
      { title: 'Backups', isNumber: true },
      { title: 'Nothing changed', isNumber: true },
      { title: 'Drills passed', isNumber: true },
      { title: 'Drills inconclusive', isNumber: true },
      { title: 'Failures', isNumber: true },
      { title: 'Runs missed', isNumber: true },
    ],
    rows: days.toReversed().map(({ day, backups, unchanged, drills, inconclusive, failures, missed }) => ({
      key: day,
      cells: [day, ...[backups, unchanged, drills, inconclusive, failures, missed].map(String)],
    })),
  }
}
