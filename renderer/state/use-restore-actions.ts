import { useMutation, useQueryClient } from '@tanstack/react-query'

import type { Client } from '../../shared/contract/contract.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** Starts a restore; answers its job. */
export function useStartRestore() {
  const client = useClient()
  return useMutation({
    mutationFn: (input: Parameters<Client['restore']['start']>[0]) => client.restore.start(input),
    meta: { showsOwnError: true },
  })
}

/** Ends the recovery of a database: its schedules go on. */
export function useResumeOperations() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (databaseId: string) => client.restore.resumeOperations({ databaseId }),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.databases }),
  })
}
