import os from 'node:os'
import path from 'node:path'

import type { DrillAssertion } from '../../../shared/domain/drills/assertion.ts'
import { reasonOf } from '../../../shared/domain/drills/drill.ts'
import type { DrillRecord } from '../../../shared/domain/drills/drill-record.ts'
import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'
import { manifestOf, saveDrill, type DrillOutcome, type DrillRequest } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { threadsOf } from '../backups/backup-request.ts'
import { resultOf } from '../backups/settle-backup.ts'
import { imageFolderName } from '../content/image-folder.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { JobEnd, Settled, Submitted } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'

/** What a drill found is not all that it is to show; undefined where it is. */
export function faultOfDrill(file: string, { levels }: Pick<DrillOutcome, 'levels'>): Fault | undefined {
  const reason = reasonOf(levels)
  if (reason === null) return undefined
  const { level, detail, status } = reason
  return { code: 'DRILL_NOT_PASSED', file, level, detail, isKnown: status === 'failed' }
}

async function keepRecord(
  { world, changes }: OperationsContext,
  vault: OpenVault,
  { id, databaseId }: StoredBackup,
  outcome: DrillOutcome,
): Promise<void> {
  const { verdict, levels, restoreMs, drilledAt, durationMs } = outcome
  const by = os.userInfo().username
  const record: DrillRecord = { backupId: id, verdict, levels, restoreMs, drilledAt, durationMs, by }
  vault.catalog.backups.putDrill(id, record)
  if (restoreMs !== null && outcome.bytes !== null) {
    const measured = { databaseId, measuredAt: drilledAt, bytes: outcome.bytes, durationMs: restoreMs }
    vault.catalog.speeds.add({ kind: 'restore', ...measured })
  }
  changes.tell({ topic: 'backups', databaseId })
  if (!vault.isReadOnly) await saveDrill(world.ports, vault.access.folder, record)
}

/** One that did not come back as it was measures nothing. */
function measuredBy(outcome: DrillOutcome | undefined): Pick<ActivityEntry, 'measured'> {
  if (outcome === undefined || outcome.restoreMs === null || outcome.verdict === 'failed') return {}
  return { measured: { scenario: 'drill', restoreMs: outcome.restoreMs } }
}

async function settle(
  context: OperationsContext,
  vault: OpenVault,
  backup: StoredBackup,
  { outcome, fault: stopped, startedAt, durationMs }: JobEnd<DrillOutcome>,
): Promise<Settled> {
  if (outcome !== undefined) await keepRecord(context, vault, backup, outcome)
  const fault = stopped ?? (outcome && faultOfDrill(backup.file, outcome))
  const { databaseId, database, id: backupId, type, label } = backup
  const ofBackup = { databaseId, database, backupId, type, label }
  await recordActivity(context, vault, {
    kind: 'drill',
    result: resultOf(fault),
    ...ofBackup,
    startedAt,
    durationMs,
    bytes: outcome?.bytes ?? null,
    fault: fault ?? null,
    ...measuredBy(outcome),
  })
  return { fault }
}

/**
 * Queues the drill of a backup. A schema backup has no rows to bring back: throws BACKUP_WITHOUT_ROWS, and what keeps the vault from being
 * used. What is restored lies in Holdfast's own folder, private to this user, until the drill ends.
 */
export function startDrill(
  context: OperationsContext,
  backup: StoredBackup,
  assertions: readonly DrillAssertion[] = [],
): Submitted<DrillOutcome> {
  const vault = context.session.reachable()
  const { databaseId, database, file, lastValidation } = backup
  if (backup.type === 'schema') throw new FaultError({ code: 'BACKUP_WITHOUT_ROWS', file })
  const { world, settings } = context
  const request: DrillRequest = {
    vault: vault.access,
    manifestFile: manifestOf(file),
    databaseId,
    database,
    scratchFolder: path.join(world.home.drillsFolder, imageFolderName(world.ports), world.ports.ids.newId()),
    scratchLimitBytes: settings.current().drillScratchBytes,
    assertions,
    lastValidation,
    threads: threadsOf(world.cores),
  }
  return context.queue.submit<DrillOutcome>({
    kind: 'drill',
    databaseId,
    database,
    backupId: backup.id,
    run: (turn) => world.jobs.run({ kind: 'drill', request }, turn),
    settle: (end) => settle(context, vault, backup, end),
  })
}
