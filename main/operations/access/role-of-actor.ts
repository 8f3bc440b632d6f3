import { roleByRules } from '../../../shared/domain/access/access-rules.ts'
import type { OwnAccess } from '../../../shared/domain/access/access-views.ts'
import type { Role } from '../../../shared/domain/access/role.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import type { World } from '../world.ts'
import { knownRules, rememberedRules, type KnownRules } from './known-rules.ts'

/** Who the user of this process is by known rules. Where these are not to be believed, nobody may more than look. */
export async function ownAccessBy(world: World, { rules, problem }: KnownRules): Promise<OwnAccess> {
  const { user } = world.actor
  const groups = await world.groups()
  return { user, groups, role: problem === null ? roleByRules(rules, { user, groups }) : 'viewer', problem }
}

/** Who the user of this process is in a vault. */
export async function ownAccessIn(
  world: World,
  { access, catalog }: Pick<OpenVault, 'access' | 'catalog'>,
): Promise<OwnAccess> {
  return ownAccessBy(world, await knownRules(world, access, catalog.marks))
}

/** Who the user of this process is now. Without a vault there is nobody to ask: everybody may everything. */
export async function ownAccess({ world, session }: OperationsContext): Promise<OwnAccess> {
  const vault = session.current()
  if (session.status().state === 'unreachable' && vault !== null) {
    return ownAccessBy(world, rememberedRules(vault.catalog.marks))
  }
  if (vault !== null) return ownAccessIn(world, vault)
  return { user: world.actor.user, groups: [], role: 'administrator', problem: null }
}

/** The role that the user of this process has; null: none. */
export async function roleOfActor(context: OperationsContext): Promise<Role | null> {
  return (await ownAccess(context)).role
}
