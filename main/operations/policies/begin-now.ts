import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { decidingOnRegistrations, savePolicy } from '../../engine/engine.ts'
import { keepRegistration } from '../databases/change-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'
import { policiesOf } from './list-policies.ts'

/** A policy whose schedules count from a moment on. */
export function policyFrom(policy: Policy, since: string): Policy {
  return { ...policy, schedules: policy.schedules.map((schedule) => ({ ...schedule, since })) }
}

/** A registration whose policy counts from a moment on. */
export function registrationFrom(record: DatabaseRecord, since: string): DatabaseRecord {
  return record.policyId === undefined ? record : { ...record, policySince: since }
}

/**
 * Lets every schedule of the open vault begin now: of a vault that was made out of an archive, whose past slots another machine dealt with,
 * or nobody did. Throws VAULT_LOCKED, and the faults of writing a vault.
 */
export function beginSchedulesNow(context: OperationsContext): Promise<void> {
  const vault = context.session.reachable()
  const { ports } = context.world
  return decidingOnRegistrations(ports, vault.access.folder, async () => {
    const since = instantOf(ports.clock)
    for (const policy of (await policiesOf(context, vault)).byId.values()) {
      await savePolicy(ports, vault.access.folder, policyFrom(policy, since))
    }
    for (const record of vault.catalog.databases.all()) {
      await keepRegistration(context, registrationFrom(record, since))
    }
  })
}
