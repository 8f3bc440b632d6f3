import path from 'node:path'

import type { ComparedSide, ComparisonView, RowChangesView } from '../../../shared/domain/comparison.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { CompareOutcome, CompareRequest, ExportedSql } from '../../engine/engine.ts'
import { threadsOf } from '../backups/backup-request.ts'
import type { OperationsContext } from '../operations-context.ts'
import { neverAborted, runContentJob } from './content-job.ts'
import { backupSide, keyOfLive, livePathOf, liveSide } from './side-orders.ts'

/** What is compared: a backup, and another one or the backup's own database as it is. */
export interface ComparedPair {
  readonly backup: StoredBackup
  /** Null: the live database. */
  readonly other: StoredBackup | null
}

type Wish = CompareRequest['wish']
type OutcomeFor<W extends Wish> = Extract<CompareOutcome, { kind: W['kind'] }>

function rightOf(outcome: CompareOutcome): ComparedSide {
  return outcome.kind === 'summary' ? outcome.comparison.right : outcome.right
}

async function compare<W extends Wish>(
  context: OperationsContext,
  { backup, other }: ComparedPair,
  wish: W,
  signal: AbortSignal,
): Promise<OutcomeFor<W>> {
  const { access: vault } = context.session.reachable()
  const livePath = other === null ? livePathOf(context, backup) : ''
  const keys = [backup.id, other === null ? keyOfLive(backup) : other.id]
  return context.images.use(keys, signal, async ([left, right], either) => {
    // A summary looks at the live database anew; the questions after it are about what the summary saw.
    const isNew = wish.kind === 'summary'
    const request: CompareRequest = {
      vault,
      left: backupSide(backup, left!),
      right:
        other === null
          ? liveSide(livePath, right!, isNew ? null : right!.copiedAt)
          : backupSide(other, right!),
      threads: threadsOf(context.world.cores),
      wish,
    }
    // A copy that is replaced is of another moment, also where the comparison fails afterwards.
    if (isNew) right!.keepCopiedAt(null)
    const outcome = await runContentJob(context, { kind: 'compare', request }, either)
    const side = rightOf(outcome)
    if (side.kind === 'live') right!.keepCopiedAt(side.observedAt)
    if (outcome.kind !== wish.kind) throw new Error(`a comparison answered ${outcome.kind}`)
    return outcome as OutcomeFor<W>
  })
}

/**
 * How two contents differ, schema and rows of each table. Throws what keeps the vault from being used, the faults of reading a backup and
 * a live database, WRONG_USE, TABLE_UNREADABLE, SCRATCH_FULL, SCRATCH_WRITE_FAILED, and those of a job.
 */
export async function summarizeComparison(
  context: OperationsContext,
  pair: ComparedPair,
  signal: AbortSignal = neverAborted,
): Promise<ComparisonView> {
  return (await compare(context, pair, { kind: 'summary' } as const, signal)).comparison
}

/**
 * Some rows that differ in one table; of a live database as the last summary of this process saw it. Throws as
 * `summarizeComparison`, and TABLE_UNKNOWN.
 */
export async function changedRows(
  context: OperationsContext,
  pair: ComparedPair,
  wish: Omit<Extract<Wish, { kind: 'rows' }>, 'kind'>,
  signal: AbortSignal = neverAborted,
): Promise<RowChangesView> {
  return (await compare(context, pair, { ...wish, kind: 'rows' as const }, signal)).rows
}

/** Throws TARGET_IN_VAULT. A folder that is not there is the export's own to refuse. */
export async function refuseExportInVault(
  { session, world }: OperationsContext,
  toPath: string,
): Promise<void> {
  const { files } = world.ports
  const vault = await files.realPath(session.reachable().access.folder)
  const folder = await files.realPath(path.dirname(toPath)).catch(() => null)
  if (folder === null || (folder !== vault && !folder.startsWith(vault + path.sep))) return
  throw new FaultError({ code: 'TARGET_IN_VAULT', path: toPath })
}

/** Writes the difference as SQL into a file that must not be there. Throws as `summarizeComparison`, EXPORT_FAILED and TARGET_IN_VAULT. */
export async function exportComparison(
  context: OperationsContext,
  pair: ComparedPair,
  toPath: string,
  signal: AbortSignal = neverAborted,
): Promise<ExportedSql> {
  const wish = { kind: 'sql', toPath: path.resolve(toPath) } as const
  await refuseExportInVault(context, wish.toPath)
  return (await compare(context, pair, wish, signal)).exported
}
