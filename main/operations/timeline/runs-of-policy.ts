import type { BackupType } from '../../../shared/domain/backup-record.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { noRuns, type PlannedRuns } from '../../../shared/domain/retention/planned-runs.ts'
import { cronTimes, type CronTimes } from '../schedules/cron-times.ts'
import { plannedCleanUp } from '../schedules/planned-work.ts'

interface TypedTimes {
  readonly type: BackupType
  readonly times: CronTimes
}

const dayMs = 86_400_000

function nearest(
  moments: readonly (number | undefined)[],
  pick: (...all: number[]) => number,
): number | null {
  const found = moments.filter((one) => one !== undefined)
  return found.length === 0 ? null : pick(...found)
}

/** Databases of one policy ask the same: a cron expression takes a tenth of a millisecond to answer. */
function remembered(
  ask: (types: readonly BackupType[], ms: number) => number | null,
): (types: readonly BackupType[], ms: number) => number | null {
  const known = new Map<string, number | null>()
  return (types, ms) => {
    const key = `${types.join()} ${ms}`
    const found = known.get(key)
    if (found !== undefined) return found
    const answer = ask(types, ms)
    known.set(key, answer)
    return answer
  }
}

/** When expired backups are cleaned up, the first time at a moment or after it. */
export function cleanUpAtOrAfter(fromMs: number): number {
  const { schedule, timeZone } = plannedCleanUp()
  return cronTimes(schedule.cron, timeZone)?.next(fromMs - 1, 1)[0] ?? fromMs + dayMs
}

function timesOf({ schedules, timeZone }: Policy): readonly TypedTimes[] {
  return schedules.flatMap(({ cron, type, label }) => {
    const times = cronTimes(cron, timeZone)
    // What is labelled as pre-update has a rule of its own, and stands in the place of no other.
    return times === null || label === 'preupdate' ? [] : [{ type, times }]
  })
}

/** What a policy's schedules are going to take; nothing while it rests. */
export function runsOfPolicy(policy: Policy): PlannedRuns {
  if (!policy.isEnabled) return { ...noRuns, cleanUp: cleanUpAtOrAfter }
  const all = timesOf(policy)
  const ofTypes = (types: readonly BackupType[]): readonly TypedTimes[] =>
    all.filter(({ type }) => types.includes(type))
  return {
    cleanUp: cleanUpAtOrAfter,
    next: remembered((types, afterMs) =>
      nearest(
        ofTypes(types).map(({ times }) => times.next(afterMs, 1)[0]),
        Math.min,
      ),
    ),
    previous: remembered((types, beforeMs) =>
      nearest(
        ofTypes(types).map(({ times }) => times.newest(beforeMs - 1, 1)[0]),
        Math.max,
      ),
    ),
  }
}
