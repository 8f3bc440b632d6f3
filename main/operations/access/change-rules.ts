import { accessProblems, openAccess, type AccessRules } from '../../../shared/domain/access/access-rules.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { changeAccess, inVault, vaultPaths } from '../../engine/engine.ts'
import { rememberRules } from '../catalog/access-memory.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { knownRules, type KnownRules } from './known-rules.ts'

function refuse(...problems: readonly string[]): never {
  throw new FaultError({ code: 'ACCESS_REFUSED', problems })
}

async function change(
  { world, changes }: OperationsContext,
  { access, catalog, isReadOnly }: OpenVault,
  decide: (known: KnownRules) => Promise<AccessRules> | AccessRules,
): Promise<AccessRules> {
  const { folder } = access
  if (isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: folder })
  const rules = await changeAccess(world.ports, access, async () => {
    const known = await knownRules(world, access, catalog.marks)
    return { ...(await decide(known)), revision: known.rules.revision + 1 }
  })
  rememberRules(catalog.marks, rules)
  changes.tell({ topic: 'everything' })
  return rules
}

/**
 * Says who may do what, in the place of the rules of `revision`. Throws ACCESS_CHANGED where others hold by now, ACCESS_REFUSED where nobody
 * could change them any more or whoever saves could not, ACCESS_DAMAGED, VAULT_READ_ONLY and the faults of writing a vault.
 */
export async function saveRules(context: OperationsContext, wanted: AccessRules): Promise<AccessRules> {
  const { world, session } = context
  const vault = session.reachable()
  const groups = await world.groups()
  return change(context, vault, ({ rules, problem }) => {
    if (problem !== null) throw new FaultError(problem)
    if (rules.revision !== wanted.revision) throw new FaultError({ code: 'ACCESS_CHANGED' })
    const problems = accessProblems(wanted, { user: world.actor.user, groups })
    return problems.length > 0 ? refuse(...problems) : wanted
  })
}

/** Whether the system lets this user change what is in the vault's own folder, whatever a role says. */
async function isOwner({ world }: OperationsContext, folder: string): Promise<boolean> {
  const { uid } = world.actor
  const facts = await world.ports.files.stat(inVault(folder, vaultPaths.vaultFile))
  return uid === null || uid === 0 || facts?.uid === uid
}

/**
 * Writes rules anew whose file is damaged, gone or an older one: those that this machine saw last; where it saw none, with the user of this
 * process as the one administrator. Only for whoever owns the vault's files, who could remove them anyway. Throws ACCESS_REFUSED,
 * VAULT_READ_ONLY and the faults of writing a vault.
 */
export async function mendRules(context: OperationsContext): Promise<AccessRules> {
  const { session, world } = context
  const vault = session.reachable()
  const mayMend = await isOwner(context, vault.access.folder)
  return change(context, vault, ({ rules, problem, isSeen }) => {
    if (problem === null) return refuse('nothing is wrong with it')
    if (!mayMend) return refuse('only who owns the vault’s files can mend it')
    const grants = [{ kind: 'user', name: world.actor.user, role: 'administrator' }] as const
    return isSeen ? rules : { ...openAccess, grants, others: 'viewer' }
  })
}
