import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'

import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** Every moment that a database can be brought back to, oldest first, and those whose chain is broken. */
export function usePoints(databaseId: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.points(databaseId),
    queryFn: ({ signal }) => client.points.list({ databaseId }, { signal }),
    enabled: databaseId !== '',
  })
}

/** The newest whole point not after a moment. Keeps the answer before while the next one is on its way. */
export function usePointAt(databaseId: string, at: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.pointAt(databaseId, at),
    queryFn: ({ signal }) => client.points.at({ databaseId, at }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
}

/** Queues making a new full out of the chain of the newest backup; answers the job. */
export function useMergeChain() {
  const client = useClient()
  return useMutation({ mutationFn: (databaseId: string) => client.points.merge({ databaseId }) })
}
