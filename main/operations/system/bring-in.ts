import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { decidingOnRegistrations, savePolicy, type PeekedSystem } from '../../engine/engine.ts'
import { takeInRegistrations } from '../catalog/sync-catalog.ts'
import { keepRegistration } from '../databases/change-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policyFrom, registrationFrom } from '../policies/begin-now.ts'
import { policiesOf } from '../policies/list-policies.ts'
import { instantOf } from '../world.ts'

/** Names of what was brought into the vault. */
export interface BroughtIn {
  readonly registrations: readonly string[]
  readonly policies: readonly string[]
}

/** A name that the vault has already gets a number: two databases of one name would be confused. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? name : `${name}_${number}`
    if (!taken.has(tried.toLowerCase())) return tried
  }
}

/**
 * Brings registrations and policies of an archive into the open vault where it has none of their ids; what it has stays as it is. A
 * registration gets the place that its database is restored to. Throws VAULT_LOCKED, and the faults of writing a vault.
 */
export function bringIn(
  context: OperationsContext,
  { registrations, policies }: Pick<PeekedSystem, 'registrations' | 'policies'>,
  placeOf: (databaseId: string) => string | undefined,
): Promise<BroughtIn> {
  const vault = context.session.reachable()
  const { ports } = context.world
  return decidingOnRegistrations(ports, vault.access.folder, async () => {
    await takeInRegistrations(ports, vault.access, vault.catalog)
    const { byId } = await policiesOf(context, vault)
    const newPolicies = policies.filter(({ id }) => !byId.has(id))
    // What was due before they came here, nobody here missed.
    const since = instantOf(ports.clock)
    for (const policy of newPolicies) await savePolicy(ports, vault.access.folder, policyFrom(policy, since))
    const known = vault.catalog.databases.all()
    const taken = new Set(known.map(({ name }) => name.toLowerCase()))
    const brought: DatabaseRecord[] = []
    for (const record of registrations) {
      if (known.some(({ id }) => id === record.id)) continue
      const name = freeName(record.name, taken)
      taken.add(name.toLowerCase())
      const placed = { ...record, name, path: placeOf(record.id) ?? record.path }
      const own = registrationFrom(placed, since)
      await keepRegistration(context, own)
      brought.push(own)
    }
    if (newPolicies.length > 0) context.changes.tell({ topic: 'policies' })
    return {
      registrations: brought.map(({ name }) => name),
      policies: newPolicies.map(({ name }) => name),
    }
  })
}
