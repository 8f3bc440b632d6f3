import { isUnanswered, type Alert, type Told } from './alert.ts'
import type { EscalationRule, EscalationStep } from './escalation-matrix.ts'

const msPerMinute = 60_000

/** A step whose time has come: these roles are to be told now. */
export interface DueStep {
  readonly step: number
  /** 0 the first time; a repetition counts on. */
  readonly time: number
  readonly roles: readonly string[]
}

/** One rung of an alert's ladder, as it is shown. */
export interface Rung {
  readonly step: number
  readonly roles: readonly string[]
  /** When it was decided to tell them, oldest first, and what became of that. */
  readonly tellings: readonly Pick<Told, 'at' | 'state'>[]
  /** When they are told next, of the alert's open time, milliseconds; null: they are not, or not again. */
  readonly nextAtOpenMs: number | null
}

function timesTold({ told }: Alert, step: number): readonly Told[] {
  return told.filter((one) => one.step === step)
}

/** Of the alert's open time; null: never (again). A repetition counts from the last time, however late that was. */
function nextTime(
  alert: Alert,
  step: number,
  { afterMinutes, repeatMinutes }: EscalationStep,
): number | null {
  const last = timesTold(alert, step).at(-1)
  if (last === undefined) return afterMinutes * msPerMinute
  return repeatMinutes === null ? null : last.openMs + repeatMinutes * msPerMinute
}

/**
 * Who is to be told now. Nobody of an alert that is answered or resolved, and of a WARNING nobody while it is quiet: it waits. A step that
 * was told is not due again but by its own repetition, whatever became of the program or its clock in between.
 */
export function dueSteps(rule: EscalationRule, alert: Alert, isQuiet: boolean): readonly DueStep[] {
  if (!isUnanswered(alert) || (isQuiet && rule.severity === 'WARNING')) return []
  return rule.steps.flatMap((one, step) => {
    const next = nextTime(alert, step, one)
    if (next === null || alert.openMs < next) return []
    return [{ step, time: timesTold(alert, step).length, roles: one.roles }]
  })
}

/** The ladder of an alert: who was told, who is next, and when. */
export function ladderOf(rule: EscalationRule, alert: Alert): readonly Rung[] {
  return rule.steps.map((one, step) => ({
    step,
    roles: one.roles,
    tellings: timesTold(alert, step).map(({ at, state }) => ({ at, state })),
    nextAtOpenMs: isUnanswered(alert) ? nextTime(alert, step, one) : null,
  }))
}
