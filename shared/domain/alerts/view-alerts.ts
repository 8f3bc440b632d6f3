import { isUnanswered, type Alert } from './alert.ts'
import type { AlertCounts, AlertsPage, AlertsView, AlertView, RungView, TellingView } from './alert-views.ts'
import type { ClockReading } from './clock-reading.ts'
import { ladderOf, type Rung } from './due-steps.ts'
import { receiversOf, type Escalation } from './escalation.ts'
import { countedOn } from './follow-alerts.ts'
import { messageIdOf, missedByRecord, type MessageRecord } from './message.ts'
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

function tellingsOf(
  alert: Alert,
  { step, tellings }: Rung,
  records: readonly MessageRecord[],
): readonly TellingView[] {
  return tellings.map((telling, time) => {
    if (telling.state !== 'partly') return { ...telling, missed: [] }
    return {
      ...telling,
      missed: missedByRecord(telling.digest ?? messageIdOf(alert, { step, time }), records),
    }
  })
}

function viewOf(
  escalation: Escalation,
  alert: Alert,
  now: ClockReading,
  records: readonly MessageRecord[],
): AlertView {
  const counted = countedOn(alert, now)
  const { countedAt: _, ...shown } = counted
  const rule = escalation.matrix[alert.cause.kind]
  return {
    ...shown,
    severity: rule.severity,
    ladder: ladderOf(rule, alert).map((rung) => ({
      ...rung,
      tellings: tellingsOf(alert, rung, records),
      people: receiversOf(escalation, rung.roles).map(({ name }) => name),
      ...nextOf(escalation, counted, rung, now),
    })),
  }
}

type Matrix = Escalation['matrix']

function rankOf(matrix: Matrix, { resolvedAt, cause }: Alert): number {
  if (resolvedAt !== null) return 2
  return matrix[cause.kind].severity === 'CRITICAL' ? 0 : 1
}

function inOrder(matrix: Matrix, one: Alert, other: Alert): number {
  const rank = rankOf(matrix, one) - rankOf(matrix, other)
  if (rank !== 0) return rank
  const [a, b] = [one.resolvedAt ?? one.openedAt, other.resolvedAt ?? other.openedAt]
  return a === b ? 0 : a < b ? 1 : -1
}

function beginOf(sorted: readonly Alert[], { offset, limit, containing }: AlertsPage): number {
  const at = sorted.findIndex(({ id }) => id === containing)
  return at < 0 ? offset : at - (at % limit)
}

/** How many alerts there are. */
export function countAlerts({ matrix }: Pick<Escalation, 'matrix'>, alerts: readonly Alert[]): AlertCounts {
  const open = alerts.filter(({ resolvedAt }) => resolvedAt === null)
  return {
    open: open.length,
    critical: open.filter(({ cause }) => matrix[cause.kind].severity === 'CRITICAL').length,
    unanswered: open.filter(isUnanswered).length,
    resolved: alerts.length - open.length,
  }
}

/**
 * Alerts as they are shown at a moment: open ones first, the gravest and then the newest of them first; then the resolved, newest first. All
 * where no page is asked for. `records`: the newest lines of the record of messages, newest first.
 */
export function viewAlerts(
  escalation: Escalation,
  alerts: readonly Alert[],
  now: ClockReading,
  page: AlertsPage = { offset: 0, limit: Infinity },
  records: readonly MessageRecord[] = [],
): Pick<AlertsView, 'alerts' | 'offset' | 'counts'> {
  const sorted = alerts.toSorted((one, other) => inOrder(escalation.matrix, one, other))
  const offset = beginOf(sorted, page)
  return {
    alerts: sorted.slice(offset, offset + page.limit).map((alert) => viewOf(escalation, alert, now, records)),
    offset,
    counts: countAlerts(escalation, alerts),
  }
}
