import { type } from '@orpc/contract'
import { z } from 'zod'

import type { BackupFate, CleanUpPreview, TimelineLanes, TimelineView } from '../domain/timeline.ts'
import { forViewer } from './base.ts'
import { idField } from './fields.ts'

/** Some thousand years on either side of 1970: what a date can hold. */
const momentField = z.number().int().min(-8.64e15).max(8.64e15)

/** Every backup by time: how long it is kept, and what can be restored. Moments are milliseconds since 1970 UTC. */
export const timelineContract = {
  /** Every lane, and when the next clean-up is. */
  lanes: forViewer.output(type<TimelineLanes>()),
  /** What is to be drawn of some lanes in a range. Unknown databases are left out. */
  view: forViewer
    .input(
      z.object({
        fromMs: momentField,
        toMs: momentField,
        databaseIds: z.array(idField).min(1).max(100),
      }),
    )
    .output(type<TimelineView>()),
  /** What the next clean-up removes of every database, or of one. */
  preview: forViewer.input(z.object({ databaseId: idField.optional() })).output(type<CleanUpPreview>()),
  /** Why a backup is kept, and until when. */
  fate: forViewer.input(z.object({ backupId: idField })).output(type<BackupFate>()),
}
