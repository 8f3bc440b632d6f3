import type { Cell } from './cell.ts'

/** The way a row goes from the left side to the right one. */
export type RowChangeKind = 'added' | 'changed' | 'removed'

/** One row that is not the same on both sides. */
export interface RowChange {
  readonly kind: RowChangeKind
  /** Its key's values. */
  readonly key: readonly Cell[]
  /** All shown columns on the left; null for an added row. */
  readonly before: readonly Cell[] | null
  /** On the right; null for a removed row. */
  readonly after: readonly Cell[] | null
  /** Places of the columns that differ; empty for an added or removed row. */
  readonly differing: readonly number[]
}

/** Rows that differ, some of them. */
export interface RowChangesView {
  readonly columns: readonly string[]
  /** What tells one row from another: the primary key's columns, or `rowid`. */
  readonly keyColumns: readonly string[]
  readonly rows: readonly RowChange[]
  readonly total: number
}

/** How a schema object differs. */
export interface ObjectChange {
  readonly kind: 'table' | 'index' | 'view' | 'trigger'
  readonly name: string
  readonly change: RowChangeKind
  readonly before: string | null
  readonly after: string | null
}

/** How one table differs. */
export interface TableChange {
  readonly table: string
  readonly added: number
  readonly changed: number
  readonly removed: number
  /** Rows that are the same on both sides. */
  readonly same: number
  readonly keyColumns: readonly string[]
  /** Why its rows were not, or not wholly, compared; null when they were. */
  readonly notCompared: string | null
}

/** Which content a side of a comparison is. */
export type ComparedSide =
  | { readonly kind: 'backup'; readonly backupId: string; readonly takenAt: string }
  | { readonly kind: 'live'; readonly path: string; readonly observedAt: string }

/** A backup beside the live database or another backup. Changes are those from left to right. */
export interface ComparisonView {
  readonly left: ComparedSide
  readonly right: ComparedSide
  readonly schema: readonly ObjectChange[]
  /** Tables that both sides have, and those of one side, which are wholly added or removed. */
  readonly tables: readonly TableChange[]
}
