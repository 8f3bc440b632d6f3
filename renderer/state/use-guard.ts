import { useMutation } from '@tanstack/react-query'

import { useClient } from './connection.tsx'

/** Queues the backup that a guarded change begins with; answers the job. */
export function useBeginGuard() {
  const client = useClient()
  return useMutation({
    mutationFn: (databaseId: string) => client.guard.begin({ databaseId }),
    meta: { showsOwnError: true },
  })
}

/** Looks at a database after its change. Asked for by a person and kept in the history, so it is never asked by itself. */
export function useCheckGuard() {
  const client = useClient()
  return useMutation({
    mutationFn: (backupId: string) => client.guard.check({ backupId }),
    meta: { showsOwnError: true },
  })
}
