import { useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'

import type { TimelineLane } from '../../shared/domain/timeline.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** Lanes that are asked for together. */
const lanesAtOnce = 12
/** Lanes that were seen before and are kept to be shown at once. */
const mostKnown = 120

/** A lane as it was answered, and where its slices begin. */
export interface AnsweredLane {
  readonly lane: TimelineLane
  readonly fromMs: number
}

/** Every lane of the vault, and when the next clean-up is. */
export function useTimelineLanes() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.timelineLanes,
    queryFn: ({ signal }) => client.timeline.lanes(undefined, { signal }),
  })
}

/** What is to be drawn of the lanes from one index to another, by id; while a part is on its way, what it was before. */
export function useTimelineView(
  databaseIds: readonly string[],
  first: number,
  last: number,
  range: { readonly fromMs: number; readonly toMs: number },
): {
  readonly lanes: ReadonlyMap<string, AnsweredLane>
  readonly error: unknown
  readonly retry: () => void
} {
  const client = useClient()
  const groups = useMemo(() => {
    const from = Math.floor(Math.max(0, first) / lanesAtOnce)
    const to = Math.floor(Math.max(0, last) / lanesAtOnce)
    return Array.from({ length: to - from + 1 }, (_, n) =>
      databaseIds.slice((from + n) * lanesAtOnce, (from + n + 1) * lanesAtOnce),
    ).filter((ids) => ids.length > 0)
  }, [databaseIds, first, last])
  // The same questions in each picture while nothing else is asked: they are compared by their keys, which are long.
  const queries = useMemo(
    () =>
      groups.map((ids) => ({
        queryKey: queryKeys.timelineView(ids, range),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          client.timeline.view({ ...range, databaseIds: [...ids] }, { signal }),
        // An end moves with the clock.
        staleTime: 60_000,
        gcTime: 120_000,
      })),
    [groups, range, client],
  )
  const answers = useQueries({ queries })
  // Trap: useQueries keeps nothing when a key changes, so every lane would blink away with each turn of the wheel.
  const [known, setKnown] = useState<ReadonlyMap<string, AnsweredLane>>(new Map())
  const answeredAt = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join()
  useEffect(() => {
    const found = answers.flatMap(({ data }) =>
      (data?.lanes ?? []).map((lane) => [lane.databaseId, { lane, fromMs: data!.fromMs }] as const),
    )
    if (found.length > 0) setKnown((before) => new Map([...[...before].slice(-mostKnown), ...found]))
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the answers are new objects each time; this says when they changed
  }, [answeredAt, groups, range])
  const failed = answers.find((answer) => answer.error !== null)
  return {
    lanes: known,
    error: failed?.error ?? null,
    retry: () => answers.forEach((answer) => void answer.refetch()),
  }
}

/** What the next clean-up removes, while somebody looks at it. */
export function useCleanUpPreview(isShown: boolean) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.timelinePreview,
    queryFn: ({ signal }) => client.timeline.preview({}, { signal }),
    enabled: isShown,
  })
}

/** Why a backup is kept, and until when. */
export function useBackupFate(backupId: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.fate(backupId),
    queryFn: ({ signal }) => client.timeline.fate({ backupId }, { signal }),
    enabled: backupId !== '',
  })
}
