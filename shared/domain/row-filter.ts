/**
 * What a row must satisfy. Values are as a person types them; they are bound, never pasted into SQL, and compared by the
 * column's own affinity, so that `35620` finds the integer and the text.
 */
export type RowCondition =
  | { readonly column: string; readonly test: 'equals'; readonly value: string }
  | { readonly column: string; readonly test: 'one_of'; readonly values: readonly string[] }
  /** Both ends belong to it. */
  | { readonly column: string; readonly test: 'between'; readonly from: string; readonly to: string }
  | { readonly column: string; readonly test: 'is_null' }
  /** SQLite's LIKE: `%` any text, `_` one character, letters of ASCII without case. */
  | { readonly column: string; readonly test: 'like'; readonly pattern: string }

/** Rows of one table: all that satisfy every condition; without conditions the whole table. */
export interface RowSelection {
  readonly table: string
  readonly conditions: readonly RowCondition[]
}
