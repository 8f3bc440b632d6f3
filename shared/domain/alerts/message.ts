import type { HealthCause } from '../health/health-cause.ts'
import type { Alert } from './alert.ts'
import type { DueStep } from './due-steps.ts'
import { receiversOf, type Escalation, type Receiver } from './escalation.ts'
import type { Severity } from './escalation-matrix.ts'
import type { MessageState } from './message-state.ts'

/** What people are told of an alert at one step. */
export interface Message {
  /** The same for the same telling, whichever program says it and however often: `ALERT/OPENING/STEP/TIME`. */
  readonly id: string
  readonly alertId: string
  readonly opening: number
  readonly step: number
  readonly time: number
  readonly severity: Severity
  readonly cause: HealthCause
  /** UTC, ISO 8601. */
  readonly openedAt: string
  readonly roles: readonly string[]
  /** Nobody: the roles have no people. */
  readonly receivers: readonly Receiver[]
}

/** Names one telling. */
export function messageIdOf(
  { id, opening }: Pick<Alert, 'id' | 'opening'>,
  { step, time }: Pick<DueStep, 'step' | 'time'>,
): string {
  return `${id}/${opening}/${step}/${time}`
}

/** The message of one step of an alert. A step that the matrix does not have any more reaches nobody. */
export function messageOf(
  escalation: Escalation,
  alert: Alert,
  { step, time }: Pick<DueStep, 'step' | 'time'>,
): Message {
  const { severity, steps } = escalation.matrix[alert.cause.kind]
  const roles = steps[step]?.roles ?? []
  return {
    id: messageIdOf(alert, { step, time }),
    alertId: alert.id,
    opening: alert.opening,
    step,
    time,
    severity,
    cause: alert.cause,
    openedAt: alert.openedAt,
    roles,
    receivers: receiversOf(escalation, roles),
  }
}

/** One line of the record of messages, kept in the vault. */
export interface MessageRecord {
  readonly id: string
  readonly state: MessageState
  /** Why it failed; empty where it did not. */
  readonly detail: string
  /** UTC, ISO 8601. */
  readonly at: string
  readonly kind: HealthCause['kind']
  readonly severity: Severity
  readonly roles: readonly string[]
  readonly receivers: readonly Pick<Receiver, 'name' | 'channels'>[]
}
