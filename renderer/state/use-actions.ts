import { useMutation, useQueryClient } from '@tanstack/react-query'

import type { BackupType } from '../../shared/domain/backup-record.ts'
import type { Settings } from '../../shared/domain/views.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** Queues a full backup of each database; answers the jobs. */
export function useTakeBackups() {
  const client = useClient()
  return useMutation({
    mutationFn: (databaseIds: readonly string[]) =>
      client.backups.start({ databaseIds: [...databaseIds], type: 'full', label: 'manual' }),
  })
}

/** Queues a backup of a chosen type; answers the jobs. */
export function useTakeBackupOf() {
  const client = useClient()
  return useMutation({
    mutationFn: ({ databaseId, type }: { readonly databaseId: string; readonly type: BackupType }) =>
      client.backups.start({ databaseIds: [databaseId], type, label: 'manual' }),
  })
}

/** Queues a verification of each backup; answers the jobs. */
export function useVerifyBackups() {
  const client = useClient()
  return useMutation({
    mutationFn: (backupIds: readonly string[]) => client.backups.verify({ backupIds: [...backupIds] }),
  })
}

/** Asks a job to stop. */
export function useCancelJob() {
  const client = useClient()
  return useMutation({ mutationFn: (jobId: string) => client.jobs.cancel({ jobId }) })
}

/** Changes settings, shown at once and taken back if refused. */
export function useChangeSettings() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: Partial<Settings>) => client.system.changeSettings(change),
    onMutate: (change) => {
      const before = queries.getQueryData<Settings>(queryKeys.settings)
      if (before !== undefined) queries.setQueryData(queryKeys.settings, { ...before, ...change })
      return before
    },
    onError: (_error, _change, before) => queries.setQueryData(queryKeys.settings, before),
    onSuccess: (settings) => queries.setQueryData(queryKeys.settings, settings),
  })
}
