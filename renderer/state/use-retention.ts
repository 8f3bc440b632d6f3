import { useMutation, useQuery } from '@tanstack/react-query'

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
