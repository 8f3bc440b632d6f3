import {
  chooseCorruption,
  type CorruptedPart,
  type CorruptionKind,
  type DetectionReport,
} from '../../../shared/domain/drills/detection.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { manifestOf } from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { threadsOf } from '../backups/backup-request.ts'
import { resultOf } from '../backups/settle-backup.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { JobEnd, Settled, Submitted } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { chanceFrom } from './chance.ts'
import { drillFolder } from './start-drill.ts'

/** Which corruption is planted; what is left out is chosen by chance. */
export interface DetectionWish {
  readonly kind?: CorruptionKind | undefined
  readonly part?: CorruptedPart | undefined
}

/** A line in the history, and nothing else: it is no drill of the backup. */
async function settle(
  context: OperationsContext,
  vault: OpenVault,
  { databaseId, database, id: backupId, type, label }: StoredBackup,
  { fault, startedAt, durationMs }: JobEnd<DetectionReport>,
): Promise<Settled> {
  const ofBackup = { databaseId, database, backupId, type, label }
  await recordActivity(context, vault, {
    kind: 'prove_detection',
    result: resultOf(fault),
    ...ofBackup,
    startedAt,
    durationMs,
    fault: fault ?? null,
  })
  return { fault }
}

/**
 * Queues the showing that a drill of a backup finds a corruption, on a copy. Throws BACKUP_WITHOUT_ROWS for a schema backup, and what keeps
 * the vault from being used.
 */
export function startDetection(
  context: OperationsContext,
  backup: StoredBackup,
  wish: DetectionWish,
): Submitted<DetectionReport> {
  const vault = context.session.reachable()
  const { databaseId, database, file, lastValidation, id: backupId } = backup
  if (backup.type === 'schema') throw new FaultError({ code: 'BACKUP_WITHOUT_ROWS', file })
  const { world, settings } = context
  const scratchFolder = drillFolder(world)
  const chosen = chooseCorruption(chanceFrom(world.ports.ids))
  const request = {
    vault: vault.access,
    manifestFile: manifestOf(file),
    backupId,
    databaseId,
    database,
    scratchFolder,
    lastValidation,
    scratchLimitBytes: settings.current().drillScratchBytes,
    threads: threadsOf(world.cores),
    kind: wish.kind ?? chosen.kind,
    part: wish.part ?? chosen.part,
    chance: chanceFrom(world.ports.ids),
  }
  return context.queue.submit<DetectionReport>({
    kind: 'prove_detection',
    databaseId,
    database,
    backupId,
    run: (turn) => world.jobs.run({ kind: 'prove_detection', request }, turn),
    settle: async (end) => {
      // The job does so itself, unless it was killed.
      await world.ports.files.removeFolder(scratchFolder).catch(() => undefined)
      return settle(context, vault, backup, end)
    },
  })
}
