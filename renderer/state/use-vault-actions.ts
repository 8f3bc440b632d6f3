import { useMutation, useQueryClient } from '@tanstack/react-query'

import type { Client } from '../../shared/contract/contract.ts'
import type { VaultStatus } from '../../shared/domain/views.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

type VaultInput<K extends 'create' | 'unlock'> = Parameters<Client['vault'][K]>[0]

/** Shows the new status at once and forgets every answer of the vault that was open before. */
function useVaultMutation<Input>(act: (client: Client, input: Input) => Promise<VaultStatus>) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => act(client, input),
    meta: { showsOwnError: true },
    onSuccess: (status) => {
      queries.setQueryData(queryKeys.vault, status)
      // Trap: removing a query that a screen looks at leaves the screen waiting for ever; a reset asks again.
      void queries.resetQueries({
        predicate: ({ queryKey }) => !['system', 'settings', 'vault'].includes(String(queryKey[0])),
      })
      void queries.invalidateQueries({ queryKey: queryKeys.recentVaults })
    },
  })
}

/** Makes a vault and opens it. */
export const useCreateVault = () =>
  useVaultMutation((client, input: VaultInput<'create'>) => client.vault.create(input))

/** Opens a vault; it may turn out to be locked. */
export const useOpenVault = () => useVaultMutation((client, folder: string) => client.vault.open({ folder }))

/** Opens a locked vault with its key. */
export const useUnlockVault = () =>
  useVaultMutation((client, input: VaultInput<'unlock'>) => client.vault.unlock(input))

/** Closes the vault that is open. */
export const useCloseVault = () => useVaultMutation((client, _input: null) => client.vault.close())

/** Forgets the catalog and reads every manifest again. */
export function useRebuildCatalog() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.vault.rebuild(),
    meta: { showsOwnError: true },
    onSuccess: () => queries.invalidateQueries(),
  })
}
