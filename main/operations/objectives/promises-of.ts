import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { thresholdsOf } from '../../../shared/domain/health/health-report.ts'
import {
  noObjectives,
  promisedFor,
  type Objectives,
  type PromisedOf,
} from '../../../shared/domain/objectives/objective.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { readObjectives, vaultPaths } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from '../policies/list-policies.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { scheduledRpos } from './scheduled-rpo.ts'

/** What is promised in a vault. */
export interface Promises {
  readonly objectives: Objectives
  /** Why what was said can't be read, so that defaults hold; null: it can. */
  readonly problem: string | null
  of(record: DatabaseRecord, imageBytes: number | null): PromisedOf
}

type Context = Pick<OperationsContext, 'world' | 'settings'>

async function policiesKnown(
  context: Context,
  vault: OpenVault,
): Promise<{ readonly byId: ReadonlyMap<string, Policy>; readonly isWhole: boolean }> {
  try {
    const { byId, damaged } = await policiesOf(context, vault)
    return { byId, isWhole: damaged.length === 0 }
  } catch {
    // The vault is away: what follows a schedule is not known.
    return { byId: new Map(), isWhole: false }
  }
}

/** What is promised in an open vault. What can't be read is named; defaults hold then. */
export async function promisesOf(context: Context, vault: OpenVault): Promise<Promises> {
  const { ports } = context.world
  const { folder } = vault.access
  const read = await readObjectives(ports, folder)
  const isRead = read === null || !('problem' in read)
  const problem = isRead ? null : `${vaultPaths.objectives}: ${read.problem}`
  if (problem !== null) ports.logger.error('objectives.damaged', { folder, problem })
  const objectives = isRead ? (read ?? noObjectives) : noObjectives
  const { byId, isWhole } = await policiesKnown(context, vault)
  const thresholds = thresholdsOf(context.settings.current())
  const scheduledRpo = scheduledRpos(byId, !isWhole, ports.clock.now(), thresholds)
  return {
    objectives,
    problem,
    of: (record, imageBytes) => {
      const { id, tier } = record
      return promisedFor(objectives, { id, tier, imageBytes, scheduledRpo: scheduledRpo(record) })
    },
  }
}
