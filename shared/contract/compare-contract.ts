import { type } from '@orpc/contract'
import { z } from 'zod'

import type { ComparisonView, RowChangesView } from '../domain/comparison.ts'
import { forOperator, forViewer } from './base.ts'
import { objectNameField } from './content-fields.ts'
import { idField, pageFields, pathField } from './fields.ts'

/** What was written. */
export interface SqlExport {
  readonly path: string
  /** Statements that change something. */
  readonly statements: number
  readonly sizeBytes: number
  /** What differs and is not in the file, with the reason, in words. */
  readonly leftOut: readonly string[]
}

const sidesFields = {
  backupId: idField,
  /** Left out: the backup's own database as it is now. */
  otherBackupId: idField.optional(),
}

/** A backup (left) beside the live database or another backup (right). Changes are those from left to right. */
export const compareContract = {
  summary: forViewer.input(z.object(sidesFields)).output(type<ComparisonView>()),
  rows: forViewer
    .input(
      z.object({
        ...sidesFields,
        table: objectNameField,
        kind: z.enum(['added', 'changed', 'removed']).optional(),
        ...pageFields,
      }),
    )
    .output(type<RowChangesView>()),
  /** Writes SQL that makes the right side out of the left one into a file that must not exist. */
  exportSql: forOperator.input(z.object({ ...sidesFields, toPath: pathField })).output(type<SqlExport>()),
}
