import { type } from '@orpc/contract'
import { z } from 'zod'

import type { ObjectiveParts } from '../domain/objectives/objective.ts'
import { longestObjectiveMs, shortestObjectiveMs } from '../domain/objectives/parse-objective-duration.ts'
import type {
  ObjectiveCalendar,
  ObjectiveDetail,
  ObjectivesView,
} from '../domain/objectives/objective-views.ts'
import { forOperator, forViewer } from './base.ts'
import { idField, tierField } from './fields.ts'

const momentField = z.number().int().min(-8.64e15).max(8.64e15)
/** Milliseconds; null: not promised; left out: nothing is said, and the tier's or the default holds. */
const saidField = z.number().int().min(shortestObjectiveMs).max(longestObjectiveMs).nullable().optional()

const partsField = z.object({
  rpoMs: saidField,
  rtoMs: z.object({
    complete: saidField,
    point_in_time: saidField,
    partial: saidField,
    schema_only: saidField,
  }),
})

/** How much may be lost and how long a restore may take: promised, and achieved. Moments are milliseconds since 1970 UTC. */
export const objectivesContract = {
  /** Every database now, by name. */
  list: forViewer.output(type<ObjectivesView>()),
  /** What was achieved of one through a span of time; what lies after now is left out. */
  view: forViewer
    .input(z.object({ databaseId: idField, fromMs: momentField, toMs: momentField }))
    .output(type<ObjectiveDetail>()),
  /** What happened to one on each day of the last 53 weeks. */
  calendar: forViewer.input(z.object({ databaseId: idField })).output(type<ObjectiveCalendar>()),
  /** What was said of one and of its tier, to be changed. */
  said: forViewer
    .input(z.object({ databaseId: idField }))
    .output(type<{ readonly own: ObjectiveParts; readonly ofTier: ObjectiveParts }>()),
  /** Says what is promised, in the place of everything that was said of that database or tier. */
  set: forOperator
    .input(
      z.object({
        of: z.union([
          z.object({ kind: z.literal('database'), databaseId: idField }),
          z.object({ kind: z.literal('tier'), tier: tierField }),
        ]),
        parts: partsField,
      }),
    )
    .output(type<ObjectiveParts>()),
}
