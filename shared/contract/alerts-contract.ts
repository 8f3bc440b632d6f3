import { type } from '@orpc/contract'
import { z } from 'zod'

import type { AlertsView } from '../domain/alerts/alert-views.ts'
import type { HealthView, PastReport } from '../domain/health/health-views.ts'
import { forOperator, forViewer } from './base.ts'
import { idField } from './fields.ts'

/** The health of the vault: five checks, judged now or as they were. */
export const healthContract = {
  /** Judged at the moment of the call. Keeps nothing and tells nobody. */
  report: forViewer.output(type<HealthView>()),
  /** The newest reports that the program that watches kept, newest first. */
  history: forViewer
    .input(z.object({ limit: z.number().int().min(1).max(5000).default(200) }))
    .output(type<readonly PastReport[]>()),
}

/** What is wrong, who was told of it, who took it on. */
export const alertsContract = {
  list: forViewer.output(type<AlertsView>()),
  /** The user of this system takes an alert on: nobody else is told of it while it stays open. */
  acknowledge: forOperator.input(z.object({ alertId: idField, note: z.string().max(1000).default('') })),
}
