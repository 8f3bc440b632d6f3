import type { ContentView, RowsView } from '../../../shared/domain/look.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { manifestOf, type LookOutcome, type LookRequest } from '../../engine/engine.ts'
import { threadsOf } from '../backups/backup-request.ts'
import type { OperationsContext } from '../operations-context.ts'
import { neverAborted, runContentJob } from './content-job.ts'

type Wish = LookRequest['wish']
type RowsWish = Extract<Wish, { kind: 'rows' }>

async function look(
  context: OperationsContext,
  backup: StoredBackup,
  wish: Wish,
  signal: AbortSignal,
): Promise<LookOutcome> {
  const { access } = context.session.reachable()
  return context.images.use([backup.id], signal, ([image], either) => {
    const request: LookRequest = {
      vault: access,
      manifestFile: manifestOf(backup.file),
      imageFile: image!.file,
      threads: threadsOf(context.world.cores),
      wish,
    }
    return runContentJob(context, { kind: 'look', request }, either)
  })
}

function mismatch(outcome: LookOutcome): Error {
  return new Error(`a look that was asked for something else answered ${outcome.kind}`)
}

/**
 * What is inside a backup. Nothing but the image is written. Throws what keeps the vault from being used, the faults of reading a backup,
 * TABLE_UNREADABLE, SCRATCH_FULL, SCRATCH_WRITE_FAILED, and those of a job.
 */
export async function lookAtContent(
  context: OperationsContext,
  backup: StoredBackup,
  signal: AbortSignal = neverAborted,
): Promise<ContentView> {
  const outcome = await look(context, backup, { kind: 'content' }, signal)
  if (outcome.kind !== 'content') throw mismatch(outcome)
  return outcome.content
}

/** Some rows of one table of a backup. Throws as `lookAtContent`, and TABLE_UNKNOWN, COLUMN_UNKNOWN, WRONG_USE. */
export async function lookAtRows(
  context: OperationsContext,
  backup: StoredBackup,
  wish: Omit<RowsWish, 'kind'>,
  signal: AbortSignal = neverAborted,
): Promise<RowsView> {
  const outcome = await look(context, backup, { ...wish, kind: 'rows' }, signal)
  if (outcome.kind !== 'rows') throw mismatch(outcome)
  return outcome.rows
}
