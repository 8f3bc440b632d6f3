import type { JobView } from '../../../../shared/domain/job.ts'

/** A step in which something is chosen: leaving it leaves nothing behind. */
export interface ChoosingStep<Name extends string = string> {
  readonly name: Name
  readonly word: string
}

/** One way of recovery: what is wrong, in words, and the steps up to its plan. */
export interface RecoveryScenario<Name extends string = string> {
  /** Of its page, as a noun. */
  readonly title: string
  /** What is wrong, as its administrator would say it. */
  readonly complaint: string
  /** What it does, in a sentence. */
  readonly says: string
  /** Where its wizard begins. */
  readonly path: string
  /** In their order; the last one starts the run. */
  readonly choosing: readonly ChoosingStep<Name>[]
  /** Whether the database is under recovery afterwards, until its operations are resumed. */
  readonly resumes: boolean
  /** Where one of its jobs is planned again. */
  readonly again: (job: JobView) => string
}

/** The steps after the start; `resume` only where a scenario has it; `done`: all of them are behind. */
export type StartedStep = 'run' | 'proof' | 'resume' | 'done'

const started: readonly { readonly name: StartedStep; readonly word: string }[] = [
  { name: 'run', word: 'Run' },
  { name: 'proof', word: 'Proof' },
  { name: 'resume', word: 'Resume' },
]

function stepsOf({ choosing, resumes }: RecoveryScenario): readonly ChoosingStep[] {
  return [...choosing, ...started.filter(({ name }) => resumes || name !== 'resume')]
}

/** The words of all steps of a scenario, in their order. */
export function stepWords(scenario: RecoveryScenario): readonly string[] {
  return stepsOf(scenario).map(({ word }) => word)
}

/** The place of a step among all of its scenario, from 0; one behind the last where everything is done. */
export function stepNumber<Name extends string>(
  scenario: RecoveryScenario<Name>,
  step: Name | StartedStep,
): number {
  const names = stepsOf(scenario).map(({ name }) => name)
  const number = names.indexOf(step)
  return number < 0 ? names.length : number
}

/** The choosing step of a number; undefined for the later ones, which can't be gone to. */
export function choosingStepAt<Name extends string>(
  { choosing }: RecoveryScenario<Name>,
  number: number,
): Name | undefined {
  return choosing[number]?.name
}
