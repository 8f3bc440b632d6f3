import type { BackupLabel, BackupType } from '../backup-record.ts'
import type { RemovalRule } from './retention-policy.ts'

/** Why a backup goes, as rules give it. */
export const removalRules = [
  'outlived',
  'update_long_ago',
  'older_schema',
  'failed_long_ago',
] as const satisfies readonly RemovalRule[]

/**
 * A backup that is set aside, or being removed for good. Kept in the vault (`.holdfast/removed/BACKUPID.json`) from before the first
 * step of a removal until after its last.
 */
export interface Removal {
  readonly backupId: string
  readonly databaseId: string
  readonly database: string
  /** Payload's path relative to the vault, with forward slashes. */
  readonly file: string
  readonly type: BackupType
  readonly label: BackupLabel
  /** Of the backup. UTC, ISO 8601. */
  readonly takenAt: string
  /** When it was set aside. UTC, ISO 8601. */
  readonly removedAt: string
  readonly rule: RemovalRule
  /** Of its three files together: what its end frees. */
  readonly sizeBytes: number
  /** When its end began, before the first of its files was removed; null: it has not. UTC, ISO 8601. */
  readonly endedAt: string | null
}

/**
 * A removal as it stands. `aside`: it can be put back. `ending`: its key is destroyed, and the rest of it is yet to go. `lost`: its
 * manifest is nowhere, and nobody of ours removed it (a copy of a vault that is under way): nothing is done with it.
 */
export interface StandingRemoval extends Removal {
  readonly state: 'aside' | 'ending' | 'lost'
}

/** A removal as it is written down, without what was found out about it since. */
export function asRemoval(removal: Removal): Removal {
  const { backupId, databaseId, database, file, type, label } = removal
  const { takenAt, removedAt, rule, sizeBytes, endedAt } = removal
  return { backupId, databaseId, database, file, type, label, takenAt, removedAt, rule, sizeBytes, endedAt }
}
