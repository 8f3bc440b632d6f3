/** One thing that SQLite is asked about an image. Plain data: it crosses to worker threads. */
export type CheckPart =
  /** The full check of everything. */
  | { readonly kind: 'whole' }
  /** Every tree, the free pages and every row, but no index is compared with its table. */
  | { readonly kind: 'quick' }
  /** The full check of one table and its indexes. */
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'foreign_keys' }

/** What SQLite answered: its complaints (none: all is well), or why the part could not be checked here at all. */
export type PartReport =
  | {
      readonly complaints: readonly string[]
      /** What of it could not be checked here, in words; null: nothing. */
      readonly leftOut: string | null
    }
  | { readonly impossible: string; readonly isDamage: boolean }
