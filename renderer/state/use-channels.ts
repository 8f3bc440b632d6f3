import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import type { Client } from '../../shared/contract/contract.ts'
import type { Escalation } from '../../shared/domain/alerts/escalation.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** Every channel of the vault, without its secret. */
export function useChannels() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.channels,
    queryFn: ({ signal }) => client.channels.list(undefined, { signal }),
  })
}

/** What became of the newest messages. */
export function useMessages() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.messages,
    queryFn: ({ signal }) => client.alerts.messages({ limit: 500 }, { signal }),
  })
}

function useAlertsMutation<Input, Output>(act: (client: Client, input: Input) => Promise<Output>) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => act(client, input),
    meta: { showsOwnError: true },
    // Also where it was refused: somebody else may have changed it.
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.alerts }),
  })
}

/** Adds a channel, or changes one. */
export const useSaveChannel = () =>
  useAlertsMutation((client, input: Parameters<Client['channels']['save']>[0]) => client.channels.save(input))

/** Removes a channel and its secret. */
export const useRemoveChannel = () =>
  useAlertsMutation((client, name: string) => client.channels.remove({ name }))

/** Sends a message by a channel now; answers what became of it. */
export const useTestChannel = () =>
  useAlertsMutation((client, name: string) => client.channels.test({ name }))

/** Changes who is told of what. */
export const useSaveEscalation = () =>
  useAlertsMutation((client, input: { readonly escalation: Escalation; readonly revision: string }) =>
    client.alerts.saveEscalation(input),
  )
