import type { BackupLabel } from '../../../shared/domain/backup-record.ts'
import type { DemoDatabase } from './demo-database.ts'

/** A backup that the demo's history has. */
export interface DemoMoment {
  readonly at: Date
  readonly label: BackupLabel
}

const dayMs = 24 * 60 * 60 * 1000
/** How far back the demo's history goes. */
const historyDays = 28
const sunday = 0
const monthlyHour = 8

/** The first instant of the history that ends now. */
export function historyStart(nowMs: number): Date {
  const start = new Date(nowMs - historyDays * dayMs)
  start.setUTCHours(0, 0, 0, 0)
  return start
}

function isDue(database: DemoDatabase, day: Date): boolean {
  return database.label === 'daily' || day.getUTCDay() === sunday
}

/** When a database's backups were due in the past weeks, oldest first: its own schedule, and the first of each month. */
export function demoMoments(database: DemoDatabase, nowMs: number): readonly DemoMoment[] {
  const moments: DemoMoment[] = []
  for (let day = historyStart(nowMs).getTime(); day < nowMs; day += dayMs) {
    const date = new Date(day)
    const hourMs = 60 * 60 * 1000
    if (isDue(database, date))
      moments.push({ at: new Date(day + database.hour * hourMs), label: database.label })
    if (date.getUTCDate() === 1) moments.push({ at: new Date(day + monthlyHour * hourMs), label: 'monthly' })
  }
  return moments.filter(({ at }) => at.getTime() < nowMs)
}
