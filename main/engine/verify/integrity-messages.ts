/** What SQLite's integrity check says: its complaints (none: it is whole), or why it could not be made at all. */
export type IntegrityReport =
  { readonly complaints: readonly string[] } | { readonly impossible: string; readonly isDamage: boolean }

/** What the worker that makes it is started with. */
export interface IntegrityOrder {
  /** Absolute path of an image nobody else writes. */
  readonly file: string
}
