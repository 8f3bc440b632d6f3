import type { AccessView } from '../../../shared/domain/access/access-views.ts'
import type { OperationsContext } from '../operations-context.ts'
import { knownRules } from './known-rules.ts'
import { ownAccessBy } from './role-of-actor.ts'

/** Who may do what in the open vault. Throws VAULT_NOT_GIVEN, KEY_NEEDED. */
export async function viewAccess({ world, session }: OperationsContext): Promise<AccessView> {
  const { access, catalog } = session.known()
  const known = await knownRules(world, access, catalog.marks)
  return {
    rules: known.rules,
    own: await ownAccessBy(world, known),
    isSealed: access.vaultKey !== null,
  }
}
