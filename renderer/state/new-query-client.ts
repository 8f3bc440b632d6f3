import { MutationCache, QueryClient } from '@tanstack/react-query'

import { readFault } from './read-fault.ts'

declare module '@tanstack/react-query' {
  interface Register {
    /** `showsOwnError`: the screen shows what went wrong beside the action; no notice is needed. */
    mutationMeta: { readonly showsOwnError?: boolean }
  }
}

/**
 * The window's memory of answers. Answers stay fresh until the change stream says otherwise, so nothing is asked on focus
 * or by a timer. A fault is an answer and not tried again; a broken line is tried twice more.
 */
export function newQueryClient(onActionFailed: (error: unknown) => void): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (mutation.meta?.showsOwnError !== true) onActionFailed(error)
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (failures, error) => readFault(error) === null && failures < 2,
      },
      mutations: { networkMode: 'always' },
    },
  })
}
