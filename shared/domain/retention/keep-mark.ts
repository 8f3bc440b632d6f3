/**
 * Something that keeps backups, or an archive of the complete system, whatever a policy says. `pin`: a person wants this one; `legal_hold`: a duty. Kept in the vault
 * (`.holdfast/keep-marks/ID.json`).
 */
export interface KeepMark {
  /** Random (version 4 UUID). */
  readonly id: string
  readonly kind: 'pin' | 'legal_hold'
  /** Of a mark on an archive: the vault's id. */
  readonly databaseId: string
  /** A backup's or an archive's. Null: every backup of the database, also those that are yet to be taken. Always one for a pin. */
  readonly backupId: string | null
  /** The hold's name (`case 2026/114`); empty for a pin. */
  readonly name: string
  readonly note: string
  /** UTC, ISO 8601. */
  readonly since: string
  /** Who set it: the operating system's user. */
  readonly by: string
}
