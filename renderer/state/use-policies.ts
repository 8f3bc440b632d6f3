import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import type { Client } from '../../shared/contract/contract.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

type PolicyInput<K extends 'save' | 'enable' | 'apply'> = Parameters<Client['policies'][K]>[0]

/** Programs come and go without a word: who acts is asked again after so long. Milliseconds. */
const askAgainMs = 30_000
/** Databases that one request may name. */
const mostAtOnce = 10_000

/** Every policy of the vault. */
export function usePolicies() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.policyList,
    queryFn: ({ signal }) => client.policies.list(undefined, { signal }),
  })
}

/** Who runs the vault's schedules, and what is next. */
export function useSchedules() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.schedules,
    queryFn: ({ signal }) => client.schedules.view(undefined, { signal }),
    refetchInterval: askAgainMs,
  })
}

/** A cron expression in words with its next runs, as it is typed; what was known before is shown until the answer is there. */
export function useCronView(cron: string, timeZone: string) {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.cron(cron, timeZone),
    queryFn: ({ signal }) => client.policies.explainCron({ cron, timeZone }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
}

function usePolicyMutation<Input, Output>(
  act: (client: Client, input: Input) => Promise<Output>,
  showsOwnError = true,
) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => act(client, input),
    meta: { showsOwnError },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.policies })
      void queries.invalidateQueries({ queryKey: queryKeys.databases })
    },
  })
}

/** Makes a policy, or changes one. */
export const useSavePolicy = () =>
  usePolicyMutation((client, input: PolicyInput<'save'>) => client.policies.save(input))

/** Lets a policy rest, or go on. */
export const useEnablePolicy = () =>
  usePolicyMutation((client, input: PolicyInput<'enable'>) => client.policies.enable(input), false)

/** Removes a policy; its databases have none then. */
export const useRemovePolicy = () =>
  usePolicyMutation((client, policyId: string) => client.policies.remove({ policyId }))

/** Gives databases a policy, or takes theirs away; answers how many changed. */
export const useApplyPolicy = () =>
  usePolicyMutation(async (client, { policyId, databaseIds }: PolicyInput<'apply'>) => {
    let changed = 0
    for (let first = 0; first < databaseIds.length; first += mostAtOnce) {
      const part = databaseIds.slice(first, first + mostAtOnce)
      changed += await client.policies.apply({ policyId, databaseIds: part })
    }
    return changed
  })

/** Takes in a file of policies. */
export const useImportPolicies = () =>
  usePolicyMutation((client, text: string) => client.policies.importFile({ text }))

/** Every policy as one file's text. Never kept: it is what the vault has now. */
export function usePolicyFile() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.policyFile,
    queryFn: ({ signal }) => client.policies.exportFile(undefined, { signal }),
    staleTime: 0,
    gcTime: 0,
  })
}

/** Pauses every schedule of the vault, or lets them go on. */
export const usePauseSchedules = () =>
  usePolicyMutation(
    (client, isPaused: boolean) => (isPaused ? client.schedules.pause() : client.schedules.resume()),
    false,
  )
