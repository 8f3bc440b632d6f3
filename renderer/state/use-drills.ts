import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import type { DrillAssertion } from '../../shared/domain/drills/assertion.ts'
import type { CorruptedPart, CorruptionKind } from '../../shared/domain/drills/detection.ts'
import type { StoredBackup } from '../../shared/domain/protection.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'
import { usePagedRows, type PagedRows } from './use-paged-rows.ts'

/** The drills of the vault. */
export function useDrills() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.drillList,
    queryFn: ({ signal }) => client.drills.list(undefined, { signal }),
  })
}

/** How one database stands with drills; null where none of its backups can be drilled. */
export function useDrillsOf(databaseId: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.drillsOf(databaseId),
    queryFn: ({ signal }) => client.drills.ofDatabase({ databaseId }, { signal }),
  })
}

/** The backups of a database that were drilled, page by page. */
export function useDrilledBackups(databaseId: string): PagedRows<StoredBackup> {
  const client = useClient()
  return usePagedRows(
    (offset) => queryKeys.drilled(databaseId, offset),
    (offset, limit, signal) => client.drills.drilled({ databaseId, offset, limit }, { signal }),
  )
}

/** The newest drill of a backup, with its evidence. */
export function useDrill(backupId: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.drill(backupId),
    queryFn: ({ signal }) => client.drills.get({ backupId }, { signal }),
  })
}

/** What is asserted of a database. */
export function useAssertions(databaseId: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.assertions(databaseId),
    queryFn: ({ signal }) => client.drills.assertions({ databaseId }, { signal }),
  })
}

/** Queues drills of the newest backup of each database; answers the jobs. */
export function useStartDrills() {
  const client = useClient()
  return useMutation({
    mutationFn: (databaseIds: readonly string[]) => client.drills.start({ databaseIds: [...databaseIds] }),
  })
}

/** Queues the drill of one backup; answers the job. */
export function useDrillBackup() {
  const client = useClient()
  return useMutation({ mutationFn: (backupId: string) => client.drills.startOne({ backupId }) })
}

/** Queues the showing that a drill finds a corruption; answers the job. */
export function useProveDetection() {
  const client = useClient()
  return useMutation({
    mutationFn: (wish: {
      readonly backupId: string
      readonly kind?: CorruptionKind
      readonly part?: CorruptedPart
    }) => client.drills.proveDetection(wish),
    meta: { showsOwnError: true },
  })
}

/** Keeps what is asserted of a database. */
export function useKeepAssertions(databaseId: string) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (assertions: readonly DrillAssertion[]) =>
      client.drills.keepAssertions({ databaseId, assertions: [...assertions] }),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.drills }),
  })
}
