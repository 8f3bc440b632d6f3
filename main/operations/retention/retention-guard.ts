import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { RetentionGuard } from '../../../shared/domain/retention/plan-retention.ts'
import { clockJump } from '../catalog/clock-memory.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { silenceOf } from './silence-of.ts'

/**
 * What bounds a removal of a database's backups now. `hasAgreed`: somebody agreed that many go at once. `silenceMs` is `silenceOf` its policy
 * now, where that is known already: it is the same for every database of the policy, and asks its schedules.
 */
export function retentionGuardOf(
  { world, settings }: Pick<OperationsContext, 'world' | 'settings'>,
  { catalog }: OpenVault,
  databaseId: string,
  policy: Policy,
  hasAgreed: boolean,
  silenceMs = silenceOf(policy, world.ports.clock.now()),
): RetentionGuard {
  const nowMs = world.ports.clock.now()
  const unchanged = [...catalog.history.unchangedUntil(databaseId).values()].toSorted()
  const hasFailedCheck = catalog.backups.newestCheckOf(databaseId)?.status === 'failed'
  return {
    hasFailed: hasFailedCheck || catalog.history.failedButForRoomSince(databaseId) !== null,
    shareAtOnce: hasAgreed ? 1 : settings.current().pruneShareAtOnce / 100,
    silenceMs,
    unchangedAt: unchanged.at(-1) ?? null,
    jumpedClock: clockJump(catalog.marks, nowMs, silenceMs),
  }
}
