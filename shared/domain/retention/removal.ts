import type { BackupLabel, BackupType } from '../backup-record.ts'
import type { RemovalRule } from './retention-policy.ts'

/** Why a backup goes, as rules give it. */
export const removalRules = [
  'outlived',
  'update_long_ago',
  'older_schema',
  'failed_long_ago',
] as const satisfies readonly RemovalRule[]

/** What a removal can be of: a backup, or an archive of the complete system. */
export const removalSubjects = ['backup', 'archive'] as const

/**
 * A backup or an archive that is set aside, or being removed for good. Kept in the vault (`.holdfast/removed/ID.json`) from before the
 * first step of a removal until after its last.
 */
export interface Removal {
  readonly subject: (typeof removalSubjects)[number]
  /** Of an archive: its own id. */
  readonly backupId: string
  /** Of an archive: the vault's id, for it is of no single database. */
  readonly databaseId: string
  readonly database: string
  /** Path of the payload, or of the archive, relative to the vault, with forward slashes. */
  readonly file: string
  readonly type: BackupType
  readonly label: BackupLabel
  /** Of the backup or archive. UTC, ISO 8601. */
  readonly takenAt: string
  /** When it was set aside. UTC, ISO 8601. */
  readonly removedAt: string
  readonly rule: RemovalRule
  /** Of all its files together: what its end frees. */
  readonly sizeBytes: number
  /** When its end began, before the first of its files was removed; null: it has not. UTC, ISO 8601. */
  readonly endedAt: string | null
}

/**
 * A removal as it stands. `aside`: it can be put back. `ending`: its manifest, and its key with it, is destroyed (of an archive: its
 * contents record), and the rest of it is yet to go. `lost`: that record is nowhere, and nobody of ours removed it (a copy of a vault that is under way): nothing is done with it.
 */
export interface StandingRemoval extends Removal {
  readonly state: 'aside' | 'ending' | 'lost'
}

/** A removal as it is written down, without what was found out about it since. */
export function asRemoval(removal: Removal): Removal {
  const { subject, backupId, databaseId, database, file, type, label } = removal
  const { takenAt, removedAt, rule, sizeBytes, endedAt } = removal
  const facts = { subject, backupId, databaseId, database, file, type, label }
  return { ...facts, takenAt, removedAt, rule, sizeBytes, endedAt }
}
