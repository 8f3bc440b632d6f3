import { useMutation, useQuery } from '@tanstack/react-query'

import type { Client } from '../../shared/contract/contract.ts'
import type { Cell } from '../../shared/domain/cell.ts'
import type { RowChange, RowChangesView } from '../../shared/domain/comparison.ts'
import type { RowsView } from '../../shared/domain/look.ts'
import { useClient } from './connection.tsx'
import {
  type ChangesQuestion,
  type CompareQuestion,
  type LookQuestion,
  type PartialQuestion,
  queryKeys,
} from './query-keys.ts'
import { type PagedRows, usePagedRows } from './use-paged-rows.ts'

/** What is inside a backup, without its rows. A backup never changes, so it is asked once. */
export function useContent(backupId: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.content(backupId),
    queryFn: ({ signal }) => client.look.content({ backupId }, { signal }),
    enabled: backupId !== '',
  })
}

/** Rows of one table inside a backup, page by page. */
export function useContentRows(question: LookQuestion): PagedRows<readonly Cell[], RowsView> {
  const client = useClient()
  return usePagedRows(
    (offset) => queryKeys.contentRows(question, offset),
    (offset, limit, signal) =>
      client.look.rows({ ...question, conditions: writable(question.conditions), offset, limit }, { signal }),
  )
}

/** How a backup differs from the live database or another backup. Asked anew each time it is looked at. */
export function useComparison(question: CompareQuestion) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.comparison(question),
    queryFn: ({ signal }) => client.compare.summary(question, { signal }),
    staleTime: 0,
    gcTime: 0,
  })
}

/** What bringing rows back would do. Asked anew each time: the live database may have changed. */
export function usePartialPreview(question: PartialQuestion) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.partialPreview(question),
    queryFn: ({ signal }) => client.partial.preview(writableQuestion(question), { signal }),
    staleTime: 0,
    gcTime: 0,
  })
}

/** Rows that differ, page by page: of a comparison, or of a partial restore's preview. */
export function useRowChanges(question: ChangesQuestion): PagedRows<RowChange, RowChangesView> {
  const client = useClient()
  return usePagedRows(
    (offset) => queryKeys.changes(question, offset),
    (offset, limit, signal) => {
      const page = { kind: question.kind, offset, limit }
      if (question.of === 'comparison') {
        return client.compare.rows({ ...question.sides, table: question.table, ...page }, { signal })
      }
      const { databaseId, backupId, selection } = question
      const { table, conditions } = selection
      const wish = { table, conditions: writable(conditions) }
      return client.partial.rows({ databaseId, backupId, selection: wish, ...page }, { signal })
    },
  )
}

/** Starts bringing rows back; answers the job. */
export function useStartPartial() {
  const client = useClient()
  return useMutation({
    mutationFn: (input: PartialQuestion & { readonly mark: string; readonly confirmName: string }) =>
      client.partial.start({ ...input, ...writableQuestion(input) }),
    meta: { showsOwnError: true },
  })
}

/** Starts making an empty copy; answers the job. */
export function useStartSchemaCopy() {
  const client = useClient()
  return useMutation({
    mutationFn: (input: Parameters<Client['partial']['startSchemaCopy']>[0]) =>
      client.partial.startSchemaCopy(input),
    meta: { showsOwnError: true },
  })
}

/** Writes the difference as SQL into a new file; answers what was written. */
export function useExportSql() {
  const client = useClient()
  return useMutation({
    mutationFn: (input: CompareQuestion & { readonly toPath: string }) => client.compare.exportSql(input),
    meta: { showsOwnError: true },
  })
}

type WrittenCondition = NonNullable<Parameters<Client['look']['rows']>[0]['conditions']>[number]

/** The contract's schemas take lists that may be written to; they are copied, and never are. */
function writable(conditions: LookQuestion['conditions']): WrittenCondition[] {
  return conditions.map((one) => (one.test === 'one_of' ? { ...one, values: [...one.values] } : one))
}

function writableQuestion({ databaseId, backupId, selections, triggers }: PartialQuestion) {
  return {
    databaseId,
    backupId,
    selections: selections.map(({ table, conditions }) => ({ table, conditions: writable(conditions) })),
    triggers,
  }
}
