import type { ComparisonView } from '../../shared/domain/comparison.ts'
import type { GuardReport } from '../../shared/domain/guard.ts'
import { countOf } from '../../shared/domain/words/format-count.ts'

/** The steps of a guarded change. */
export const guardSteps = ['Back up', 'Change', 'Check', 'Keep or roll back'] as const

/** Whether the change left anything wrong that was not so before, in one sentence. */
export function guardVerdict({ status, database }: Pick<GuardReport, 'status' | 'database'>): string {
  return status === 'passed'
    ? `${database} passed the check: nothing is wrong with it that was not so before the change.`
    : `${database} did not pass the check after the change.`
}

/** What the change did, in one sentence. */
export function changeSentence({ schema, tables }: ComparisonView): string {
  const sum = (kind: 'added' | 'changed' | 'removed'): number =>
    tables.reduce((all, one) => all + one[kind], 0)
  const rows = (['added', 'changed', 'removed'] as const)
    .filter((kind) => sum(kind) > 0)
    .map((kind) => `${countOf(sum(kind), 'row')} ${kind}`)
  const objects = schema.length === 0 ? [] : [`${countOf(schema.length, 'schema object')} changed`]
  const all = [...rows, ...objects]
  return all.length === 0 ? 'No difference was found.' : `${all.join(', ')}.`
}
