import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { actRoles, type ActName } from '../../shared/domain/access/act-roles.ts'
import type { AccessRules } from '../../shared/domain/access/access-rules.ts'
import { mayAct } from '../../shared/domain/access/role.ts'
import { useClient } from './connection.tsx'
import { queryKeys } from './query-keys.ts'

/** Who the user of this window is in the vault. */
export function useOwnAccess() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.ownAccess,
    queryFn: ({ signal }) => client.access.own(undefined, { signal }),
  })
}

/** Who may do what in the vault. */
export function useAccess() {
  const client = useClient()
  return useQuery({
    queryKey: queryKeys.accessRules,
    queryFn: ({ signal }) => client.access.view(undefined, { signal }),
  })
}

/**
 * Why the user of this window may not do something; null: may, or it is not known yet. Only so that nothing is offered in vain: what is
 * asked for all the same is refused by the other side.
 */
export function useWhyNot(act: ActName): string | null {
  const { data } = useOwnAccess()
  const needs = actRoles[act]
  if (data === undefined || mayAct(data.role, needs)) return null
  if (data.problem !== null) return 'Roles can’t be believed now: everybody may only look'
  return `Needs the role ${needs}; you are ${data.role ?? 'without a role'} in this vault`
}

/** Saves who may do what. */
export function useSaveAccess() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ revision, grants, others }: AccessRules) =>
      client.access.save({ revision, grants: [...grants], others }),
    meta: { showsOwnError: true },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.access }),
  })
}

/** Writes damaged rules anew. */
export function useMendAccess() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.access.mend(),
    meta: { showsOwnError: true },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.access }),
  })
}
