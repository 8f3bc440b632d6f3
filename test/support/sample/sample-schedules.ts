import type { Client } from '../../../shared/contract/contract.ts'
import type { SchedulesPaused, UpcomingRun } from '../../../shared/domain/schedule/schedule-views.ts'
import { cronViewOf } from './scene-policies.ts'
import type { SampleStore } from './sample-store.ts'

const mostShown = 100

function upcomingOf({ scene }: SampleStore): readonly UpcomingRun[] {
  const runs = scene.policies
    .filter(({ isEnabled }) => isEnabled)
    .flatMap((policy) => {
      const having = scene.databases.filter(({ policyId }) => policyId === policy.id).slice(0, mostShown)
      const targets =
        policy.scope === 'system'
          ? [{ databaseId: null, database: 'complete system' }]
          : having.map(({ id, name }) => ({ databaseId: id, database: name }))
      return policy.schedules.flatMap(({ type, label, cron }) =>
        cronViewOf(cron, policy.timeZone).nextRuns.flatMap((at) =>
          targets.map((target): UpcomingRun => ({ ...target, policy: policy.name, type, label, at })),
        ),
      )
    })
  return runs.toSorted((a, b) => a.at.localeCompare(b.at)).slice(0, mostShown)
}

/** Answers `schedules` from memory, as the scene has it: who acts, what is paused, what the policies come to. */
export function sampleSchedules(store: SampleStore): Client['schedules'] {
  const set = (paused: SchedulesPaused | null): void => {
    store.scene = { ...store.scene, paused }
    store.hub.tell({ topic: 'policies' })
  }
  return {
    view: async () => ({
      actedBy: store.scene.actedBy,
      paused: store.scene.paused,
      upcoming: upcomingOf(store),
      damagedPolicies: [],
      nextCleanUpAt: cronViewOf('0 2 * * *', 'Europe/Berlin').nextRuns[0] ?? null,
    }),
    pause: async () => set({ since: new Date().toISOString(), by: 'anna on db-host' }),
    resume: async () => set(null),
  }
}
