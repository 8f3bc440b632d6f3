import type { BackupRecord, BackupType } from '../../../shared/domain/backup-record.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import type { JobRemark } from '../../../shared/domain/job.ts'
import { checkNames, type Validation } from '../../../shared/domain/validation.ts'
import type { BackupOutcome } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { JobEnd, Settled } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { keepDamage } from '../verifications/keep-damage.ts'
import { instantOf } from '../world.ts'
import type { BackupWish } from './backup-request.ts'

/** The fault of a backup whose checks failed; undefined when it passed. */
export function faultOfValidation(file: string, validation: Validation): Fault | undefined {
  if (validation.status === 'passed') return undefined
  const checks = checkNames.filter((name) => validation.checks[name].status === 'failed')
  const detail = checks.map((name) => `${name}: ${validation.checks[name].detail}`).join('; ')
  return { code: 'VALIDATION_FAILED', file, checks, detail }
}

/** How a run that ended so counts in the history. */
export function resultOf(fault: Fault | undefined): 'success' | 'failed' | 'cancelled' {
  if (fault === undefined) return 'success'
  return fault.code === 'JOB_CANCELLED' ? 'cancelled' : 'failed'
}

/** Remembers a backup that was stored, and tells of it. */
export function keepStoredBackup(
  context: Pick<OperationsContext, 'changes'>,
  vault: OpenVault,
  backup: BackupRecord,
): void {
  vault.catalog.backups.put(backup, null)
  vault.inventory.touch()
  context.changes.tell({ topic: 'backups', databaseId: backup.databaseId })
}

/** What the source looked like, for the next look; nothing is known where it was written to meanwhile. */
function keepObservation(vault: OpenVault, databaseId: string, outcome: BackupOutcome | undefined): void {
  // A schema backup says nothing of the rows, and so nothing of what is unchanged.
  if (outcome === undefined || (outcome.kind === 'stored' && outcome.backup.type === 'schema')) return
  const backupId = outcome.kind === 'stored' ? outcome.backup.id : outcome.unchangedSince
  const { observed } = outcome
  if (observed === null) vault.catalog.observations.forget(databaseId)
  else vault.catalog.observations.put(databaseId, { backupId, observed })
}

function remarkOf(asked: BackupType, outcome: BackupOutcome | undefined): JobRemark | undefined {
  if (outcome?.kind === 'no_changes_required') return 'unchanged'
  return outcome?.backup.type === 'full' && asked !== 'full' ? 'full_instead' : undefined
}

/** Keeps what came of a backup job. */
export async function settleBackup(
  context: Pick<OperationsContext, 'world' | 'changes'>,
  vault: OpenVault,
  wish: Pick<BackupWish, 'databaseId' | 'database' | 'type' | 'label' | 'slotAt'>,
  end: JobEnd<BackupOutcome>,
): Promise<Settled> {
  const { outcome } = end
  const backup = outcome?.kind === 'stored' ? outcome.backup : undefined
  const unchangedSince = outcome?.kind === 'no_changes_required' ? outcome.unchangedSince : undefined
  const { databaseId, database, label } = wish
  keepObservation(vault, databaseId, outcome)
  if (outcome?.kind === 'stored') await keepDamage(context, vault, outcome.baseDamage)
  if (backup !== undefined) {
    keepStoredBackup(context, vault, backup)
    const measuredAt = instantOf(context.world.ports.clock)
    const { sourceBytes: bytes, durationMs } = backup
    vault.catalog.speeds.add({ kind: 'backup', databaseId, measuredAt, bytes, durationMs })
  }
  const fault = end.fault ?? (backup && faultOfValidation(backup.file, backup.validation))
  await recordActivity(context, vault, {
    kind: 'backup',
    result: unchangedSince === undefined ? resultOf(fault) : 'no_changes_required',
    databaseId,
    database,
    backupId: backup?.id ?? unchangedSince ?? null,
    // A full may have been taken where changes were asked for.
    type: backup?.type ?? wish.type,
    label,
    startedAt: end.startedAt,
    durationMs: end.durationMs,
    bytes: backup?.sourceBytes ?? null,
    fault: fault ?? null,
    slotAt: wish.slotAt ?? null,
  })
  return { fault, backupId: backup?.id ?? unchangedSince, remark: remarkOf(wish.type, outcome) }
}
