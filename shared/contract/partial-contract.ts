import { type } from '@orpc/contract'
import { z } from 'zod'

import type { RowChangesView } from '../domain/comparison.ts'
import type { PartialPreview } from '../domain/partial-restore.ts'
import { forAdministrator, forViewer } from './base.ts'
import { selectionField } from './content-fields.ts'
import { idField, pageFields, pathField } from './fields.ts'

const triggersField = z.enum(['fire', 'stand_still'])

const whatFields = {
  databaseId: idField,
  backupId: idField,
  selections: z.array(selectionField).min(1).max(1000),
}

/** Bringing back tables, or rows of a table. */
export const partialContract = {
  /** `triggers` as chosen, once they are: a preview without it says where they must be. */
  preview: forViewer
    .input(z.object({ ...whatFields, triggers: triggersField.optional() }))
    .output(type<PartialPreview>()),
  /** Rows that the selection of one table would add, change and remove. */
  rows: forViewer
    .input(
      z.object({
        databaseId: idField,
        backupId: idField,
        selection: selectionField,
        kind: z.enum(['added', 'changed', 'removed']).optional(),
        ...pageFields,
      }),
    )
    .output(type<RowChangesView>()),
  /**
   * Starts it and answers its job. `mark` is the preview's; `confirmName` is the database's name as typed. `triggers` must
   * be chosen where a selected table has any.
   */
  start: forAdministrator
    .input(
      z.object({
        ...whatFields,
        mark: z.string().max(200),
        triggers: triggersField.optional(),
        confirmName: z.string(),
      }),
    )
    .output(type<string>()),
  /** Starts making an empty database with a backup's schema at a path where nothing is, and answers its job. */
  startSchemaCopy: forAdministrator
    .input(z.object({ databaseId: idField, backupId: idField, targetPath: pathField }))
    .output(type<string>()),
}
