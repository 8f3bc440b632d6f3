import type { RowChangeKind, RowChangesView } from '../../../shared/domain/comparison.ts'
import type { PartialPreview, TriggerChoice } from '../../../shared/domain/partial-restore.ts'
import type { RowSelection } from '../../../shared/domain/row-filter.ts'
import { neverAborted, runContentJob } from '../content/content-job.ts'
import type { OperationsContext } from '../operations-context.ts'
import { partialSides, partialSource, type PartialWish } from './partial-wish.ts'

/** Which rows are to be brought back. */
export interface PreviewWish extends PartialWish {
  readonly selections: readonly RowSelection[]
  /** What triggers are to do; left out: not chosen yet. */
  readonly triggers?: TriggerChoice | undefined
}

/**
 * What bringing rows back would do, and what is in its way; the live database is only read. Throws DATABASE_UNKNOWN, NO_BACKUP,
 * WRONG_USE, TABLE_UNKNOWN, COLUMN_UNKNOWN, the faults of reading a backup and a live database, and those of a job.
 */
export async function previewPartial(
  context: OperationsContext,
  wish: PreviewWish,
  signal: AbortSignal = neverAborted,
): Promise<PartialPreview> {
  const source = partialSource(context, wish)
  const { databaseId, database } = source
  const { selections, triggers } = wish
  return context.images.use([source.backup.id], signal, ([image], either) => {
    const sides = partialSides(context, source, image!.file)
    const request = { ...sides, databaseId, database, selections, triggers }
    return runContentJob(context, { kind: 'partial_preview', request }, either)
  })
}

/** Which of the rows that one selection concerns. */
export interface PartialRowsWish extends PartialWish {
  readonly selection: RowSelection
  readonly kind?: RowChangeKind | undefined
  readonly offset: number
  readonly limit: number
}

/** Some of the rows that bringing one selection back would add, change and remove. Throws as `previewPartial`, and PARTIAL_BLOCKED. */
export async function viewPartialRows(
  context: OperationsContext,
  wish: PartialRowsWish,
  signal: AbortSignal = neverAborted,
): Promise<RowChangesView> {
  const source = partialSource(context, wish)
  const { selection, kind, offset, limit } = wish
  return context.images.use([source.backup.id], signal, ([image], either) => {
    const request = { ...partialSides(context, source, image!.file), selection, kind, offset, limit }
    return runContentJob(context, { kind: 'partial_rows', request }, either)
  })
}
