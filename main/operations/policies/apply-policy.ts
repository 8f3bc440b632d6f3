import { FaultError } from '../../../shared/domain/fault.ts'
import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { decidingOnRegistrations } from '../../engine/engine.ts'
import { takeInRegistrations } from '../catalog/sync-catalog.ts'
import { keepRegistration } from '../databases/change-database.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'
import { policiesOf, policyCalled } from './list-policies.ts'

/** A registration with a policy from a moment on, or with none; the same object where that changes nothing. */
export function withPolicy(record: DatabaseRecord, policyId: string | null, at: string): DatabaseRecord {
  if ((record.policyId ?? null) === policyId) return record
  const { policyId: _, policySince: __, ...without } = record
  return policyId === null ? without : { ...without, policyId, policySince: at }
}

/**
 * Gives databases a policy (null: takes it away), in the place of the one they have; answers how many changed. Throws POLICY_UNKNOWN,
 * DATABASE_UNKNOWN, WRONG_USE for a system policy, before any is changed; and the faults of writing a vault.
 */
export async function applyPolicy(
  context: OperationsContext,
  called: string | null,
  databases: readonly string[],
): Promise<number> {
  const vault = context.session.reachable()
  const { ports } = context.world
  return decidingOnRegistrations(ports, vault.access.folder, async (lease) => {
    await takeInRegistrations(ports, vault.access, vault.catalog)
    const policy =
      called === null ? null : policyCalled((await policiesOf(context, vault)).byId.values(), called)
    if (policy?.scope === 'system') {
      const detail = `${policy.name} is for the complete system and is applied to no single database`
      throw new FaultError({ code: 'WRONG_USE', detail })
    }
    const records = databases.map((one) => findRegistered(vault.catalog, one))
    const changed = records
      .map((record) => [record, withPolicy(record, policy?.id ?? null, instantOf(ports.clock))] as const)
      .filter(([before, after]) => before !== after)
    for (const [, after] of changed) {
      await lease.renew()
      await keepRegistration(context, after)
    }
    context.changes.tell({ topic: 'policies' })
    return changed.length
  })
}
