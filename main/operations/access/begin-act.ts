import type { Act, ActResult } from '../../../shared/domain/access/act.ts'
import { mayAct, type Role } from '../../../shared/domain/access/role.ts'
import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { Operations } from '../operations.ts'
import { roleOfActor } from './role-of-actor.ts'

/** How an act ended; `fault` is what ended it, where it is known. */
export interface ActEnd {
  readonly result: ActResult
  readonly fault: Fault | null
}

/** An act that is being done. */
export interface BegunAct {
  end(end: ActEnd): Promise<void>
}

/** Begins an act in a role. Throws ROLE_NEEDED. */
export async function beginActAs(operations: Operations, role: Role | null, act: Act): Promise<BegunAct> {
  const { name, needs } = act
  const { user } = operations.world.actor
  if (!mayAct(role, needs)) throw new FaultError({ code: 'ROLE_NEEDED', act: name, needs, has: role, user })
  return { end: () => Promise.resolve() }
}

/** Begins an act in the role that the user of this process has. Whoever begins one says how it ended. Throws ROLE_NEEDED. */
export async function beginAct(operations: Operations, act: Act): Promise<BegunAct> {
  return beginActAs(operations, await roleOfActor(operations), act)
}
