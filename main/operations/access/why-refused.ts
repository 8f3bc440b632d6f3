import type { Act } from '../../../shared/domain/access/act.ts'
import type { Role } from '../../../shared/domain/access/role.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import type { OperationsContext } from '../operations-context.ts'
import { ownAccess } from './role-of-actor.ts'

/** What an act is refused with in this role: the role it needs, or, where nobody has one now, what is wrong with the roles. */
export async function whyRefused(
  context: OperationsContext,
  role: Role | null,
  { name, needs }: Act,
): Promise<Fault> {
  const { user, problem } = await ownAccess(context)
  return problem ?? { code: 'ROLE_NEEDED', act: name, needs, has: role, user }
}
