import type { DetectionReport } from '../../../shared/domain/drills/detection.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { JobView } from '../../../shared/domain/job.ts'
import type { PartialReport, SchemaCopyReport } from '../../../shared/domain/partial-restore.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { PruneReport } from '../../../shared/domain/retention/prune-views.ts'
import type { SystemRestoreReport } from '../../../shared/domain/system-archive.ts'
import type { Validation } from '../../../shared/domain/validation.ts'
import type {
  BackupOutcome,
  PartialRestoreOutcome,
  RestoreOutcome,
  SchemaCopyOutcome,
} from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'

/** What a job brought, for the screen that started it. */
export interface JobOutcomeView {
  readonly job: JobView
  readonly backup?: StoredBackup | undefined
  /** Nothing had changed: the backup whose state still is the database's. */
  readonly unchangedSince?: StoredBackup | undefined
  readonly restored?: RestoredView | undefined
  readonly partial?: PartialReport | undefined
  readonly schemaCopy?: SchemaCopyReport | undefined
  readonly pruned?: PruneReport | undefined
  readonly system?: SystemRestoreReport | undefined
  readonly detection?: DetectionReport | undefined
}

/** What a restore did. */
export interface RestoredView {
  readonly target: string
  readonly root: string
  readonly bytes: number
  readonly durationMs: number
  readonly safetyBackupId: string | null
  readonly setAside: string | null
  readonly validation: Validation
}

function restoredView(outcome: RestoreOutcome): RestoredView {
  const { target, root, bytes, durationMs, safetyBackup, setAside, validation } = outcome
  return { target, root, bytes, durationMs, safetyBackupId: safetyBackup?.id ?? null, setAside, validation }
}

function partialView(outcome: PartialRestoreOutcome): PartialReport {
  const { target, tables, triggers, safetyBackupId, rowsCompared, foreignKeysChecked } = outcome
  const { integrityCheck, durationMs } = outcome
  return {
    target,
    tables,
    triggers,
    safetyBackupId,
    rowsCompared,
    foreignKeysChecked,
    integrityCheck,
    durationMs,
  }
}

function schemaCopyView({ target, objects, leftOut, durationMs }: SchemaCopyOutcome): SchemaCopyReport {
  return { target, objects, leftOut, durationMs }
}

/** What an outcome is for the screen, by the kind of its job. */
function broughtBy({ kind }: JobView, outcome: unknown): Omit<JobOutcomeView, 'job' | 'backup'> {
  if (outcome === undefined) return {}
  if (kind === 'restore') return { restored: restoredView(outcome as RestoreOutcome) }
  if (kind === 'partial_restore') return { partial: partialView(outcome as PartialRestoreOutcome) }
  if (kind === 'prove_detection') return { detection: outcome as DetectionReport }
  if (kind === 'prune') return { pruned: outcome as PruneReport }
  if (kind === 'system_restore')
    return { system: (outcome as { readonly report: SystemRestoreReport }).report }
  return kind === 'schema_copy' ? { schemaCopy: schemaCopyView(outcome as SchemaCopyOutcome) } : {}
}

/** A job as it is now, with what it brought when it has ended. Throws JOB_UNKNOWN. */
export function reportJob(context: OperationsContext, jobId: string): JobOutcomeView {
  const job = context.queue.view(jobId)
  if (job === null) throw new FaultError({ code: 'JOB_UNKNOWN', job: jobId })
  const backupId = job.backupId
  const backup = backupId === undefined ? null : context.session.current()?.catalog.backups.get(backupId)
  const outcome = context.queue.endOf(jobId)?.outcome
  const found = backup ?? undefined
  const isUnchanged =
    job.kind === 'backup' && (outcome as BackupOutcome | undefined)?.kind === 'no_changes_required'
  return isUnchanged ? { job, unchangedSince: found } : { job, backup: found, ...broughtBy(job, outcome) }
}

/** Asks a job to stop. Throws JOB_UNKNOWN when none of that id is waiting or running. */
export function cancelJob(context: OperationsContext, jobId: string): void {
  if (!context.queue.cancel(jobId)) throw new FaultError({ code: 'JOB_UNKNOWN', job: jobId })
}
