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
}

/** What a statement gave: its first row's first column, or no row. Whole numbers may be larger than a double holds. */
export type AssertedValue =
  | { readonly kind: 'no_row' }
  | { readonly kind: 'value'; readonly value: string | number | bigint | null }
  /** Bytes: nothing is compared with them. */
  | { readonly kind: 'bytes' }

function shown(found: AssertedValue): string {
  if (found.kind === 'no_row') return 'no row'
  if (found.kind === 'bytes') return 'bytes'
  return typeof found.value === 'string' ? JSON.stringify(found.value) : String(found.value)
}

function wanted({ expected }: DrillAssertion): string {
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
    return typeof value === 'bigint' && typeof expected.value === 'number'
      ? Number(value) === expected.value
      : value === expected.value
  }
  if (typeof value !== 'number' && typeof value !== 'bigint') return false
  return expected.kind === 'at_least' ? value >= expected.value : value <= expected.value
}

/** Why an assertion does not hold, in words; null: it does. */
export function contradictionOf(assertion: DrillAssertion, found: AssertedValue): string | null {
  if (holds(assertion, found)) return null
  return `${assertion.name}: it gave ${shown(found)} and not ${wanted(assertion)}`
}
