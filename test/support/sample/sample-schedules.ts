import type { Client } from '../../../shared/contract/contract.ts'
import type { SchedulesPaused, UpcomingRun } from '../../../shared/domain/schedule/schedule-views.ts'
import type { SampleStore } from './sample-store.ts'

const hourMs = 3_600_000

/** Answers `schedules` from memory: this program acts, each database runs once a day. */
export function sampleSchedules(store: SampleStore): Client['schedules'] {
  let paused: SchedulesPaused | null = null
  const set = (next: SchedulesPaused | null): void => {
    paused = next
    store.hub.tell({ topic: 'policies' })
  }
  return {
    view: async () => ({
      actedBy: { isThisProgram: true, pid: 4711, hostName: 'db-host' },
      paused,
      upcoming: store.scene.databases.slice(0, 100).map(({ id, name, tier }, n): UpcomingRun => ({
        databaseId: id,
        database: name,
        policy: tier === 'cache' ? 'Daily, 7 days' : 'Weekly, 8 weeks',
        type: 'full',
        label: tier === 'cache' ? 'daily' : 'weekly',
        at: new Date(Date.now() + (n + 1) * hourMs).toISOString(),
      })),
      nextCleanUpAt: new Date(Date.now() + 5 * hourMs).toISOString(),
    }),
    pause: async () => set({ since: new Date().toISOString(), by: 'anna on db-host' }),
    resume: async () => set(null),
  }
}
