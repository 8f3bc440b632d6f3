import type { Alert } from './alert.ts'
import type { AlertView } from './alert-views.ts'
import type { ClockReading } from './clock-reading.ts'
import { ladderOf } from './due-steps.ts'
import { receiversOf, type Escalation } from './escalation.ts'
import { countedOn } from './follow-alerts.ts'

function viewOf(escalation: Escalation, alert: Alert, now: ClockReading): AlertView {
  const { countedAt: _, ...counted } = countedOn(alert, now)
  const rule = escalation.matrix[alert.cause.kind]
  return {
    ...counted,
    severity: rule.severity,
    ladder: ladderOf(rule, alert).map((rung) => ({
      ...rung,
      people: receiversOf(escalation, rung.roles).map(({ name }) => name),
      nextInMs: rung.nextAtOpenMs === null ? null : Math.max(0, rung.nextAtOpenMs - counted.openMs),
    })),
  }
}

function rankOf({ resolvedAt, severity }: AlertView): number {
  if (resolvedAt !== null) return 2
  return severity === 'CRITICAL' ? 0 : 1
}

function inOrder(one: AlertView, other: AlertView): number {
  const rank = rankOf(one) - rankOf(other)
  if (rank !== 0) return rank
  const [a, b] = [one.resolvedAt ?? one.openedAt, other.resolvedAt ?? other.openedAt]
  return a === b ? 0 : a < b ? 1 : -1
}

/** Alerts as they are shown at a moment: open ones first, the gravest and then the newest of them first; then the resolved, newest first. */
export function viewAlerts(
  escalation: Escalation,
  alerts: readonly Alert[],
  now: ClockReading,
): readonly AlertView[] {
  return alerts.map((alert) => viewOf(escalation, alert, now)).toSorted(inOrder)
}
