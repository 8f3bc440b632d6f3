import { type } from '@orpc/contract'
import { z } from 'zod'

import type { AlertCounts, AlertsView } from '../domain/alerts/alert-views.ts'
import type { MessageRecord } from '../domain/alerts/message.ts'
import type { HealthView, PastReport } from '../domain/health/health-views.ts'
import { forAdministrator, forOperator, forViewer } from './base.ts'
import { idField, pageFields } from './fields.ts'

/** The health of the vault: five checks, judged now or as they were. */
export const healthContract = {
  /** Judged at the moment of the call. Keeps nothing and tells nobody. */
  report: forViewer.output(type<HealthView>()),
  /** The newest reports that the program that watches kept, newest first. */
  history: forViewer
    .input(z.object({ limit: z.number().int().min(1).max(5000).default(200) }))
    .output(type<readonly PastReport[]>()),
}

const minutesField = z.number().int().min(0).max(100_000)
const wordField = z.string().max(100)

const ruleField = z.object({
  severity: z.enum(['CRITICAL', 'WARNING']),
  steps: z
    .array(
      z.object({
        afterMinutes: minutesField,
        roles: z.array(wordField).max(50).readonly(),
        repeatMinutes: minutesField.nullable(),
      }),
    )
    .max(50)
    .readonly(),
})

const escalationField = z.object({
  matrix: z.object({
    backup_failed: ruleField,
    validation_failed: ruleField,
    chain_broken: ruleField,
    rpo_breached: ruleField,
    drill_failed: ruleField,
    backup_delayed: ruleField,
    drill_overdue: ruleField,
    storage_capacity: ruleField,
    rto_breached: ruleField,
    vault_away: ruleField,
    vault_unwritable: ruleField,
    backup_slow: ruleField,
    not_known: ruleField,
  }),
  roles: z.record(
    wordField,
    z
      .array(z.object({ name: wordField, channels: z.array(wordField).max(50).readonly() }))
      .max(200)
      .readonly(),
  ),
  quietHours: z.object({ from: wordField, to: wordField, timeZone: wordField }).nullable(),
})

/** What is wrong, who was told of it, who took it on. */
export const alertsContract = {
  /** A page of them; of which one may say an alert that it is to hold. */
  list: forViewer
    .input(z.object({ ...pageFields, containing: idField.optional() }).prefault({}))
    .output(type<AlertsView>()),
  count: forViewer.output(type<AlertCounts>()),
  /** The user of this system takes an alert on: nobody else is told of it while it stays open. */
  acknowledge: forOperator.input(z.object({ alertId: idField, note: z.string().max(1000).default('') })),
  /** What became of the newest messages, each by each channel, newest first. */
  messages: forViewer
    .input(z.object({ limit: z.number().int().min(1).max(5000).default(500) }))
    .output(type<readonly MessageRecord[]>()),
  /**
   * Changes who is told of what, wholly; an alert that is open goes on by it. `revision`: of what was looked at; where that is another one
   * by now nothing is changed.
   */
  saveEscalation: forAdministrator.input(z.object({ escalation: escalationField, revision: wordField })),
}
