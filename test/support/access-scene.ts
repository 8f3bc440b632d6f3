import { openAccess, type AccessRules } from '../../shared/domain/access/access-rules.ts'
import type { Role } from '../../shared/domain/access/role.ts'
import { changeAccess, type VaultAccess } from '../../main/engine/engine.ts'
import type { Operations } from '../../main/operations/operations.ts'

/** Writes rules into a vault as an administrator elsewhere would: past the program that is tested. */
export function writeRules(
  { world }: Pick<Operations, 'world'>,
  access: VaultAccess,
  rules: Partial<AccessRules> & Pick<AccessRules, 'revision'>,
): Promise<AccessRules> {
  return changeAccess(world.ports, access, () => Promise.resolve({ ...openAccess, ...rules }))
}

/** Makes this user what an administrator elsewhere would have made of them. */
export async function makeMe(operations: Operations, role: Role, revision: number): Promise<void> {
  const { access } = operations.session.reachable()
  const { user } = operations.world.actor
  await writeRules(operations, access, {
    revision,
    grants: [
      { kind: 'user', name: 'somebody-else', role: 'administrator' },
      { kind: 'user', name: user, role },
    ],
    others: null,
  })
}
