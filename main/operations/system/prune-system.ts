import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import { planRetention, type RetentionGuard } from '../../../shared/domain/retention/plan-retention.ts'
import type { RetainedBackup, RetentionPlan } from '../../../shared/domain/retention/retention-policy.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'
import { removeArchive } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { archivesOf } from './list-system.ts'

/** Names of the legal holds that keep an archive: those of every backup of a database that is in it. */
function holdsOn({ databases }: StoredArchive, marks: readonly KeepMark[]): readonly string[] {
  const inIt = new Set(databases.map(({ databaseId }) => databaseId))
  return marks
    .filter(
      ({ kind, backupId, databaseId }) => kind === 'legal_hold' && backupId === null && inIt.has(databaseId),
    )
    .map(({ name }) => name)
}

function retained(archive: StoredArchive, marks: readonly KeepMark[]): RetainedBackup {
  const { archiveId, takenAt, lastValidation, missing } = archive
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
    holds: holdsOn(archive, marks),
  }
}

/**
 * Which archives of the complete system a policy keeps and which go, at a moment (milliseconds since 1970 UTC). One that holds a database
 * under legal hold stays.
 */
export function planArchives(
  policy: Policy,
  archives: readonly StoredArchive[],
  nowMs: number,
  guard: RetentionGuard,
  marks: readonly KeepMark[],
): RetentionPlan {
  const rules = { ...policy.retention, timeZone: policy.timeZone }
  const judged = archives.map((archive) => retained(archive, marks))
  return planRetention(rules, judged, nowMs, guard)
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
