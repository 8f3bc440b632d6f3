import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'

import type { Client } from '../../shared/contract/contract.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** The archives of the complete system, newest first. */
export function useArchives() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.archives,
    queryFn: ({ signal }) => client.archives.list(undefined, { signal }),
  })
}

/** What the next clean-up would do with the archives. */
export function useArchivesCleanUp() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.archivesCleanUp,
    queryFn: ({ signal }) => client.archives.cleanUp(undefined, { signal }),
  })
}

/** Archives that are set aside, and removals of archives that are yet to end. */
export function useRemovedArchives() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.removedArchives,
    queryFn: ({ signal }) => client.retention.removed({ subject: 'archive' }, { signal }),
  })
}

/** What restoring an archive would do as things are now. */
export function useSystemPlan(archiveId: string, toFolder: string | undefined, isAsked: boolean) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.archivePlan(archiveId, toFolder),
    queryFn: ({ signal }) => client.archives.plan({ archiveId, toFolder }, { signal }),
    enabled: isAsked,
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  })
}

/** Queues the complete system; answers its job. */
export function useTakeSystem() {
  const client = useClient()
  return useMutation({ mutationFn: () => client.archives.take(), meta: { showsOwnError: true } })
}

/** Queues the check of an archive; answers its job. */
export function useVerifyArchive() {
  const client = useClient()
  return useMutation({
    mutationFn: (archiveId: string) => client.archives.verify({ archiveId }),
    meta: { showsOwnError: true },
  })
}

/** Starts the restore of an archive; answers its job. */
export function useRestoreSystem() {
  const client = useClient()
  return useMutation({
    mutationFn: (input: Parameters<Client['archives']['restore']>[0]) => client.archives.restore(input),
    meta: { showsOwnError: true },
  })
}
