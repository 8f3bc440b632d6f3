import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** People are told as time passes. Milliseconds. */
const askAgainMs = 60_000
/** Time alone makes a backup late; judging ten thousand databases takes seconds. Milliseconds. */
const judgeAgainMs = 5 * 60_000

/** The health of the vault, judged now. */
export function useHealth() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.health,
    queryFn: ({ signal }) => client.health.report(undefined, { signal }),
    refetchInterval: judgeAgainMs,
  })
}

/** The newest reports that were kept, newest first. */
export function useHealthHistory(limit: number) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.healthHistory(limit),
    queryFn: ({ signal }) => client.health.history({ limit }, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** Alerts shown at once: each is some lines and a form. */
export const alertsOnPage = 50

/** A page of the vault's alerts; without its beginning the one that holds an alert, or the first. */
export function useAlerts(offset: number | null, containing: string | null) {
  const client = useClient()
  const page = { limit: alertsOnPage, offset: offset ?? 0 }
  const isFor = offset === null && containing !== null
  return useQuery({
    queryKey: queryKeys.alertPage(page.offset, isFor ? containing : null),
    queryFn: ({ signal }) => client.alerts.list(isFor ? { ...page, containing } : page, { signal }),
    refetchInterval: askAgainMs,
    placeholderData: keepPreviousData,
  })
}

/** Who is told of what. */
export function useEscalation() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.escalation,
    queryFn: ({ signal }) => client.alerts.list({ limit: 1 }, { signal }),
  })
}

/** Takes an alert on. */
export function useAcknowledge() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (answer: { readonly alertId: string; readonly note: string }) =>
      client.alerts.acknowledge(answer),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.alerts }),
  })
}
