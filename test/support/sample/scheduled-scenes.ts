import type { ActivityEntry } from '../../../shared/domain/views.ts'
import { entry } from './make-activity.ts'
import { ago, day, hour, idOf } from './make-records.ts'
import type { Scene } from './scene.ts'

/** What no program made, because none ran. */
function missedRuns(): readonly ActivityEntry[] {
  return [0, 1].map((n) =>
    entry(30 + n, {
      kind: 'backup',
      result: 'missed',
      startedAt: ago(3 * hour + n * day),
      slotAt: ago(3 * hour + n * day),
      databaseId: idOf(1, 3),
      database: 'forecast_cache',
      type: 'full',
      label: 'daily',
      durationMs: 0,
      fault: {
        code: 'RUN_MISSED',
        reason: 'not_running',
        slots: n * 3 + 1,
        from: ago(3 * hour + n * 4 * day),
        to: ago(3 * hour + n * day),
      },
    }),
  )
}

/** A scene in which no program runs schedules, and two runs were missed. */
export function withNobodyActing(scene: Scene): Scene {
  const activity = [...missedRuns(), ...scene.activity].toSorted((a, b) =>
    b.startedAt.localeCompare(a.startedAt),
  )
  return { ...scene, activity, actedBy: null }
}

/** A scene in which nobody has made a policy. */
export function withoutPolicies(scene: Scene): Scene {
  const databases = scene.databases.map((one) => ({
    ...one,
    policyId: undefined,
    policy: null,
    nextRunAt: null,
  }))
  return { ...scene, databases, policies: [] }
}

/** A scene whose schedules were paused a day ago; another program acts. */
export function withSchedulesPaused(scene: Scene): Scene {
  return {
    ...scene,
    actedBy: { isThisProgram: false, pid: 812, hostName: 'db-host-2' },
    paused: { since: ago(26 * hour), by: 'anna on db-host' },
  }
}
