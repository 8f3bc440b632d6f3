import type { Act } from '../../../shared/domain/access/act.ts'
import { mayAct, type Role } from '../../../shared/domain/access/role.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { Operations } from '../operations.ts'
import type { BegunAct } from './begun-act.ts'
import { roleOfActor } from './role-of-actor.ts'
import { whyRefused } from './why-refused.ts'

/**
 * Begins an act in a role, and says in the vault's audit log that it begins or was refused. Throws ROLE_NEEDED, ACCESS_DAMAGED,
 * AUDIT_NOT_WRITTEN.
 */
export async function beginActAs(operations: Operations, role: Role | null, act: Act): Promise<BegunAct> {
  if (mayAct(role, act.needs)) return operations.audit.begin(act)
  const fault = await whyRefused(operations, role, act)
  await operations.audit.refuse(act, fault)
  throw new FaultError(fault)
}

/** Begins an act in the role that the user of this process has. Whoever begins one says how it ended. Throws as `beginActAs`. */
export async function beginAct(operations: Operations, act: Act): Promise<BegunAct> {
  return beginActAs(operations, await roleOfActor(operations), act)
}
