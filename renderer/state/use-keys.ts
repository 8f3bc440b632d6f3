import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import type { Client } from '../../shared/contract/contract.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** What opens the vault. */
export function useKeys() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.keys,
    queryFn: ({ signal }) => client.keys.list(undefined, { signal }),
  })
}

function useKeysMutation<Input, Output>(act: (client: Client, input: Input) => Promise<Output>) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => act(client, input),
    meta: { showsOwnError: true },
    // What is answered may be a new recovery code: it is forgotten with whoever shows it.
    gcTime: 0,
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.keys }),
  })
}

/** One more way to open the vault. */
export const useAddKey = () =>
  useKeysMutation((client, input: Parameters<Client['keys']['add']>[0]) => client.keys.add(input))

/** A new secret for a slot. */
export const useChangeKey = () =>
  useKeysMutation((client, input: Parameters<Client['keys']['change']>[0]) => client.keys.change(input))

/** Removes a slot. */
export const useRemoveKey = () =>
  useKeysMutation((client, input: Parameters<Client['keys']['remove']>[0]) => client.keys.remove(input))

/** Opens the vault by one slot. */
export const useTestKey = () =>
  useKeysMutation((client, input: Parameters<Client['keys']['test']>[0]) => client.keys.test(input))

/** Makes a recovery kit. */
export const useMakeKit = () =>
  useKeysMutation((client, input: Parameters<Client['kit']['make']>[0]) => client.kit.make(input))

/** Tries a recovery kit by using it. */
export const useCheckKit = () =>
  useKeysMutation((client, input: Parameters<Client['kit']['check']>[0]) => client.kit.check(input))
