import type { ProtectionState } from '../../shared/domain/protection.ts'
import type { SchedulesView } from '../../shared/domain/schedule/schedule-views.ts'
import { formatAge, formatMoment } from '../../shared/domain/words/format-moment.ts'

/** Whether what schedules name is made: by a program that acts, by none, or not now because somebody paused them. */
export type SchedulesState = 'acting' | 'nobody' | 'paused'

/** What state the schedules of a vault are in. Paused outranks the rest: also a program that acts starts nothing then. */
export function schedulesState({ actedBy, paused }: SchedulesView): SchedulesState {
  if (paused !== null) return 'paused'
  return actedBy === null ? 'nobody' : 'acting'
}

const marks: Readonly<Record<SchedulesState, ProtectionState>> = {
  acting: 'proved',
  nobody: 'failed',
  paused: 'at_risk',
}

/** The mark of schedules. Where no run is to come, nothing is well by that. */
export function schedulesMark(view: SchedulesView): ProtectionState {
  const state = schedulesState(view)
  return view.upcoming.length === 0 ? 'stored' : marks[state]
}

/** The word of each state. */
export const schedulesStateWords: Readonly<Record<SchedulesState, string>> = {
  acting: 'Schedules run',
  nobody: 'Nothing runs by itself',
  paused: 'Schedules are paused',
}

function nextWords({ upcoming: [next] }: SchedulesView, nowMs: number): string {
  if (next === undefined) return 'no run is to come'
  const isDue = Date.parse(next.at) <= nowMs
  return `next: ${next.database} ${isDue ? 'now' : formatAge(next.at, nowMs)}`
}

/** Who runs the schedules of a vault and what is next, in one sentence. */
export function schedulesSentence(view: SchedulesView, nowMs: number): string {
  const { actedBy, paused } = view
  if (paused !== null) return `Paused since ${formatMoment(paused.since)} by ${paused.by}.`
  if (actedBy === null) return 'Nothing runs by itself: no program runs the schedules of this vault.'
  const process = `rocess ${actedBy.pid} on ${actedBy.hostName}`
  const who = actedBy.isThisProgram ? `This program, p${process},` : `P${process}`
  return `${who} runs the schedules of this vault; ${nextWords(view, nowMs)}.`
}
