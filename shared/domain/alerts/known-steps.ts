import { stepsTold, type Told, type ToldStep } from './alert.ts'
import type { EscalationRule, EscalationStep } from './escalation-matrix.ts'

/** A step of the matrix as it is now, and when it was told, by whichever name and time it had then. */
export interface KnownStep extends Omit<ToldStep, 'afterMinutes'> {
  readonly afterMinutes: number
  readonly repeatMinutes: number | null
  /** Oldest first. */
  readonly tellings: readonly Told[]
}

interface Group {
  readonly last: ToldStep
  readonly tellings: readonly Told[]
}

function groupsOf(told: readonly Told[]): Map<number, Group> {
  const groups = new Map<number, Group>()
  for (const one of told) {
    for (const last of stepsTold(one)) {
      groups.set(last.step, { last, tellings: [...(groups.get(last.step)?.tellings ?? []), one] })
    }
  }
  return groups
}

function hasSameRoles({ roles }: ToldStep, step: EscalationStep): boolean {
  return roles.toSorted().join('\n') === step.roles.toSorted().join('\n')
}

type Likeness = (told: ToldStep, step: EscalationStep, index: number) => boolean

/** From the surest: what did not change, what moved, what has other roles beside one of those it had. */
const likenesses: readonly Likeness[] = [
  (told, step, index) =>
    told.afterMinutes === null
      ? told.step === index
      : told.afterMinutes === step.afterMinutes && hasSameRoles(told, step),
  (told, step) => told.afterMinutes !== null && hasSameRoles(told, step),
  (told, step) =>
    told.afterMinutes === step.afterMinutes && told.roles.some((role) => step.roles.includes(role)),
]

/** Of several that moved, the one that moved the least. */
function nearest(names: readonly number[], groups: Map<number, Group>, step: EscalationStep): number | null {
  const wayOf = (name: number): number =>
    Math.abs((groups.get(name)?.last.afterMinutes ?? 0) - step.afterMinutes)
  return names.toSorted((a, b) => wayOf(a) - wayOf(b))[0] ?? null
}

function namesOf(steps: readonly EscalationStep[], groups: Map<number, Group>): readonly number[] {
  const names = steps.map((): number | null => null)
  const free = new Set(groups.keys())
  for (const isLike of likenesses) {
    for (const [index, step] of steps.entries()) {
      if (names[index] !== null) continue
      const like = [...free].filter((name) => isLike(groups.get(name)!.last, step, index))
      const found = nearest(like, groups, step)
      if (found === null) continue
      names[index] = found
      free.delete(found)
    }
  }
  const taken = new Set(groups.keys())
  return names.map((known, index) => {
    if (known !== null) return known
    let name = index
    for (let other = steps.length; taken.has(name); other += 1) name = other
    taken.add(name)
    return name
  })
}

/**
 * The steps of a rule, each with what was told by it. A step keeps its name through an edit of the matrix where it stays at its time with a role
 * that it had, or moves with all of them: so nobody is told twice by it. Any other is a new step, with a name that no message of this opening
 * has.
 */
export function knownSteps(rule: EscalationRule, told: readonly Told[]): readonly KnownStep[] {
  const groups = groupsOf(told)
  const names = namesOf(rule.steps, groups)
  return rule.steps.map((step, index) => {
    const name = names[index]!
    return { ...step, step: name, tellings: groups.get(name)?.tellings ?? [] }
  })
}

/** What was told by steps that the rule does not have any more, each once, the newest telling of it last. */
export function formerSteps(rule: EscalationRule, told: readonly Told[]): readonly Group[] {
  const groups = groupsOf(told)
  for (const name of namesOf(rule.steps, groups)) groups.delete(name)
  return [...groups.values()]
}
