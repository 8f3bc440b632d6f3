import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { CronView, PoliciesView, PolicyView } from '../../../shared/domain/policies/policy-views.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { listPolicies as readPolicies } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { cronTimes, cronWords } from '../schedules/cron-times.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

const runsShown = 5

/** The policies of the open vault, by id, and whether any can't be read. Rejects with the system's errors. */
export async function policiesOf(
  context: Pick<OperationsContext, 'world'>,
  vault: OpenVault,
): Promise<{ readonly byId: ReadonlyMap<string, Policy>; readonly damaged: readonly string[] }> {
  const { ports } = context.world
  const { records, damaged } = await readPolicies(ports, vault.access.folder)
  if (damaged.length > 0) ports.logger.error('policies.damaged', { folder: vault.access.folder, damaged })
  return { byId: new Map(records.map((policy) => [policy.id, policy])), damaged }
}

/** A policy by its id or its name, without regard to case. Throws POLICY_UNKNOWN. */
export function policyCalled(policies: Iterable<Policy>, called: string): Policy {
  for (const policy of policies) {
    if (policy.id === called || policy.name.toLowerCase() === called.toLowerCase()) return policy
  }
  throw new FaultError({ code: 'POLICY_UNKNOWN', name: called })
}

/** When a cron expression runs, from now on. */
export function cronView(
  { world }: Pick<OperationsContext, 'world'>,
  cron: string,
  timeZone: string,
): CronView {
  const times = cronTimes(cron, timeZone)
  if (times === null) return { words: null, nextRuns: [] }
  const runs = times.next(world.ports.clock.now(), runsShown)
  return { words: cronWords(cron), nextRuns: runs.map((ms) => new Date(ms).toISOString()) }
}

function viewOf(context: OperationsContext, vault: OpenVault, policy: Policy): PolicyView {
  const { id, timeZone } = policy
  return {
    ...policy,
    schedules: policy.schedules.map((schedule) => ({
      ...schedule,
      ...cronView(context, schedule.cron, timeZone),
    })),
    databaseIds: vault.catalog.databases
      .all()
      .filter(({ policyId }) => policyId === id)
      .map((record) => record.id),
  }
}

/** Every policy with its databases and its next runs, by name. Throws what keeps the vault from being read. */
export async function listPolicies(context: OperationsContext): Promise<PoliciesView> {
  const vault = context.session.reachable()
  const { byId, damaged } = await policiesOf(context, vault)
  const policies = [...byId.values()]
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
    .map((policy) => viewOf(context, vault, policy))
  const unprotectedIds = vault.catalog.databases
    .all()
    .filter(({ policyId }) => policyId === undefined || (!byId.has(policyId) && damaged.length === 0))
    .map(({ id }) => id)
  return { policies, damaged, unprotectedIds }
}
