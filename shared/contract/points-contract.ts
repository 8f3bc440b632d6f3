import { type } from '@orpc/contract'
import { z } from 'zod'

import type { PointChoice, RecoveryPoint } from '../domain/recovery-point.ts'
import { forOperator, forViewer } from './base.ts'
import { idField, instantField } from './fields.ts'

/** The moments that a database can be brought back to. */
export const pointsContract = {
  /** Every point, oldest first, and those whose chain is broken. */
  list: forViewer.input(z.object({ databaseId: idField })).output(type<readonly RecoveryPoint[]>()),
  /** The newest whole point not after a moment. */
  at: forViewer.input(z.object({ databaseId: idField, at: instantField })).output(type<PointChoice>()),
  /**
   * Queues making a new full out of a backup's chain, without reading the database; answers the job's id. Left out: the
   * newest backup of the database.
   */
  merge: forOperator
    .input(z.object({ databaseId: idField, backupId: idField.optional() }))
    .output(type<string>()),
}
