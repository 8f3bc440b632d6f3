import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'

import type { Client } from '../../shared/contract/contract.ts'
import type { ObjectiveRow, ObjectivesView } from '../../shared/domain/objectives/objective-views.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** An age grows by itself; ten thousand shares take a second. Milliseconds. */
const askAgainMs = 5 * 60_000
const dayMs = 86_400_000

/** What is promised and achieved of every database. */
export function useObjectives() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.objectiveList,
    queryFn: ({ signal }) => client.objectives.list(undefined, { signal }),
    refetchInterval: askAgainMs,
    staleTime: 15_000,
  })
}

const known = new WeakMap<ObjectivesView, ReadonlyMap<string, ObjectiveRow>>()

function byId(view: ObjectivesView): ReadonlyMap<string, ObjectiveRow> {
  const there = known.get(view)
  if (there !== undefined) return there
  const made = new Map(view.rows.map((row) => [row.databaseId, row]))
  known.set(view, made)
  return made
}

/** The same by the databases' ids; null until it is answered. */
export function useObjectivesById(): ReadonlyMap<string, ObjectiveRow> | null {
  const { data: view } = useObjectives()
  return view === undefined ? null : byId(view)
}

/** What was achieved of one database through the last so many days; while another range is on its way, the one before. */
export function useObjective(databaseId: string, days: number) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.objective(databaseId, days),
    queryFn: ({ signal }) => {
      const toMs = Date.now()
      return client.objectives.view({ databaseId, fromMs: toMs - days * dayMs, toMs }, { signal })
    },
    refetchInterval: askAgainMs,
    placeholderData: keepPreviousData,
  })
}

/** A year of one database, day by day. */
export function useObjectiveCalendar(databaseId: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.objectiveCalendar(databaseId),
    queryFn: ({ signal }) => client.objectives.calendar({ databaseId }, { signal }),
  })
}

/** What was said of a database and of its tier. Asked anew for each form. */
export function useSaidObjectives(databaseId: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.objectiveSaid(databaseId),
    queryFn: ({ signal }) => client.objectives.said({ databaseId }, { signal }),
    staleTime: 0,
    gcTime: 0,
  })
}

/** Says what is promised; the change comes back as an event. */
export function useSetObjective() {
  const client = useClient()
  return useMutation({
    mutationFn: (input: Parameters<Client['objectives']['set']>[0]) => client.objectives.set(input),
    meta: { showsOwnError: true },
  })
}
