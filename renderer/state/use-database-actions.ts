import { useMutation, useQueryClient } from '@tanstack/react-query'

import type { Client } from '../../shared/contract/contract.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

type DatabaseInput<K extends 'add' | 'change' | 'remove'> = Parameters<Client['databases'][K]>[0]

function useDatabaseMutation<Input, Output>(act: (client: Client, input: Input) => Promise<Output>) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => act(client, input),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.databases }),
  })
}

/** Registers SQLite files; each succeeds or fails on its own. */
export const useAddDatabases = () =>
  useDatabaseMutation((client, input: DatabaseInput<'add'>) => client.databases.add(input))

/** Changes the name, tier or path of a database. */
export const useChangeDatabase = () =>
  useDatabaseMutation((client, input: DatabaseInput<'change'>) => client.databases.change(input))

/** Ends a registration; its backups stay. */
export const useRemoveDatabase = () =>
  useDatabaseMutation((client, input: DatabaseInput<'remove'>) => client.databases.remove(input))

/** Makes the demo databases in a folder, with some weeks of backups. */
export const useCreateDemo = () =>
  useDatabaseMutation((client, folder: string) => client.databases.createDemo({ folder }))

/** Looks for SQLite files in a folder and below it. */
export const useScanFolder = () =>
  useDatabaseMutation((client, folder: string) => client.databases.scan({ folder }))
