import { type } from '@orpc/contract'
import { z } from 'zod'

import type { Page } from '../domain/page.ts'
import type { StoredBackup } from '../domain/protection.ts'
import type { RestorePlan } from '../domain/restore-plan.ts'
import { forAdministrator, forOperator, forViewer } from './base.ts'
import { idField, instantField, labelField, pageFields, pathField, typeField } from './fields.ts'

export const backupsContract = {
  list: forViewer
    .input(
      z.object({
        databaseId: idField.optional(),
        search: z.string().max(200).optional(),
        sort: z.enum(['takenAt', 'database', 'sizeBytes', 'type', 'label', 'status']).default('takenAt'),
        descending: z.boolean().default(true),
        ...pageFields,
      }),
    )
    .output(type<Page<StoredBackup>>()),
  get: forViewer.input(z.object({ backupId: idField })).output(type<StoredBackup>()),
  /** Queues one backup job for each database; answers the jobs' ids. */
  start: forOperator
    .input(
      z.object({
        databaseIds: z.array(idField).min(1).max(10_000),
        type: typeField.default('full'),
        label: labelField.default('manual'),
      }),
    )
    .output(type<readonly string[]>()),
  /** Queues one verification job for each backup; answers the jobs' ids. */
  verify: forOperator
    .input(z.object({ backupIds: z.array(idField).min(1).max(10_000) }))
    .output(type<readonly string[]>()),
}

const restoreFields = {
  databaseId: idField,
  /** Left out: the newest backup that is not known to be damaged. */
  backupId: idField.optional(),
  /** Instead of a backup: the newest point not after this moment. */
  at: instantField.optional(),
  /** Left out: the database's own path. */
  targetPath: pathField.optional(),
}

export const restoreContract = {
  plan: forViewer.input(z.object(restoreFields)).output(type<RestorePlan>()),
  /**
   * Starts a restore and answers its job. `confirmName` is the database's name as typed; it must be right where a file is replaced.
   * `method` and `expectedTarget` are the plan's: a target that changed since refuses the restore.
   */
  start: forAdministrator
    .input(
      z.object({
        databaseId: idField,
        backupId: idField,
        targetPath: pathField,
        method: z.enum(['swap', 'in_place', 'new_file']),
        expectedTarget: z.object({ sizeBytes: z.number(), modifiedAt: z.string() }).nullable(),
        confirmName: z.string(),
        /** Which promise its time is measured by. Left out: a complete recovery. */
        scenario: z.enum(['complete', 'point_in_time']).optional(),
      }),
    )
    .output(type<string>()),
  /** The wizard's last step: the database is no longer under recovery and its schedules go on. */
  resumeOperations: forOperator.input(z.object({ databaseId: idField })),
}
