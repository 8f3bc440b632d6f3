import { type } from '@orpc/contract'
import { z } from 'zod'

import { corruptedParts, corruptionKinds } from '../domain/drills/detection.ts'
import { assertedOf } from '../domain/drills/assertion.ts'
import { assertionLimits, mostAssertions } from '../domain/drills/kept-assertions.ts'
import type { AssertionsView, DatabaseDrills, DrillsView, DrillView } from '../domain/drills/drill-views.ts'
import type { Page } from '../domain/page.ts'
import type { StoredBackup } from '../domain/protection.ts'
import { forAdministrator, forOperator, forViewer } from './base.ts'
import { idField, pageFields } from './fields.ts'

/**
 * An administrator's assertion. Its SQL is data: no procedure runs it. It is stored in the vault, and only a drill's job process asks it, of
 * a restored copy that is opened for reading only (`main/engine/drill/run-assertions.ts`).
 */
const assertionField = z.object({
  name: z.string().min(1).max(assertionLimits.name),
  sql: z.string().min(1).max(assertionLimits.sql),
  expected: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('equals'),
      value: z.union([z.string().max(assertionLimits.text), z.number(), z.null()]),
    }),
    z.object({ kind: z.literal('at_least'), value: z.number() }),
    z.object({ kind: z.literal('at_most'), value: z.number() }),
    z.object({ kind: z.literal('no_row') }),
  ]),
  of: z.enum(assertedOf).optional(),
})

/** Proof that backups can be brought back. */
export const drillsContract = {
  list: forViewer.output(type<DrillsView>()),
  /** How one database stands; null where it has no backup that can be drilled. */
  ofDatabase: forViewer.input(z.object({ databaseId: idField })).output(type<DatabaseDrills | null>()),
  /** The backups of a database that were drilled, the newest drill first. */
  drilled: forViewer
    .input(z.object({ databaseId: idField, ...pageFields }))
    .output(type<Page<StoredBackup>>()),
  /** The newest drill of a backup, with its evidence. */
  get: forViewer.input(z.object({ backupId: idField })).output(type<DrillView>()),
  /** Queues drills of the newest backup of each database, or of those that a round picks; answers the jobs. */
  start: forOperator
    .input(
      z.object({ databaseIds: z.array(idField).min(1).max(10_000), onlyNewest: z.boolean().default(true) }),
    )
    .output(type<readonly string[]>()),
  /** Queues the drill of one backup; answers the job. */
  startOne: forOperator.input(z.object({ backupId: idField })).output(type<string>()),
  /** Queues the showing, on a copy, that a drill finds a corruption; answers the job. The vault is only read. */
  proveDetection: forOperator
    .input(
      z.object({
        backupId: idField,
        kind: z.enum(corruptionKinds).optional(),
        part: z.enum(corruptedParts).optional(),
      }),
    )
    .output(type<string>()),
  assertions: forViewer.input(z.object({ databaseId: idField })).output(type<AssertionsView>()),
  /** Keeps what is asserted of a database, in the place of what was; an empty list asserts nothing any more. */
  keepAssertions: forAdministrator.input(
    z.object({ databaseId: idField, assertions: z.array(assertionField).max(mostAssertions) }),
  ),
}
