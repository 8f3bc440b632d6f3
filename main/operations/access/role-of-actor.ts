import type { Role } from '../../../shared/domain/access/role.ts'
import type { OperationsContext } from '../operations-context.ts'

/** The role that the user of this process has: as long as a vault says nothing else, whoever can open it may everything. */
export function roleOfActor(_context: OperationsContext): Promise<Role | null> {
  return Promise.resolve('administrator')
}
