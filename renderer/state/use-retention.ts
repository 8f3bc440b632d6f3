import { useMutation, useQuery } from '@tanstack/react-query'

import type { CleanUpPlan } from '../../shared/domain/retention/prune-views.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** Pins and legal holds, of one database or (undefined) of all. */
export function useKeepMarks(databaseId: string | undefined) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.keepMarks(databaseId),
    queryFn: ({ signal }) => client.retention.marks({ databaseId }, { signal }),
  })
}

/** Backups of a database that are set aside, and removals that are yet to end. */
export function useRemoved(databaseId: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.removed(databaseId),
    queryFn: ({ signal }) => client.retention.removed({ databaseId }, { signal }),
  })
}

/** Pins a backup, or takes its pin away. */
export function usePin() {
  const client = useClient()
  return useMutation({
    mutationFn: async ({ backupId, isPinned }: { readonly backupId: string; readonly isPinned: boolean }) => {
      if (isPinned) await client.retention.pin({ backupId })
      else await client.retention.unpin({ backupId })
    },
  })
}

/** What a legal hold is placed on. */
export type HoldTarget = { readonly databaseId: string } | { readonly backupId: string }

/** Places a legal hold. */
export function usePlaceHold() {
  const client = useClient()
  return useMutation({
    mutationFn: (hold: HoldTarget & { readonly name: string; readonly note: string }) =>
      client.retention.hold(hold),
  })
}

/** Lifts one legal hold. */
export function useLiftHold() {
  const client = useClient()
  return useMutation({ mutationFn: (markId: string) => client.retention.lift({ markId }) })
}

/** Puts backups and archives that are set aside back. */
export function useUndoRemovals() {
  const client = useClient()
  return useMutation({
    mutationFn: (backupIds: readonly string[]) => client.retention.undo({ backupIds: [...backupIds] }),
  })
}

/** What a clean-up would do now, of every database. */
export function useCleanUpPlans() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.cleanUp,
    queryFn: ({ signal }) => client.retention.goes(undefined, { signal }),
    // An old plan must not be agreed to.
    gcTime: 0,
  })
}

/** A database that is to be cleaned up as its plan was shown; `hasAgreed`: also where a large share of its backups goes. */
export interface WantedCleanUp {
  readonly plan: CleanUpPlan
  readonly hasAgreed: boolean
}

/** Queues clean-ups, each of what its plan shows and nothing else. */
export function useCleanUp() {
  const client = useClient()
  return useMutation({
    mutationFn: async (wanted: readonly WantedCleanUp[]) => {
      for (const { plan, hasAgreed } of wanted) {
        const expected = plan.removed.map(({ backupId }) => backupId)
        await client.retention.run({ databaseId: plan.databaseId, expected, hasAgreed })
      }
    },
    meta: { showsOwnError: true },
  })
}
