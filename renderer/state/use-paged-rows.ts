import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'

import type { Page } from '../../shared/domain/page.ts'
import type { StoredBackup } from '../../shared/domain/protection.ts'
import type { ActivityEntry } from '../../shared/domain/views.ts'
import { useClient } from './connection.tsx'
import { type ActivityQuestion, type BackupsQuestion, queryKeys } from './query-keys.ts'

/** Rows asked for at once: a few screens full. */
const pageRows = 200

/** A long list of which only the parts that are looked at are asked for. */
export interface PagedRows<T, P extends Page<T> = Page<T>> {
  /** The first page as it was answered, with what it says besides its rows; null while not known. */
  readonly firstPage: P | null
  /** Rows in all; null while not known. */
  readonly total: number | null
  /** Whether what is shown still answers the question before. */
  readonly isPrevious: boolean
  /** The row at an index, or undefined while it is on its way. */
  readonly rowAt: (index: number) => T | undefined
  /** Says which rows are looked at. */
  readonly look: (first: number, last: number) => void
  readonly error: unknown
  readonly retry: () => void
}

/** The pages that hold the rows from first to last. */
export function pagesFor(first: number, last: number): readonly number[] {
  const from = Math.floor(Math.max(0, first) / pageRows)
  const to = Math.floor(Math.max(first, last, 0) / pageRows)
  return Array.from({ length: to - from + 1 }, (_, n) => (from + n) * pageRows)
}

/** A list whose pages are asked for with `ask` as they are looked at; each page is remembered under its own key. */
export function usePagedRows<T, P extends Page<T> = Page<T>>(
  keyFor: (offset: number) => readonly unknown[],
  ask: (offset: number, limit: number, signal: AbortSignal) => Promise<P>,
): PagedRows<T, P> {
  const [seen, setSeen] = useState({ first: 0, last: 0 })
  const later = useMemo(() => pagesFor(seen.first, seen.last).filter((offset) => offset > 0), [seen])
  const queryOf = (offset: number) => ({
    queryKey: keyFor(offset),
    queryFn: ({ signal }: { signal: AbortSignal }) => ask(offset, pageRows, signal),
  })
  // Trap: useQueries keeps nothing when a key changes, so a list would blink away with each letter of a search.
  const first = useQuery({ ...queryOf(0), placeholderData: keepPreviousData })
  const offsets = [0, ...later]
  const answers = [first, ...useQueries({ queries: later.map(queryOf) })]
  const look = useCallback((first: number, last: number) => {
    setSeen((now) =>
      String(pagesFor(now.first, now.last)) === String(pagesFor(first, last)) ? now : { first, last },
    )
  }, [])
  const failed = answers.find((answer) => answer.error !== null)
  return {
    firstPage: first.data ?? null,
    total: first.data?.total ?? null,
    isPrevious: first.isPlaceholderData,
    rowAt: (index) => {
      const at = offsets.indexOf(Math.floor(index / pageRows) * pageRows)
      return answers[at]?.data?.rows[index % pageRows]
    },
    look,
    error: failed?.error ?? null,
    retry: () => answers.forEach((answer) => void answer.refetch()),
  }
}

/** Backups, page by page. */
export function useBackupRows(question: BackupsQuestion): PagedRows<StoredBackup> {
  const client = useClient()
  return usePagedRows(
    (offset) => queryKeys.backupList(question, offset),
    (offset, limit, signal) => client.backups.list({ ...question, offset, limit }, { signal }),
  )
}

/** The history of operations, page by page. */
export function useActivityRows(question: ActivityQuestion): PagedRows<ActivityEntry> {
  const client = useClient()
  return usePagedRows(
    (offset) => queryKeys.activityList(question, offset),
    (offset, limit, signal) => client.jobs.activity({ ...question, offset, limit }, { signal }),
  )
}
