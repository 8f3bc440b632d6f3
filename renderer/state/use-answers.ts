import { keepPreviousData, useQuery } from '@tanstack/react-query'

import type { JobState } from '../../shared/domain/job.ts'
import { useClient } from './connection.tsx'
import { type PlanQuestion, queryKeys } from './query-keys.ts'

/** The program and what its host can do. */
export function useSystemInfo() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.system,
    queryFn: ({ signal }) => client.system.info(undefined, { signal }),
  })
}

/** The settings of this user on this machine. */
export function useSettings() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.settings,
    queryFn: ({ signal }) => client.system.settings(undefined, { signal }),
  })
}

/** A folder's entries, for the path picker. Never kept: a person looks at it now. */
export function useFolder(path: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.folder(path),
    queryFn: ({ signal }) => client.system.listFolder({ path }, { signal }),
    enabled: path !== '',
    staleTime: 0,
    placeholderData: keepPreviousData,
  })
}

/** Which vault is open, and what stands in the way if none is. */
export function useVaultStatus() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.vault,
    queryFn: ({ signal }) => client.vault.status(undefined, { signal }),
  })
}

/** Vaults this user had open on this machine. */
export function useRecentVaults() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.recentVaults,
    queryFn: ({ signal }) => client.vault.recent(undefined, { signal }),
  })
}

/** What the Overview shows. */
export function useOverview() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.overview,
    queryFn: ({ signal }) => client.databases.overview(undefined, { signal }),
  })
}

/** Every registered database. */
export function useDatabases() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.databaseList,
    queryFn: ({ signal }) => client.databases.list(undefined, { signal }),
  })
}

/** One database. */
export function useDatabase(databaseId: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.database(databaseId),
    queryFn: ({ signal }) => client.databases.get({ databaseId }, { signal }),
    enabled: databaseId !== '',
  })
}

/** One backup. */
export function useBackup(backupId: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.backup(backupId),
    queryFn: ({ signal }) => client.backups.get({ backupId }, { signal }),
    enabled: backupId !== '',
  })
}

/** Running and waiting jobs, and the last that ended. Moved by the change stream. */
export function useJobs() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.jobs,
    queryFn: ({ signal }) => client.jobs.list(undefined, { signal }),
  })
}

/** What a job brought, as of the state that the list of jobs tells (undefined: it is not in the list). */
export function useJobReport(jobId: string, state: JobState | undefined) {
  const client = useClient()
  return useQuery({
    // A report of each state apart: that of a running job must not stand for that of an ended one.
    queryKey: queryKeys.jobReport(jobId, state ?? 'not_listed'),
    queryFn: ({ signal }) => client.jobs.report({ jobId }, { signal }),
  })
}

/** What a restore would do. Asked anew each time: the target may have changed. */
export function useRestorePlan(question: PlanQuestion | null) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.plan(question ?? { databaseId: '' }),
    queryFn: ({ signal }) => client.restore.plan(question ?? { databaseId: '' }, { signal }),
    enabled: question !== null,
    staleTime: 0,
    gcTime: 0,
  })
}
