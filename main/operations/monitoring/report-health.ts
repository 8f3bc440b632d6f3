import { thresholdsOf } from '../../../shared/domain/health/health-report.ts'
import type { HealthView, PastReport } from '../../../shared/domain/health/health-views.ts'
import { judgeHealth } from '../../../shared/domain/health/judge-health.ts'
import { listPastReports } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { gatherFacts } from './gather-facts.ts'
import { watchedBy } from './watched-by.ts'

/**
 * The health of the open vault now; of one that is away, what the catalog remembers, with the rest not known. Keeps nothing and tells nobody:
 * that is the part of the program that watches. Throws VAULT_NOT_GIVEN, KEY_NEEDED.
 */
export async function reportHealth(context: OperationsContext): Promise<HealthView> {
  const vault = context.session.known()
  const facts = await gatherFacts(context, vault)
  return {
    report: judgeHealth(facts, thresholdsOf(context.settings.current())),
    watchedBy: await watchedBy(context, vault),
  }
}

/** The newest reports that the program that watches kept, newest first. Throws what keeps the vault from being read. */
export function listHealthHistory(context: OperationsContext, limit: number): Promise<readonly PastReport[]> {
  const { access } = context.session.reachable()
  return listPastReports(context.world.ports, access.folder, limit)
}
