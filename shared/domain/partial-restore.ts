import type { RowCondition } from './row-filter.ts'

/** What triggers do while rows are brought back: fire as for any statement, or stand still. */
export type TriggerChoice = 'fire' | 'stand_still'

/**
 * What keeps rows from being brought back, or what must be decided first. One that is not `isBlocking` is only said.
 */
export interface PartialConflict {
  readonly kind:
    | 'table_missing'
    | 'column_missing'
    | 'column_new'
    | 'not_chosen'
    | 'unique'
    | 'foreign_key'
    | 'check'
    | 'trigger'
    | 'not_supported'
  readonly table: string
  /** What it is, with the rows or objects it is about, and what to do. In words. */
  readonly detail: string
  readonly isBlocking: boolean
}

/** What bringing one selection back would do to the live table. */
export interface TablePreview {
  readonly table: string
  readonly conditions: readonly RowCondition[]
  /** The table is not in the live database: it would be made, with its indexes and triggers. */
  readonly makesTable: boolean
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly same: number
}

/** What a partial restore would do. Nothing is changed by looking. */
export interface PartialPreview {
  readonly databaseId: string
  readonly database: string
  readonly backupId: string
  /** The moment whose rows are brought back. */
  readonly takenAt: string
  readonly target: string
  readonly tables: readonly TablePreview[]
  readonly conflicts: readonly PartialConflict[]
  /** No conflict blocks it. */
  readonly isPossible: boolean
  /**
   * Stands for what the preview saw of the selected rows. A start with it is refused when they have changed since; it holds
   * no content.
   */
  readonly mark: string
}

/** What a partial restore did, counted while it was done. */
export interface PartialReport {
  readonly target: string
  readonly tables: readonly TablePreview[]
  readonly triggers: TriggerChoice
  /** The pre-update backup taken before; null where the caller took none. */
  readonly safetyBackupId: string | null
  /** Every row of the selection was read back and compared with the backup before the transaction was committed. */
  readonly rowsCompared: number
  /** False where SQLite can't check one: a key that names no unique columns of its parent. */
  readonly foreignKeysChecked: boolean
  /** Which of SQLite's checks was made of the tables, before the commit: the quick one where the database is large. */
  readonly integrityCheck: 'integrity_check' | 'quick_check'
  readonly durationMs: number
}

/** What a schema-only restore made. */
export interface SchemaCopyReport {
  readonly target: string
  readonly objects: number
  /** Objects that could not be made here, with the reason: a module that is missing. */
  readonly leftOut: readonly { readonly name: string; readonly because: string }[]
  readonly durationMs: number
}
