import { assertNever } from '../../../shared/base/assert-never.ts'
import type { RowCondition } from '../../../shared/domain/row-filter.ts'

/** A condition while it is typed: every test's fields side by side, so that changing the test loses nothing. */
export interface ConditionDraft {
  /** Tells it from its neighbours while the list changes. */
  readonly key: number
  readonly column: string
  readonly test: RowCondition['test']
  /** Also the lower end of `between`, the pattern of `like`, and the values of `one_of`, one a line. */
  readonly value: string
  readonly to: string
}

/** The tests in the order they are offered, and their words. */
export const testWords: Readonly<Record<RowCondition['test'], string>> = {
  equals: 'equals',
  one_of: 'is one of',
  between: 'is between',
  is_null: 'is NULL',
  like: 'is like',
}

/** A condition with nothing typed yet, after others. */
export function newDraft(drafts: readonly ConditionDraft[], column: string): ConditionDraft {
  const key = drafts.reduce((most, one) => Math.max(most, one.key), 0) + 1
  return { key, column, test: 'equals', value: '', to: '' }
}

/** The condition that a draft makes; null while something is missing. An empty text is a value: `equals` takes it. */
export function conditionOf({ column, test, value, to }: ConditionDraft): RowCondition | null {
  if (column === '') return null
  switch (test) {
    case 'equals':
      return { column, test, value }
    case 'one_of': {
      const values = value.split('\n').filter((line) => line !== '')
      return values.length === 0 ? null : { column, test, values }
    }
    case 'between':
      return value === '' || to === '' ? null : { column, test, from: value, to }
    case 'is_null':
      return { column, test }
    case 'like':
      return value === '' ? null : { column, test, pattern: value }
    default:
      return assertNever(test, 'test')
  }
}

/** The conditions of all drafts; null while one of them is not whole. */
export function conditionsOf(drafts: readonly ConditionDraft[]): readonly RowCondition[] | null {
  const made = drafts.map(conditionOf)
  return made.includes(null) ? null : made.flatMap((one) => one ?? [])
}

/** A condition as words: `msa equals 35620`. */
export function conditionWords(condition: RowCondition): string {
  const { column, test } = condition
  switch (test) {
    case 'equals':
      return `${column} equals ${condition.value === '' ? 'the empty text' : condition.value}`
    case 'one_of':
      return `${column} is one of ${condition.values.join(', ')}`
    case 'between':
      return `${column} is between ${condition.from} and ${condition.to}`
    case 'is_null':
      return `${column} is NULL`
    case 'like':
      return `${column} is like ${condition.pattern}`
    default:
      return assertNever(test, 'test')
  }
}
