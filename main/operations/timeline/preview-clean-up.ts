import { FaultError } from '../../../shared/domain/fault.ts'
import type { BackupFate, CleanUpPreview, GoingBackup } from '../../../shared/domain/timeline.ts'
import { findBackup } from '../backups/find-backup.ts'
import type { OperationsContext } from '../operations-context.ts'
import { laneJudge } from './lane-judge.ts'
import { yieldToOthers } from './yield-to-others.ts'

const mostListed = 1000

/**
 * What the next clean-up removes of every registered database, or of one, if the runs until then are made. Throws DATABASE_UNKNOWN, and
 * as `laneJudge`.
 */
export async function previewCleanUp(
  context: OperationsContext,
  databaseId: string | undefined,
): Promise<CleanUpPreview> {
  const judge = await laneJudge(context)
  const { databases, lanes } = context.session.known().catalog
  const withBackups = new Set(lanes.extents().map((extent) => extent.databaseId))
  const records = databases.all().filter(({ id }) => databaseId === undefined || id === databaseId)
  if (databaseId !== undefined && records.length === 0) {
    throw new FaultError({ code: 'DATABASE_UNKNOWN', name: databaseId })
  }
  const backups: GoingBackup[] = []
  const refused: CleanUpPreview['refused'][number][] = []
  let [count, bytes] = [0, 0]
  for (const { id, name: database } of records.filter((record) => withBackups.has(record.id))) {
    const { backups: all, judgement } = await judge.judge(id)
    if (judgement.refused !== null) refused.push({ databaseId: id, database, ...judgement.refused })
    for (const { id: backupId, takenAt, type, label, sizeBytes } of all) {
      const rule = judgement.goesNext.get(backupId)
      if (rule === undefined) continue
      count += 1
      bytes += sizeBytes
      if (backups.length < mostListed) {
        backups.push({ backupId, databaseId: id, database, takenAt, type, label, sizeBytes, rule })
      }
    }
    await yieldToOthers()
  }
  const { damagedMarks } = judge
  return { atMs: judge.cleanUpMs, damagedMarks, count, bytes, backups, refused }
}

/** Why a backup is kept, and until when. Throws BACKUP_UNKNOWN, and as `laneJudge`. */
export async function tellFate(context: OperationsContext, called: string): Promise<BackupFate> {
  const { id, databaseId } = findBackup(context.session.known(), called)
  const judge = await laneJudge(context)
  const { policy, judgement } = await judge.judge(databaseId)
  return {
    backupId: id,
    policy: policy?.name ?? null,
    reasons: judgement.reasonsOf(id),
    ...judgement.endOf(id),
    goesBy: judgement.goesNext.get(id) ?? null,
    damagedMarks: judge.damagedMarks,
  }
}
