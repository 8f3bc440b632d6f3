import { FaultError } from '../../../shared/domain/fault.ts'
import { saidHealthRules } from '../../../shared/domain/policies/health-rules.ts'
import type { Policy, PolicyDraft, Schedule } from '../../../shared/domain/policies/policy.ts'
import {
  decidingOnRegistrations,
  removePolicy as forgetPolicy,
  savePolicy as writePolicy,
} from '../../engine/engine.ts'
import { takeInRegistrations } from '../catalog/sync-catalog.ts'
import { keepRegistration } from '../databases/change-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'
import { policyFrom } from './begin-now.ts'
import { draftProblems } from './check-draft.ts'
import { policiesOf, policyCalled } from './list-policies.ts'

/** A schedule that is as it was keeps its memory; one that is new, or changed, or of a policy that rested, begins now. */
function schedulesOf(
  { world }: OperationsContext,
  draft: PolicyDraft,
  earlier: Policy | undefined,
): readonly Schedule[] {
  const { clock, ids } = world.ports
  const isSameZone = earlier?.timeZone === draft.timeZone
  const isResumed = earlier?.isEnabled === false && draft.isEnabled
  const since = instantOf(clock)
  return draft.schedules.map(({ type, label, cron }) => {
    const known = earlier?.schedules.find(
      (one) => isSameZone && one.type === type && one.label === label && one.cron === cron,
    )
    if (known !== undefined) return isResumed ? { ...known, since } : known
    return { id: ids.newId(), type, label, cron, since }
  })
}

/** Refuses what can't be used. Throws POLICY_INVALID. */
export function acceptDraft(draft: PolicyDraft): void {
  const problems = draftProblems(draft)
  if (problems.length > 0) throw new FaultError({ code: 'POLICY_INVALID', policy: draft.name, problems })
}

/** Its databases would be left without a schedule, and nobody told. Throws POLICY_INVALID where a policy would change what it is for. */
export function acceptScope({ name, scope }: PolicyDraft, earlier: Policy | undefined): void {
  if (earlier === undefined || earlier.scope === scope) return
  const what = earlier.scope === 'system' ? 'the complete system' : 'databases'
  const problems = [`the policy of that name is for ${what} and stays so: give this one another name`]
  throw new FaultError({ code: 'POLICY_INVALID', policy: name, problems })
}

function tellOfPolicies({ changes }: OperationsContext): void {
  changes.tell({ topic: 'policies' })
  changes.tell({ topic: 'databases' })
}

/**
 * Makes a policy, or changes the one with this id: it holds from now on for every database that has it. Throws POLICY_INVALID,
 * POLICY_UNKNOWN, and the faults of writing a vault.
 */
export async function savePolicy(
  context: OperationsContext,
  draft: PolicyDraft,
  policyId?: string,
): Promise<Policy> {
  acceptDraft(draft)
  const vault = context.session.reachable()
  const { ports } = context.world
  const policy = await decidingOnRegistrations(ports, vault.access.folder, async () => {
    const { byId } = await policiesOf(context, vault)
    const earlier = policyId === undefined ? undefined : policyCalled(byId.values(), policyId)
    acceptScope(draft, earlier)
    const name = draft.name.trim()
    const isTaken = [...byId.values()].some(
      (one) => one.id !== earlier?.id && one.name.toLowerCase() === name.toLowerCase(),
    )
    if (isTaken) {
      const problems = [`another policy is called ${name}`]
      throw new FaultError({ code: 'POLICY_INVALID', policy: name, problems })
    }
    const schedules = schedulesOf(context, draft, earlier)
    const { health: given, ...rest } = draft
    const health = saidHealthRules(given)
    const id = earlier?.id ?? ports.ids.newId()
    const made: Policy = { ...rest, name, schedules, id, ...(health && { health }) }
    await writePolicy(ports, vault.access.folder, made)
    return made
  })
  tellOfPolicies(context)
  return policy
}

/** Starts nothing of a policy any more, or goes on from now. Throws POLICY_UNKNOWN and the faults of writing a vault. */
export async function enablePolicy(
  context: OperationsContext,
  called: string,
  isEnabled: boolean,
): Promise<void> {
  const vault = context.session.reachable()
  const { ports } = context.world
  await decidingOnRegistrations(ports, vault.access.folder, async () => {
    const policy = policyCalled((await policiesOf(context, vault)).byId.values(), called)
    const isResumed = isEnabled && !policy.isEnabled
    const begun = isResumed ? policyFrom(policy, instantOf(ports.clock)) : policy
    await writePolicy(ports, vault.access.folder, { ...begun, isEnabled })
  })
  tellOfPolicies(context)
}

/**
 * Removes a policy; its databases have none then: nothing is taken of them by itself, and nothing removed. Throws POLICY_UNKNOWN and
 * the faults of writing a vault.
 */
export async function removePolicy(context: OperationsContext, called: string): Promise<void> {
  const vault = context.session.reachable()
  const { ports } = context.world
  await decidingOnRegistrations(ports, vault.access.folder, async () => {
    await takeInRegistrations(ports, vault.access, vault.catalog)
    const policy = policyCalled((await policiesOf(context, vault)).byId.values(), called)
    for (const record of vault.catalog.databases.all()) {
      if (record.policyId !== policy.id) continue
      const { policyId: _, policySince: __, ...without } = record
      await keepRegistration(context, without)
    }
    await forgetPolicy(ports, vault.access.folder, policy.id)
  })
  tellOfPolicies(context)
}
