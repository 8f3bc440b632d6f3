import type { QueryClient } from '@tanstack/react-query'

import { assertNever } from '../../shared/base/assert-never.ts'
import type { ChangeEvent } from '../../shared/contract/jobs-contract.ts'
import type { JobView } from '../../shared/domain/job.ts'
import { queryKeys } from './query-keys.ts'

/** Puts moved jobs into the list that is known, new ones first. */
export function mergeJobs(known: readonly JobView[], moved: readonly JobView[]): readonly JobView[] {
  const byId = new Map(moved.map((job) => [job.id, job]))
  const kept = known.map((job) => byId.get(job.id) ?? job)
  const seen = new Set(known.map((job) => job.id))
  return [...moved.filter((job) => !seen.has(job.id)), ...kept]
}

/** Makes stale, or mends, exactly the answers that a change concerns. */
export function applyChange(queries: QueryClient, change: ChangeEvent): void {
  const forget = (key: readonly unknown[]): void => void queries.invalidateQueries({ queryKey: key })
  switch (change.topic) {
    case 'jobs':
      queries.setQueryData<readonly JobView[]>(
        queryKeys.jobs,
        (known) => known && mergeJobs(known, change.jobs),
      )
      return
    case 'databases':
      forget(queryKeys.objectives)
      forget(queryKeys.timelineLanes)
      return forget(queryKeys.databases)
    case 'backups':
      forget(queryKeys.backups)
      forget(queryKeys.drills)
      forget(queryKeys.timeline)
      forget(queryKeys.objectives)
      return forget(queryKeys.databases)
    case 'activity':
      forget(queryKeys.activity)
      forget(queryKeys.objectives)
      return forget(queryKeys.overview)
    case 'policies':
      forget(queryKeys.drills)
      forget(queryKeys.timeline)
      forget(queryKeys.objectives)
      return forget(queryKeys.policies)
    case 'archives':
      return forget(queryKeys.archives)
    case 'keys':
      return forget(queryKeys.keys)
    case 'alerts':
      forget(queryKeys.health)
      return forget(queryKeys.alerts)
    case 'vault':
      // Another vault, or another state of it: nothing that was answered before holds.
      queries.setQueryData(queryKeys.vault, change.status)
      return void queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] !== 'system' && queryKey[1] !== 'status',
      })
    case 'settings':
      queries.setQueryData(queryKeys.settings, change.settings)
      // When drills are due, and what health degrades by.
      forget(queryKeys.health)
      return forget(queryKeys.drills)
    case 'lagged':
      return void queries.invalidateQueries()
    default:
      return assertNever(change, 'change')
  }
}
