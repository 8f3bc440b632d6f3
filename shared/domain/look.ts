import type { Cell } from './cell.ts'

/** One column of a table, as a backup holds it. */
export interface ColumnView {
  readonly name: string
  /** As declared; empty where it was declared without one. */
  readonly declaredType: string
  /** Place in the primary key from 1; 0 when it is not part of it. */
  readonly primaryKey: number
  readonly isNotNull: boolean
  readonly isGenerated: boolean
}

/** One table or view inside a backup. */
export interface TableView {
  readonly name: string
  readonly kind: 'table' | 'without_rowid' | 'virtual' | 'shadow' | 'view'
  /** Null where it can't be counted: a view, or a module that is not here. */
  readonly rowCount: number | null
  readonly columns: readonly ColumnView[]
  /** The statement that made it. */
  readonly sql: string
  /** Indexes and triggers of it, with their statements; null for what SQLite made by itself. */
  readonly parts: readonly {
    readonly kind: 'index' | 'trigger'
    readonly name: string
    readonly sql: string | null
  }[]
}

/** What is inside a backup, without its rows. */
export interface ContentView {
  readonly backupId: string
  readonly takenAt: string
  readonly pageSize: number
  readonly encoding: string
  readonly tables: readonly TableView[]
}

/** Some rows of one table, in the order asked for. */
export interface RowsView {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** Rows that satisfy the conditions. */
  readonly total: number
}
