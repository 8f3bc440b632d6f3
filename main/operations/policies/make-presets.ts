import { policyPresets } from '../../../shared/domain/policies/policy-presets.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from './list-policies.ts'
import { savePolicy } from './save-policy.ts'

/** The zone of this machine. */
export function zoneHere(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Makes the preset policies in a new vault, in the zone of this machine. Throws the faults of writing a vault. */
export async function makePresets(context: OperationsContext): Promise<void> {
  for (const preset of policyPresets) await savePolicy(context, { ...preset, timeZone: zoneHere() })
}

/** The policy that databases of a tier get when they are registered; undefined: none. */
export async function policyForTier(context: OperationsContext, tier: string): Promise<Policy | undefined> {
  const { byId } = await policiesOf(context, context.session.reachable())
  return [...byId.values()].find(({ tiers, scope }) => scope === 'databases' && tiers.includes(tier))
}
