import type { Act, ActResult } from '../../../shared/domain/access/act.ts'
import { mayAct, type Role } from '../../../shared/domain/access/role.ts'
import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { Operations } from '../operations.ts'
import { roleOfActor } from './role-of-actor.ts'
import { whyRefused } from './why-refused.ts'

/** How an act ended; `fault` is what ended it, where it is known. */
export interface ActEnd {
  readonly result: ActResult
  readonly fault: Fault | null
}

/** An act that is being done. */
export interface BegunAct {
  end(end: ActEnd): Promise<void>
}

/** Begins an act in a role. Throws ROLE_NEEDED, ACCESS_DAMAGED. */
export async function beginActAs(operations: Operations, role: Role | null, act: Act): Promise<BegunAct> {
  if (!mayAct(role, act.needs)) throw new FaultError(await whyRefused(operations, role, act))
  return { end: () => Promise.resolve() }
}

/** Begins an act in the role that the user of this process has. Whoever begins one says how it ended. Throws as `beginActAs`. */
export async function beginAct(operations: Operations, act: Act): Promise<BegunAct> {
  return beginActAs(operations, await roleOfActor(operations), act)
}
