import { type } from '@orpc/contract'
import { z } from 'zod'

import type { KeepMark } from '../domain/retention/keep-mark.ts'
import type {
  CleanUpPlan,
  KeepMarksView,
  RemovalView,
  RetentionPlanView,
} from '../domain/retention/prune-views.ts'
import { removalSubjects } from '../domain/retention/removal.ts'
import { forAdministrator, forOperator, forViewer } from './base.ts'
import { idField } from './fields.ts'

const noteField = z.string().max(1000).default('')

/** What is kept, what goes, what can be brought back, and what is kept whatever a policy says. */
export const retentionContract = {
  /** What a clean-up of a database would do now, with its reasons. Changes nothing. */
  plan: forViewer.input(z.object({ databaseId: idField })).output(type<RetentionPlanView>()),
  /** The same of every database of which something would go, or is refused, without what stays. */
  goes: forViewer.output(type<readonly CleanUpPlan[]>()),
  /**
   * Queues a clean-up of a database, or of every one and the archives, and answers its job. The plan is made anew: where it would remove what `expected`
   * (the ids that were shown) does not have, nothing of that database goes.
   */
  run: forAdministrator
    .input(
      z.object({
        databaseId: idField.optional(),
        expected: z.array(idField).max(1_000_000).optional(),
        hasAgreed: z.boolean().default(false),
        isNow: z.boolean().default(false),
      }),
    )
    .output(type<string>()),
  /** Removals that are under way, of backups and of archives, the newest first: what is set aside can be put back. */
  removed: forViewer
    .input(z.object({ databaseId: idField.optional(), subject: z.enum(removalSubjects).optional() }))
    .output(type<readonly RemovalView[]>()),
  /** Puts backups and archives that are set aside back, with what they need; answers how many came back. */
  undo: forAdministrator
    .input(z.object({ backupIds: z.array(idField).min(1).max(10_000) }))
    .output(type<number>()),
  /** Pins and legal holds; an archive is named by its id in the place of a backup's. */
  marks: forViewer.input(z.object({ databaseId: idField.optional() })).output(type<KeepMarksView>()),
  pin: forOperator.input(z.object({ backupId: idField, note: noteField })).output(type<KeepMark>()),
  unpin: forOperator.input(z.object({ backupId: idField })),
  /** Places a legal hold on one backup or archive, or on a whole database. */
  hold: forAdministrator
    .input(
      z
        .object({
          databaseId: idField.optional(),
          backupId: idField.optional(),
          name: z.string().trim().min(1).max(200),
          note: noteField,
        })
        .refine(
          ({ databaseId, backupId }) => (databaseId === undefined) !== (backupId === undefined),
          'A hold is on a database, or on one backup or archive.',
        ),
    )
    .output(type<KeepMark>()),
  /** Lifts one hold. */
  lift: forAdministrator.input(z.object({ markId: idField })),
}
