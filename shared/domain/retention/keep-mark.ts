/**
 * Something that keeps backups whatever a policy says. `pin`: a person wants this one; `legal_hold`: a duty. Kept in the vault
 * (`.holdfast/keep-marks/ID.json`).
 */
export interface KeepMark {
  /** Random (version 4 UUID). */
  readonly id: string
  readonly kind: 'pin' | 'legal_hold'
  readonly databaseId: string
  /** Null: every backup of the database, also those that are yet to be taken. Always one backup for a pin. */
  readonly backupId: string | null
  /** The hold's name (`case 2026/114`); empty for a pin. */
  readonly name: string
  readonly note: string
  /** UTC, ISO 8601. */
  readonly since: string
  /** Who set it: the operating system's user. */
  readonly by: string
}
