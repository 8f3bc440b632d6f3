import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'
import type { Validation } from '../../../shared/domain/validation.ts'
import { damageVerdict, saveValidation, type SystemVerifyOutcome } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { threadsOf } from '../backups/backup-request.ts'
import { faultOfValidation, resultOf } from '../backups/settle-backup.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { JobEnd, Submitted } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import type { CalledArchive } from './list-system.ts'
import { systemDatabaseId, systemName } from './system-words.ts'

/** Keeps what was found of an archive of the vault. A vault without room for the record is logged and stops nothing. Throws the other faults of writing it. */
export async function keepArchiveVerdict(
  context: OperationsContext,
  vault: OpenVault,
  archive: StoredArchive | null,
  validation: Validation,
): Promise<void> {
  context.changes.tell({ topic: 'archives' })
  if (archive === null || vault.isReadOnly) return
  const { ports } = context.world
  try {
    await saveValidation(ports, vault.access.folder, archive.archiveId, validation)
  } catch (error) {
    if (faultOf(error)?.code !== 'VAULT_FULL') throw error
    ports.logger.warn('validation.not_saved', { archiveId: archive.archiveId, code: 'VAULT_FULL' })
  }
}

/** What a job that failed learned of an archive that it read: one that is damaged is not called proved any longer. */
export async function keepArchiveDamage(
  context: OperationsContext,
  vault: OpenVault,
  archive: StoredArchive | null,
  fault: Fault | undefined,
): Promise<void> {
  const verdict = fault === undefined ? null : damageVerdict(context.world.ports, fault)
  if (verdict === null || archive === null || fault === undefined) return
  if ('file' in fault && fault.file === archive.file)
    await keepArchiveVerdict(context, vault, archive, verdict)
}

async function settle(
  context: OperationsContext,
  vault: OpenVault,
  { archive, path }: CalledArchive,
  end: JobEnd<SystemVerifyOutcome>,
): Promise<{ readonly fault: Fault | undefined }> {
  const { outcome, startedAt, durationMs } = end
  if (outcome !== undefined) await keepArchiveVerdict(context, vault, archive, outcome.validation)
  const isFailed = outcome?.validation.status === 'failed'
  const verdict = outcome && (outcome.fault ?? faultOfValidation(archive?.file ?? path, outcome.validation))
  const fault = end.fault ?? (isFailed ? verdict : undefined)
  await recordActivity(context, vault, {
    kind: 'system_verify',
    result: resultOf(fault),
    database: systemName,
    startedAt,
    durationMs,
    bytes: outcome?.bytesRead ?? null,
    fault: fault ?? null,
  })
  return { fault }
}

/** Queues the check of an archive and of every backup in it. Throws what keeps the vault from being used. */
export function verifyArchive(
  context: OperationsContext,
  called: CalledArchive,
): Submitted<SystemVerifyOutcome> {
  const vault = context.session.reachable()
  const { archive, path } = called
  const request = {
    vault: vault.access,
    path,
    recorded: archive,
    threads: threadsOf(context.world.cores),
  }
  return context.queue.submit<SystemVerifyOutcome>({
    kind: 'system_verify',
    databaseId: systemDatabaseId,
    database: systemName,
    run: (turn) => context.world.jobs.run({ kind: 'system_verify', request }, turn),
    settle: (end) => settle(context, vault, called, end),
  })
}
