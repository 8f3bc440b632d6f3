import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo } from 'react'

import type { AuditFilter } from '../../shared/domain/audit/audit-views.ts'
import { operationsOfEntries } from '../../shared/domain/audit/operations-of-entries.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** The operations in the audit log, newest first, page by page as they are looked at. */
export function useAuditLog(filter: AuditFilter) {
  const client = useClient()
  const pages = useInfiniteQuery({
    queryKey: queryKeys.auditLog(filter),
    queryFn: ({ pageParam, signal }) =>
      client.audit.list({ ...filter, ...(pageParam === null ? {} : { before: pageParam }) }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ before }) => before,
    placeholderData: keepPreviousData,
  })
  const operations = useMemo(
    () => operationsOfEntries(pages.data?.pages.flatMap(({ entries }) => entries) ?? []),
    [pages.data],
  )
  return { ...pages, operations }
}

/** What the last look through the whole log found on this machine. */
export function useAuditVerdict() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.auditVerdict,
    queryFn: ({ signal }) => client.audit.verified(undefined, { signal }),
  })
}

/** Looks through the whole log now. */
export function useVerifyAudit() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.audit.verify(),
    onSuccess: (report) => queries.setQueryData(queryKeys.auditVerdict, report),
  })
}

/** Copies the log into a folder. */
export function useExportAudit() {
  const client = useClient()
  return useMutation({ mutationFn: (toPath: string) => client.audit.export({ toPath }) })
}
