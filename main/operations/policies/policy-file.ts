import { FaultError } from '../../../shared/domain/fault.ts'
import type { Policy, PolicyDraft } from '../../../shared/domain/policies/policy.ts'
import type { PolicyImport } from '../../../shared/domain/policies/policy-views.ts'
import type { OperationsContext } from '../operations-context.ts'
import { applyPolicy } from './apply-policy.ts'
import { policiesOf } from './list-policies.ts'
import { acceptDraft, acceptScope, savePolicy } from './save-policy.ts'

const formatVersion = 1

interface FiledPolicy extends PolicyDraft {
  readonly databases: readonly string[]
}

/** Every policy of the open vault, with its databases by name, as the text of one file. */
export async function exportPolicies(context: OperationsContext): Promise<string> {
  const vault = context.session.reachable()
  const { byId } = await policiesOf(context, vault)
  const databases = vault.catalog.databases.all()
  const policies = [...byId.values()]
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
    .map(({ id, schedules, ...rest }: Policy): FiledPolicy => ({
      ...rest,
      schedules: schedules.map(({ type, label, cron }) => ({ type, label, cron })),
      databases: databases.filter(({ policyId }) => policyId === id).map(({ name }) => name),
    }))
  return `${JSON.stringify({ holdfastPolicies: formatVersion, policies }, null, 2)}\n`
}

function refuse(...problems: string[]): never {
  throw new FaultError({ code: 'POLICY_INVALID', policy: 'file', problems })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return refuse(`it is no JSON: ${(error as Error).message}`)
  }
}

async function filedPolicies(text: string): Promise<readonly FiledPolicy[]> {
  // Loaded where it is needed only: it would double the time that a command takes to start.
  const { policyFileSchema, shapeProblems } = await import('./policy-file-schema.ts')
  const read = policyFileSchema.safeParse(parsed(text))
  if (!read.success) refuse(...shapeProblems(read.error))
  const { policies } = read.data
  for (const policy of policies) acceptDraft(policy)
  const names = new Set(policies.map(({ name }) => name.trim().toLowerCase()))
  if (names.size < policies.length) refuse('two of its policies have one name')
  return policies
}

/**
 * Takes in a file of policies: those of the same names are replaced, others stay. Its databases get them where they are registered.
 * Everything in it is checked before anything is changed. Throws POLICY_INVALID and the faults of writing a vault.
 */
export async function importPolicies(context: OperationsContext, text: string): Promise<PolicyImport> {
  const filed = await filedPolicies(text)
  const vault = context.session.reachable()
  const { byId } = await policiesOf(context, vault)
  const byName = new Map([...byId.values()].map((policy) => [policy.name.toLowerCase(), policy]))
  const earlierOf = ({ name }: PolicyDraft): Policy | undefined => byName.get(name.trim().toLowerCase())
  for (const draft of filed) acceptScope(draft, earlierOf(draft))
  const made: string[] = []
  const replaced: string[] = []
  const applied: string[] = []
  const unknownDatabases: string[] = []
  for (const { databases, ...draft } of filed) {
    const earlier = earlierOf(draft)?.id
    const policy = await savePolicy(context, draft, earlier)
    ;(earlier === undefined ? made : replaced).push(policy.name)
    const known = databases.filter((name) => vault.catalog.databases.byName(name) !== null)
    unknownDatabases.push(...databases.filter((name) => !known.includes(name)))
    if (known.length > 0 && policy.scope === 'databases') await applyPolicy(context, policy.id, known)
    applied.push(...known)
  }
  return { made, replaced, applied, unknownDatabases }
}
