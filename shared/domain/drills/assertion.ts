/** Which backups of its database an assertion is asked of. */
export const assertedOf = ['every_backup', 'newest_backup'] as const
export type AssertedOf = (typeof assertedOf)[number]

/** What the owner of a database asserts of each restored copy: one reading statement, and what it must give. */
export interface DrillAssertion {
  /** What it says, for people: `newest quote is of the last two days`. */
  readonly name: string
  /** One statement that reads, and gives one value (its first row's first column). */
  readonly sql: string
  readonly expected:
    | { readonly kind: 'equals'; readonly value: string | number | null }
    | { readonly kind: 'at_least'; readonly value: number }
    | { readonly kind: 'at_most'; readonly value: number }
    /** No row at all. */
    | { readonly kind: 'no_row' }
  /** What is true of the newest state only (‘the newest quote is of the last two days’) is not asked of older backups. Left out: every one. */
  readonly of?: AssertedOf | undefined
}

/** What became of an assertion in a drill: what was asked, what it was to give, and what it gave, in words. */
export interface AssertionOutcome {
  readonly name: string
  readonly sql: string
  /** `impossible`: SQLite refused the statement, so nothing is known of what it asserts. */
  readonly status: 'held' | 'contradicted' | 'impossible'
  readonly wanted: string
  /** What it gave; why it could not be asked, where that is so. */
  readonly found: string
}

/** What a statement gave: its first row's first column, or no row. Whole numbers may be larger than a double holds. */
export type AssertedValue =
  | { readonly kind: 'no_row' }
  | { readonly kind: 'value'; readonly value: string | number | bigint | null }
  /** Bytes: nothing is compared with them. */
  | { readonly kind: 'bytes' }

/** A value of any length is cut here: what is kept of it is read by people. */
const mostShown = 200

/** What a statement gave, in words. */
export function foundWords(found: AssertedValue): string {
  if (found.kind === 'no_row') return 'no row'
  if (found.kind === 'bytes') return 'bytes'
  if (typeof found.value !== 'string') return String(found.value)
  const { value } = found
  return JSON.stringify(value.length > mostShown ? `${value.slice(0, mostShown)}…` : value)
}

/** What an assertion is to give, in words. */
export function wantedWords({ expected }: Pick<DrillAssertion, 'expected'>): string {
  if (expected.kind === 'no_row') return 'no row'
  const value = typeof expected.value === 'string' ? JSON.stringify(expected.value) : String(expected.value)
  return expected.kind === 'equals'
    ? value
    : `${expected.kind === 'at_least' ? 'at least' : 'at most'} ${value}`
}

function holds({ expected }: DrillAssertion, found: AssertedValue): boolean {
  if (expected.kind === 'no_row') return found.kind === 'no_row'
  if (found.kind !== 'value') return false
  const { value } = found
  // Of unlike types nothing is equal, but a whole number is one in either of its types.
  if (expected.kind === 'equals') {
    // Not as doubles: above 2^53 two whole numbers are one double.
    return typeof value === 'bigint' && Number.isInteger(expected.value)
      ? value === BigInt(expected.value!)
      : value === expected.value
  }
  if (typeof value !== 'number' && typeof value !== 'bigint') return false
  return expected.kind === 'at_least' ? value >= expected.value : value <= expected.value
}

/** What became of an assertion that was asked. */
export function outcomeOf(assertion: DrillAssertion, found: AssertedValue): AssertionOutcome {
  const { name, sql } = assertion
  const status = holds(assertion, found) ? 'held' : 'contradicted'
  return { name, sql, status, wanted: wantedWords(assertion), found: foundWords(found) }
}

/** An outcome that is none that holds, in words. */
export function outcomeWords({ name, status, wanted, found }: AssertionOutcome): string {
  return status === 'impossible' ? `${name}: ${found}` : `${name}: it gave ${found} and not ${wanted}`
}
