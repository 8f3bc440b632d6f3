import type { StoredBackup } from '../protection.ts'
import type { DrillRecord, DrillSummary } from './drill-record.ts'
import type { AssertionsProblem, KeptAssertions } from './kept-assertions.ts'

/** The newest drill of a backup, named by the backup. */
export interface NamedDrill extends DrillSummary {
  readonly backupId: string
  readonly file: string
  readonly takenAt: string
}

/** How a database stands with drills. Moments are UTC, ISO 8601. */
export interface DatabaseDrills {
  readonly databaseId: string
  readonly database: string
  /** Of any of its backups; null: none was drilled. */
  readonly last: NamedDrill | null
  /**
   * A backup that the last drill that came to a verdict did not bring back, whatever drills of others came to; of several, of the newest
   * chain. Null: none.
   */
  readonly red: NamedDrill | null
  /** When the next is due by the settings: in the past where it is due now; null: at once, for it never had one. */
  readonly dueAt: string | null
  /** How many things are asserted of it; null: what the vault keeps of that can’t be read. */
  readonly assertionCount: number | null
}

/** The drills of a vault. */
export interface DrillsView {
  /** Every registered database with a backup that can be drilled, by name. */
  readonly databases: readonly DatabaseDrills[]
  /** Registered databases without such a backup. */
  readonly withoutBackup: number
  /** When drills run next by themselves; null: they do not. */
  readonly nextRoundAt: string | null
  /** Some program runs schedules, and with them drills. */
  readonly isActedOn: boolean
}

/** The newest drill of a backup with its evidence, and the backup. */
export interface DrillView {
  readonly backup: StoredBackup
  /** Null: it had none. */
  readonly record: DrillRecord | null
  /** Its evidence can’t be read. */
  readonly isDamaged: boolean
}

/** What is asserted of a database, as the vault keeps it. */
export interface AssertionsView {
  readonly databaseId: string
  readonly database: string
  /** Null: nothing is. */
  readonly kept: KeptAssertions | AssertionsProblem | null
}
