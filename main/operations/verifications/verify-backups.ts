import type { Fault } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { unknownValidation } from '../../../shared/domain/validation.ts'
import { manifestOf, type VerifyOutcome } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { threadsOf } from '../backups/backup-request.ts'
import { faultOfValidation, resultOf } from '../backups/settle-backup.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { JobEnd, Submitted } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'
import { keepVerdict } from './keep-verdict.ts'

/** One thing to verify: a backup that is known, or a manifest that says nothing. */
export type Verifiable =
  { readonly backup: StoredBackup; readonly file: string } | { readonly backup: null; readonly file: string }

async function keepOutcome(
  context: OperationsContext,
  vault: OpenVault,
  backup: StoredBackup,
  outcome: VerifyOutcome,
): Promise<void> {
  const { databaseId } = backup
  const { bytesRead: bytes, durationMs } = outcome
  const measuredAt = instantOf(context.world.ports.clock)
  vault.catalog.speeds.add({ kind: 'verify', databaseId, measuredAt, bytes, durationMs })
  await keepVerdict(context, vault, backup, outcome.validation)
}

/** A manifest that became one of a newer version, or says so: this version can tell nothing of its backup any more. */
function forgetVerdict(context: OperationsContext, vault: OpenVault, { id, databaseId }: StoredBackup): void {
  const why = 'its manifest says a newer version, which this one can’t check'
  vault.catalog.backups.putValidation(id, unknownValidation(why))
  context.changes.tell({ topic: 'backups', databaseId })
}

async function settle(
  context: OperationsContext,
  vault: OpenVault,
  what: Verifiable,
  end: JobEnd<VerifyOutcome>,
): Promise<{ fault: Fault | undefined }> {
  const { outcome } = end
  const { backup } = what
  if (outcome !== undefined && backup !== null) await keepOutcome(context, vault, backup, outcome)
  if (end.fault?.code === 'MANIFEST_TOO_NEW' && backup !== null) forgetVerdict(context, vault, backup)
  const verdict = outcome && (outcome.fault ?? faultOfValidation(what.file, outcome.validation))
  const fault = end.fault ?? (outcome?.validation.status === 'failed' ? verdict : undefined)
  await recordActivity(context, vault, {
    kind: 'verify',
    result: resultOf(fault),
    databaseId: backup?.databaseId ?? null,
    database: backup?.database ?? null,
    backupId: backup?.id ?? null,
    type: backup?.type ?? null,
    label: backup?.label ?? null,
    startedAt: end.startedAt,
    durationMs: end.durationMs,
    bytes: outcome?.bytesRead ?? null,
    fault: fault ?? null,
  })
  return { fault }
}

function submit(context: OperationsContext, vault: OpenVault, what: Verifiable): Submitted<VerifyOutcome> {
  const { backup, file } = what
  const request = {
    vault: vault.access,
    manifestFile: manifestOf(file),
    threads: threadsOf(context.world.cores),
  }
  return context.queue.submit<VerifyOutcome>({
    kind: 'verify',
    databaseId: backup?.databaseId ?? '',
    database: backup?.database ?? file,
    backupId: backup?.id,
    run: (turn) => context.world.jobs.run({ kind: 'verify', request }, turn),
    settle: (end) => settle(context, vault, what, end),
  })
}

/** Queues a verification of each and answers at once. Throws what keeps the vault from being used. */
export function verifyBackups(
  context: OperationsContext,
  things: readonly Verifiable[],
): readonly Submitted<VerifyOutcome>[] {
  const vault = context.session.reachable()
  return things.map((what) => submit(context, vault, what))
}

const pageLength = 1000

/** Everything in the vault that can be verified, the newest first, then the manifests that can't be read. */
export function everythingToVerify(vault: OpenVault): readonly Verifiable[] {
  const { backups, marks } = vault.catalog
  const things: Verifiable[] = []
  for (let offset = 0; ; offset += pageLength) {
    const { rows } = backups.page({ sort: 'takenAt', descending: true, offset, limit: pageLength })
    things.push(...rows.map((backup) => ({ backup, file: backup.file })))
    if (rows.length < pageLength) break
  }
  const unreadable = marks.damaged().map(({ file }) => file.slice(0, -manifestOf('').length))
  return [...things, ...unreadable.map((file) => ({ backup: null, file }))]
}
