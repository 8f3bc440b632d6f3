/** A registered SQLite file. Kept in the vault (`.holdfast/databases/ID.json`), so a lost catalog loses nothing. */
export interface DatabaseRecord {
  /** Random (version 4 UUID). */
  readonly id: string
  /** Unique in the vault without regard to case; begins each of its backups' file names. */
  readonly name: string
  /** `core`, `cache`, or the user's own word. */
  readonly tier: string
  /** Absolute path of the SQLite file on this machine. */
  readonly path: string
  /** UTC, ISO 8601. */
  readonly registeredAt: string
  /** Set while a restore is under way or awaits its last step: schedules of the database rest. UTC, ISO 8601. */
  readonly recoveryStartedAt?: string | undefined
  /** The policy that it is protected by. Left out: none. */
  readonly policyId?: string | undefined
  /** When that policy was given to it: slots before are none of its. UTC, ISO 8601. */
  readonly policySince?: string | undefined
}
