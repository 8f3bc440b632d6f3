import { findBackup } from '../operations/backups/find-backup.ts'
import { previewPartial, viewPartialRows } from '../operations/partial-restores/preview-partial.ts'
import { startPartial } from '../operations/partial-restores/start-partial.ts'
import { startSchemaCopy } from '../operations/partial-restores/start-schema-copy.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

interface SourceInput {
  readonly databaseId: string
  readonly backupId: string
}

/** Answers `partial`: bringing rows and tables back, and an empty copy. A caller that goes away cancels what only looks. */
export function partialApi({ operations }: ApiSurroundings) {
  const { partial } = guarded
  const sourceOf = ({ databaseId: database, backupId }: SourceInput) => {
    return { database, backup: findBackup(operations.session.reachable(), backupId) }
  }
  return {
    preview: partial.preview.handler(({ input, signal }) =>
      previewPartial(operations, { ...input, ...sourceOf(input) }, signal),
    ),
    rows: partial.rows.handler(({ input, signal }) =>
      viewPartialRows(operations, { ...input, ...sourceOf(input) }, signal),
    ),
    start: partial.start.handler(
      ({ input }) => startPartial(operations, { ...input, ...sourceOf(input) }).id,
    ),
    startSchemaCopy: partial.startSchemaCopy.handler(async ({ input }) => {
      const { targetPath } = input
      return (await startSchemaCopy(operations, { ...sourceOf(input), targetPath })).id
    }),
  }
}
