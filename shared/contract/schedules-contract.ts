import { type } from '@orpc/contract'

import type { SchedulesView } from '../domain/schedule/schedule-views.ts'
import { forOperator, forViewer } from './base.ts'

/** What runs by itself. */
export const schedulesContract = {
  view: forViewer.output(type<SchedulesView>()),
  /** Pauses every schedule of the vault, for every program and machine. */
  pause: forOperator,
  /** Lets them go on; what was due meanwhile is caught up once. */
  resume: forOperator,
}
