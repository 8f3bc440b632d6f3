import type { HealthRules } from '../../../shared/domain/policies/health-rules.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from '../policies/list-policies.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

/** How often a database is drilled, in days: as its policy says, or else the setting. */
export type DrillRhythm = (databaseId: string) => number

/** Reads it of every database at once. Where the policies can't be read the setting holds. */
export async function drillRhythm(
  { world, settings }: Pick<OperationsContext, 'world' | 'settings'>,
  vault: OpenVault,
): Promise<DrillRhythm> {
  const byId = await policiesOf({ world }, vault).then(
    (read) => read.byId,
    () => new Map<string, { readonly health?: HealthRules | undefined }>(),
  )
  const { drillEveryDays } = settings.current()
  return (databaseId) => {
    const policyId = vault.catalog.databases.get(databaseId)?.policyId ?? ''
    return byId.get(policyId)?.health?.drillEveryDays ?? drillEveryDays
  }
}
