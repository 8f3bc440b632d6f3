import { type } from '@orpc/contract'
import { z } from 'zod'

import type { ContentView, RowsView } from '../domain/look.ts'
import { forViewer } from './base.ts'
import { conditionField, objectNameField } from './content-fields.ts'
import { idField, pageFields } from './fields.ts'

/** Looking inside a backup: read-only, and the live file is not touched. The first look at a large backup takes a while. */
export const lookContract = {
  content: forViewer.input(z.object({ backupId: idField })).output(type<ContentView>()),
  rows: forViewer
    .input(
      z.object({
        backupId: idField,
        table: objectNameField,
        conditions: z.array(conditionField).max(50).default([]),
        /** Left out: in key order. */
        sort: objectNameField.optional(),
        descending: z.boolean().default(false),
        ...pageFields,
      }),
    )
    .output(type<RowsView>()),
}
