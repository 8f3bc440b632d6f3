import { assertNever } from '../../../shared/base/assert-never.ts'
import type { DrillAssertion } from '../../../shared/domain/drills/assertion.ts'
import { readAssertionList } from '../../../shared/domain/drills/kept-assertions.ts'

/** An assertion as it is typed. */
export interface AssertionDraft {
  /** Tells drafts apart while they are edited. */
  readonly key: number
  readonly name: string
  readonly sql: string
  readonly test: 'equals_text' | 'equals_number' | 'equals_null' | 'at_least' | 'at_most' | 'no_row'
  readonly value: string
  readonly isNewestOnly: boolean
}

/** What a draft expects, in words. */
export const testWords: Readonly<Record<AssertionDraft['test'], string>> = {
  equals_number: 'is the number',
  equals_text: 'is the text',
  equals_null: 'is NULL',
  at_least: 'is at least',
  at_most: 'is at most',
  no_row: 'gives no row',
}

/** Whether a test compares with a value that is typed. */
export function hasValue(test: AssertionDraft['test']): boolean {
  return test !== 'equals_null' && test !== 'no_row'
}

function testOf({ expected }: DrillAssertion): Pick<AssertionDraft, 'test' | 'value'> {
  if (expected.kind === 'no_row') return { test: 'no_row', value: '' }
  if (expected.kind !== 'equals') return { test: expected.kind, value: String(expected.value) }
  if (expected.value === null) return { test: 'equals_null', value: '' }
  const test = typeof expected.value === 'string' ? 'equals_text' : 'equals_number'
  return { test, value: String(expected.value) }
}

/** Assertions as they are edited. */
export function draftsOf(assertions: readonly DrillAssertion[]): readonly AssertionDraft[] {
  return assertions.map((one, key) => ({
    key,
    name: one.name,
    sql: one.sql,
    ...testOf(one),
    isNewestOnly: one.of === 'newest_backup',
  }))
}

/** One more, with nothing typed yet. */
export function newDraft(drafts: readonly AssertionDraft[]): AssertionDraft {
  const key = drafts.reduce((most, draft) => Math.max(most, draft.key), -1) + 1
  return { key, name: '', sql: '', test: 'at_least', value: '1', isNewestOnly: false }
}

function expectedOf({ test, value }: AssertionDraft): unknown {
  // What is no number stays a text, and is refused as one.
  const number = value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value)
  switch (test) {
    case 'no_row':
      return { kind: 'no_row' }
    case 'equals_null':
      return { kind: 'equals', value: null }
    case 'equals_text':
      return { kind: 'equals', value }
    case 'equals_number':
      return typeof number === 'number' ? { kind: 'equals', value: number } : {}
    case 'at_least':
    case 'at_most':
      return { kind: test, value: number }
    default:
      return assertNever(test, 'test')
  }
}

/** What was typed as the assertions it means, or what is wrong with the first that is none. */
export function assertionsOf(drafts: readonly AssertionDraft[]): ReturnType<typeof readAssertionList> {
  return readAssertionList(
    drafts.map((draft) => ({
      name: draft.name.trim(),
      sql: draft.sql.trim(),
      expected: expectedOf(draft),
      of: draft.isNewestOnly ? 'newest_backup' : 'every_backup',
    })),
  )
}
