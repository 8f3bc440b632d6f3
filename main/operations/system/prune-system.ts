import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { planRetention, type RetentionGuard } from '../../../shared/domain/retention/plan-retention.ts'
import type { RetainedBackup, RetentionPlan } from '../../../shared/domain/retention/retention-policy.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'
import { removeArchive } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { archivesOf } from './list-system.ts'

function retained({ archiveId, takenAt, lastValidation, missing }: StoredArchive): RetainedBackup {
  return {
    id: archiveId,
    type: 'full',
    label: 'monthly',
    takenAt,
    needs: [],
    // One that lacks a database must never push out one that is complete.
    verdict: lastValidation.status === 'passed' && missing.length > 0 ? 'failed' : lastValidation.status,
    isDrilled: false,
    isPinned: false,
    holds: [],
  }
}

/** Which archives of the complete system a policy keeps and which go, at a moment (milliseconds since 1970 UTC). */
export function planArchives(
  policy: Policy,
  archives: readonly StoredArchive[],
  nowMs: number,
  guard: RetentionGuard,
): RetentionPlan {
  const rules = { ...policy.retention, timeZone: policy.timeZone }
  return planRetention(rules, archives.map(retained), nowMs, guard)
}

/** What became of archives that were to go. */
export interface PrunedArchives {
  readonly removed: readonly StoredArchive[]
  readonly freedBytes: number
}

/**
 * Removes archives of the open vault by their ids, each its contents record first. Throws BACKUP_IN_USE for one that is being read, and the
 * faults of writing a vault; those before it are gone then.
 */
export async function pruneArchives(
  context: OperationsContext,
  archiveIds: readonly string[],
): Promise<PrunedArchives> {
  const vault = context.session.reachable()
  const { archives } = await archivesOf(context, vault)
  const removed: StoredArchive[] = []
  for (const archive of archives.filter(({ archiveId }) => archiveIds.includes(archiveId))) {
    await removeArchive(context.world.ports, vault.access, archive)
    removed.push(archive)
    context.changes.tell({ topic: 'archives' })
  }
  return { removed, freedBytes: removed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
}
