import type { NotPromisedReason, PromisedScenario, PromiseSource } from '../objectives/objective.ts'
import type { RestoreScenario, RtoUnknown } from '../objectives/achieved-rto.ts'

/** The ways of bringing a database back, as they are named to a person. */
export const scenarioWords: Readonly<Record<RestoreScenario, string>> = {
  complete: 'Complete recovery',
  point_in_time: 'Point in time',
  partial: 'Partial restore',
  schema_only: 'Schema only',
  drill: 'Drill',
}

/** In the order in which they are shown. */
export const scenarioNames: readonly PromisedScenario[] = [
  'complete',
  'point_in_time',
  'partial',
  'schema_only',
]

/** An achieved RPO: how old the newest proved state is at most, and so rounded up, wherever it is shown: `45 min`, `26 h`, `12 d`. */
export function achievedRpoText(ageMs: number): string {
  const minutes = Math.ceil(Math.max(0, ageMs) / 60_000)
  if (minutes < 120) return `${Math.max(1, minutes)} min`
  const hours = Math.ceil(minutes / 60)
  return hours < 72 ? `${hours} h` : `${Math.ceil(minutes / 1440)} d`
}

/** Who promised it. */
export const promiseSourceWords: Readonly<Record<PromiseSource, string>> = {
  database: 'promised for this database',
  tier: 'promised for its tier',
  schedule: 'default: follows its schedule',
  default: 'default',
}

/** Why no time is told, in words that stand alone. */
export const rtoUnknownWords: Readonly<Record<RtoUnknown, string>> = {
  nothing_proved: 'Not known: no backup of it is proved, so nothing is known to be restorable',
  nothing_measured: 'Not known: neither it nor anything like it was brought back and measured',
  size_not_known: 'Not known: it has no backup that would tell its size',
}

/** Why nothing is promised, in words that stand alone. */
export const notPromisedWords: Readonly<Record<NotPromisedReason, string>> = {
  said_of_database: 'Not promised: so it was said for this database',
  said_of_tier: 'Not promised: so it was said for its tier',
  no_schedule: 'Not promised: no schedule backs it up, and nothing was said',
  policy_rests: 'Not promised: its policy rests, and nothing was said',
  unreadable: 'Not known: its policy can’t be read',
  large: 'Not promised: the default holds for databases under 100 MB',
  size_not_known: 'Not promised: it has no backup that would tell its size',
}
