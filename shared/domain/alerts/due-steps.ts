import { isUnanswered, type Alert, type Told, type ToldStep } from './alert.ts'
import type { EscalationRule } from './escalation-matrix.ts'
import { formerSteps, knownSteps, type KnownStep } from './known-steps.ts'

const msPerMinute = 60_000

/** A step whose time has come: these roles are to be told now. */
export interface DueStep extends ToldStep {
  /** 0 the first time; a repetition counts on. */
  readonly time: number
}

/** One rung of an alert's ladder, as it is shown. */
export interface Rung {
  /** Names the step within the alert's opening. */
  readonly step: number
  readonly roles: readonly string[]
  /** When it was decided to tell them, oldest first, and what became of that. */
  readonly tellings: readonly Pick<Told, 'at' | 'state'>[]
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
 * Who is to be told now. Nobody of an alert that is answered or resolved, and of a WARNING nobody while it is quiet: it waits. A step that
 * was told is not due again but by its own repetition, whatever became of the program, its clock or the matrix in between.
 */
export function dueSteps(rule: EscalationRule, alert: Alert, isQuiet: boolean): readonly DueStep[] {
  if (!isUnanswered(alert) || (isQuiet && rule.severity === 'WARNING')) return []
  return knownSteps(rule, alert.told).flatMap((known) => {
    const next = nextTime(known)
    if (next === null || alert.openMs < next) return []
    const { step, afterMinutes, roles, tellings } = known
    return [{ step, time: tellings.length, afterMinutes, roles }]
  })
}

function shown(tellings: readonly Told[]): Rung['tellings'] {
  return tellings.map(({ at, state }) => ({ at, state }))
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
