import type { Alert } from './alert.ts'
import type { AlertView, RungView } from './alert-views.ts'
import type { ClockReading } from './clock-reading.ts'
import { ladderOf, type Rung } from './due-steps.ts'
import { receiversOf, type Escalation } from './escalation.ts'
import { countedOn } from './follow-alerts.ts'
import { quietForMs } from './quiet-hours.ts'

/** When a rung is told next: a warning whose time falls into quiet hours, at their end. */
function nextOf(
  { quietHours, matrix }: Escalation,
  alert: Alert,
  { nextAtOpenMs }: Rung,
  now: ClockReading,
): Pick<RungView, 'nextInMs' | 'waitsForQuiet'> {
  if (nextAtOpenMs === null) return { nextInMs: null, waitsForQuiet: false }
  const dueInMs = Math.max(0, nextAtOpenMs - alert.openMs)
  const mayWait = quietHours !== null && matrix[alert.cause.kind].severity === 'WARNING'
  const heldMs = mayWait ? quietForMs(quietHours, now.wallMs + dueInMs) : 0
  return { nextInMs: dueInMs + heldMs, waitsForQuiet: heldMs > 0 }
}

function viewOf(escalation: Escalation, alert: Alert, now: ClockReading): AlertView {
  const counted = countedOn(alert, now)
  const { countedAt: _, ...shown } = counted
  const rule = escalation.matrix[alert.cause.kind]
  return {
    ...shown,
    severity: rule.severity,
    ladder: ladderOf(rule, alert).map((rung) => ({
      ...rung,
      people: receiversOf(escalation, rung.roles).map(({ name }) => name),
      ...nextOf(escalation, counted, rung, now),
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
