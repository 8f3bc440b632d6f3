import { type } from '@orpc/contract'
import { z } from 'zod'

import type { GuardReport } from '../domain/guard.ts'
import { forOperator } from './base.ts'
import { idField } from './fields.ts'

/** A change under a pre-update backup. Rolling back is a restore of that backup: `restore.plan` and `restore.start`. */
export const guardContract = {
  /** Queues the pre-update backup and answers its job; the job names the backup when it has ended. */
  begin: forOperator.input(z.object({ databaseId: idField })).output(type<string>()),
  /** Looks at the backup's database as it is now: whether it is right, and what was changed since. Kept in the history. */
  check: forOperator.input(z.object({ backupId: idField })).output(type<GuardReport>()),
}
