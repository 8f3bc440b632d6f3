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

/** Every alert of the vault. */
export function useAlerts() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.alertList,
    queryFn: ({ signal }) => client.alerts.list(undefined, { signal }),
    refetchInterval: askAgainMs,
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
