import { isUnanswered, type Alert, type Told } from './alert.ts'
import type { EscalationRule } from './escalation-matrix.ts'
import { formerSteps, knownSteps, type KnownStep } from './known-steps.ts'

const msPerMinute = 60_000

/** A step whose time has come: its roles are to be told now, and those of the steps that are skipped for it. */
export type DueStep = Pick<Told, 'step' | 'afterMinutes' | 'roles' | 'time' | 'skipped' | 'dueMs'>

/** One rung of an alert's ladder, as it is shown. */
export interface Rung {
  /** Names the step within the alert's opening. */
  readonly step: number
  readonly roles: readonly string[]
  /** When it was decided to tell them, oldest first, and what became of that. */
  readonly tellings: readonly Pick<Told, 'at' | 'state' | 'digest'>[]
  /** When they are told next, of the alert's open time, milliseconds; null: they are not, or not again. */
  readonly nextAtOpenMs: number | null
}

/** Of the alert's open time; null: never (again). A repetition counts from the last time, however late that was. */
function nextTime({ tellings, afterMinutes, repeatMinutes }: KnownStep): number | null {
  const last = tellings.at(-1)
  if (last === undefined) return afterMinutes * msPerMinute
  return repeatMinutes === null ? null : last.openMs + repeatMinutes * msPerMinute
}

/**
 * Who is to be told now. Nobody of an alert that is answered or resolved, and of a WARNING nobody while it is quiet: it waits. Of several steps
 * that fell due meanwhile the furthest is told, to everybody whom the others would have told as well. A step that was told is not due
 * again but by its own repetition, whatever became of the program, its clock or the matrix in between.
 */
export function dueStep(rule: EscalationRule, alert: Alert, isQuiet: boolean): DueStep | null {
  if (!isUnanswered(alert) || (isQuiet && rule.severity === 'WARNING')) return null
  const due = knownSteps(rule, alert.told).flatMap((known) => {
    const dueMs = nextTime(known)
    const { step, afterMinutes, roles, tellings } = known
    return dueMs === null || alert.openMs < dueMs
      ? []
      : [{ step, afterMinutes, roles, time: tellings.length, dueMs }]
  })
  const furthest = due.at(-1)
  if (furthest === undefined) return null
  const skipped = due.slice(0, -1).map(({ step, afterMinutes, roles }) => ({ step, afterMinutes, roles }))
  return { ...furthest, skipped, dueMs: Math.min(...due.map(({ dueMs }) => dueMs)) }
}

function shown(tellings: readonly Told[]): Rung['tellings'] {
  return tellings.map(({ at, state, digest }) => ({ at, state, digest }))
}

/** The ladder of an alert: who was told, who is next, and when. Who was told by a step that is no more comes first. */
export function ladderOf(rule: EscalationRule, alert: Alert): readonly Rung[] {
  const former = formerSteps(rule, alert.told).map(({ last, tellings }): Rung => {
    const { step, roles } = last
    return { step, roles, tellings: shown(tellings), nextAtOpenMs: null }
  })
  const now = knownSteps(rule, alert.told).map((known): Rung => {
    const { step, roles, tellings } = known
    const nextAtOpenMs = isUnanswered(alert) ? nextTime(known) : null
    return { step, roles, tellings: shown(tellings), nextAtOpenMs }
  })
  return [...former, ...now]
}
