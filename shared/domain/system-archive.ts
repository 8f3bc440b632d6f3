import { stampOf } from './backup-file-name.ts'
import type { RestorePlan } from './restore-plan.ts'
import type { LatestValidation, Validation } from './validation.ts'

/** What begins the name of every archive of the complete system. */
export const systemStem = 'full_system'

/** `monthly/full_system_monthly_YYYYMMDD_HHMMSS.tar.gz`, in UTC, relative to the vault; `copy` is 2 for the second of one second. */
export function systemArchiveFile(takenAt: string, copy = 1): string {
  return `monthly/${systemStem}_monthly_${stampOf(takenAt)}${copy > 1 ? `_${copy}` : ''}.tar.gz`
}

/** One database in an archive: the full that was taken of it. */
export interface ArchivedDatabase {
  readonly databaseId: string
  readonly database: string
  readonly tier: string
  /** Where it was on the machine that it was taken on. */
  readonly path: string
  readonly backupId: string
  /** The backup's payload, inside the archive. */
  readonly file: string
  /** The one moment it has this content of. UTC, ISO 8601. */
  readonly takenAt: string
  /** As stored. */
  readonly sizeBytes: number
  readonly sourceBytes: number
  readonly root: string
  /** What its checks came to when it was taken. */
  readonly status: 'passed' | 'failed'
}

/** What should be in an archive and is not, with the reason in words. */
export interface LeftOut {
  readonly name: string
  readonly why: string
}

/** What an archive holds, as it says itself. */
export interface SystemContents {
  readonly archiveId: string
  readonly vaultId: string
  /** When its taking began. UTC, ISO 8601. */
  readonly takenAt: string
  /** The moment that a schedule named for it; null: a person asked for it. UTC, ISO 8601. */
  readonly slotAt: string | null
  readonly databases: readonly ArchivedDatabase[]
  readonly missing: readonly LeftOut[]
}

/** An archive of the complete system in a vault. */
export interface SystemArchive extends SystemContents {
  /** Relative to the vault. */
  readonly file: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly durationMs: number
  /** The checks of all its databases together, when it was taken. */
  readonly validation: Validation
}

/** An archive with what the newest look at it came to. */
export interface StoredArchive extends SystemArchive {
  readonly lastValidation: LatestValidation
}

/** The archives of a vault, newest first, and the records that can't be read. */
export interface ArchivesView {
  readonly archives: readonly StoredArchive[]
  readonly damaged: readonly { readonly file: string; readonly why: string }[]
}

/** What restoring one database of an archive would do; `refusal` says in words why it can't be done as things are. */
export interface PlannedDatabase {
  readonly databaseId: string
  readonly database: string
  readonly targetPath: string
  readonly plan: RestorePlan | null
  readonly refusal: string | null
}

/** What restoring an archive would do. */
export interface SystemRestorePlan {
  readonly archiveId: string
  readonly file: string
  readonly takenAt: string
  readonly databases: readonly PlannedDatabase[]
  /** In the archive by its own word, and missing. */
  readonly missing: readonly LeftOut[]
  readonly bytesToRead: number
  readonly bytesToWrite: number
  /** Names of registrations and policies of the archive that the vault does not have: they are brought in. */
  readonly newRegistrations: readonly string[]
  readonly newPolicies: readonly string[]
}

/** What became of one database of an archive. */
export interface RestoredDatabase {
  readonly databaseId: string
  readonly database: string
  readonly target: string
  /** Computed from the bytes at the target; null where it failed. */
  readonly root: string | null
  readonly bytes: number
  readonly safetyBackupId: string | null
  readonly setAside: string | null
  readonly validation: Validation | null
  /** Null: it is back. */
  readonly why: string | null
}

/** What a restore of an archive did. */
export interface SystemRestoreReport {
  readonly databases: readonly RestoredDatabase[]
  readonly durationMs: number
  readonly registrations: readonly string[]
  readonly policies: readonly string[]
}
