import {
  promisedScenarios,
  type ObjectiveParts,
  type PromisedScenario,
} from '../../../shared/domain/objectives/objective.ts'
import {
  objectiveDurationText,
  parseObjectiveDuration,
} from '../../../shared/domain/objectives/parse-objective-duration.ts'

export type DraftName = 'rpo' | PromisedScenario

/** In the order of the form. */
export const draftNames: readonly DraftName[] = ['rpo', ...promisedScenarios]

/** As it is typed: a time, `none`, or empty for nothing said. */
export type ObjectiveDraft = Readonly<Record<DraftName, string>>

const noneWord = 'none'

function textOf(said: number | null | undefined): string {
  if (said === undefined) return ''
  return said === null ? noneWord : objectiveDurationText(said)
}

/** A form of what was said. */
export function objectiveDraft({ rpoMs, rtoMs }: ObjectiveParts): ObjectiveDraft {
  const rto = promisedScenarios.map((scenario) => [scenario, textOf(rtoMs[scenario])])
  return { rpo: textOf(rpoMs), ...Object.fromEntries(rto) } as ObjectiveDraft
}

function saidOf(typed: string): number | null | undefined {
  const text = typed.trim().toLowerCase()
  if (text === '') return undefined
  return text === noneWord ? null : (parseObjectiveDuration(text) ?? undefined)
}

/** Why what was typed is no time; null: it is one, or says nothing. */
export function problemOf(typed: string): string | null {
  const text = typed.trim().toLowerCase()
  if (text === '' || text === noneWord || parseObjectiveDuration(text) !== null) return null
  return 'A time from 1 second to 10 years: 90s, 15m, 25h, 2d'
}

/** What a form says. Call only where it has no problem. */
export function partsOfDraft(draft: ObjectiveDraft): ObjectiveParts {
  const rpoMs = saidOf(draft.rpo)
  const rto = promisedScenarios.flatMap((scenario) => {
    const said = saidOf(draft[scenario])
    return said === undefined ? [] : [[scenario, said] as const]
  })
  return { ...(rpoMs === undefined ? {} : { rpoMs }), rtoMs: Object.fromEntries(rto) }
}
