import type { AuditMark } from '../../shared/domain/audit/audit-entry.ts'
import type { BackupLabel, BackupRecord, BackupType, StoredForm } from '../../shared/domain/backup-record.ts'
import type {
  ComparedSide,
  ComparisonView,
  RowChangeKind,
  RowChangesView,
} from '../../shared/domain/comparison.ts'
import type { Fault } from '../../shared/domain/fault.ts'
import type { JobProgress } from '../../shared/domain/job.ts'
import type { ContentView, RowsView } from '../../shared/domain/look.ts'
import type { PartialReport, SchemaCopyReport, TriggerChoice } from '../../shared/domain/partial-restore.ts'
import type { RestoreMethod } from '../../shared/domain/restore-plan.ts'
import type { RowCondition, RowSelection } from '../../shared/domain/row-filter.ts'
import type { LatestValidation, Validation } from '../../shared/domain/validation.ts'
import type { SourceObservation } from './source/observe-source.ts'

export type { SourceObservation }

/** An open vault, as a job needs it. Plain data: it crosses the process border, and is never logged. */
export interface VaultAccess {
  /** Absolute path of the vault's folder. */
  readonly folder: string
  readonly vaultId: string
  /** The vault's key, 32 bytes in base64; null when the vault is not encrypted or was not unlocked. */
  readonly vaultKey: string | null
  /** Keys that the vault had before, newest first, base64: what was written by them is still read. Left out: it never had another. */
  readonly olderKeys?: readonly string[] | undefined
}

/** What an increment or differential is stored against. */
export interface BackupBase {
  /** The backup whose pages are compared, relative to the vault. */
  readonly manifestFile: string
  /** The newest backup that the database's state is known by: what 'nothing changed' is said of. */
  readonly newest: { readonly id: string; readonly manifestFile: string; readonly root: string }
  /** What the source looked like when it was last known to be as `newest` has it; null: not known. */
  readonly observed: SourceObservation | null
}

/** Whose backup is stored, and in which form. */
export interface StoringOrder {
  readonly vault: VaultAccess
  readonly databaseId: string
  readonly database: string
  readonly label: BackupLabel
  readonly stored: StoredForm
  /** zstd level, 1 to 19; where level 1 stores no more of a full, it is used. */
  readonly compressionLevel: number
  /** Worker threads for compression and encryption. */
  readonly threads: number
  /** Above this image size SQLite makes its quick check after the backup; the full one is left to a verification. */
  readonly fullCheckLimitBytes: number
  /** What is worth keeping of why it is taken; becomes the first of the backup's remarks. Left out: nothing. */
  readonly remarks?: readonly string[] | undefined
  /** The moment that a schedule named for it. UTC, ISO 8601. Left out: a person asked for it. */
  readonly slotAt?: string | undefined
  /**
   * Private folder for the tags of what was proved, by which the next change is found quicker. Made when it is not there. Null or left
   * out: none are made nor used.
   */
  readonly pageTagsFolder?: string | null | undefined
  /** How far the vault's audit log is: its manifest says it on, so that a log that is cut off later is found. Left out: it is not known. */
  readonly audit?: AuditMark | undefined
}

/** One order to back a database up. */
export interface BackupRequest extends StoringOrder {
  readonly sourcePath: string
  readonly type: BackupType
  /** Of an incremental or differential backup; null or left out: none is known, and a full is taken. */
  readonly base?: BackupBase | null | undefined
  /** Above this image size the table fingerprints are left out and only rows are counted. */
  readonly fingerprintLimitBytes: number
  /** How long to wait for another program's lock. */
  readonly lockWaitMs: number
}

/** What a backup job reports when it ends without a fault. */
export type BackupOutcome =
  /** Stored and validated. `backup.validation.status` says with which verdict; its type may be `full` where a change was asked for. */
  | {
      readonly kind: 'stored'
      readonly backup: BackupRecord
      readonly observed: SourceObservation | null
      /** What was found wrong with a backup that it was to be built on, or with one that this needs. */
      readonly baseDamage?: Fault | undefined
    }
  /** The database is as the backup `unchangedSince` (an id) has it: no file was written. */
  | {
      readonly kind: 'no_changes_required'
      readonly unchangedSince: string
      /** When it was looked at, UTC. */
      readonly observedAt: string
      readonly observed: SourceObservation | null
    }

/** One order to make one backup out of a chain, from what is stored alone. */
export interface MergeRequest extends Pick<
  StoringOrder,
  'vault' | 'stored' | 'compressionLevel' | 'threads' | 'fullCheckLimitBytes' | 'audit'
> {
  /** The newest backup of the chain, relative to the vault: the new one is of its moment. */
  readonly manifestFile: string
  /** Ids of the backups that it needs and whose pages are taken over; null: of all, which makes a full. */
  readonly absorbed: readonly string[] | null
}

/** What a merge made. The backups that it was made from are as they were. */
export interface MergeOutcome {
  readonly backup: BackupRecord
  /** The backup of whose moment it is. */
  readonly mergedFrom: string
}

/** One order to check a stored backup. */
export interface VerifyRequest {
  readonly vault: VaultAccess
  /** The manifest, relative to the vault. */
  readonly manifestFile: string
  readonly threads: number
}

/** What a verification found. It has a record only if the manifest could be read. */
export interface VerifyOutcome {
  readonly backup: BackupRecord | null
  readonly validation: Validation
  /** The first reason that a check failed, where it is a known fault. */
  readonly fault?: Fault | undefined
  readonly bytesRead: number
  readonly durationMs: number
}

/** One order to restore. The plan was shown before; what it rested on is checked again. */
export interface RestoreRequest {
  readonly vault: VaultAccess
  readonly manifestFile: string
  readonly databaseId: string
  readonly database: string
  readonly targetPath: string
  readonly method: RestoreMethod
  /** The safety backup's order, or null where the plan says there is nothing to keep. */
  readonly safetyBackup: BackupRequest | null
  /** Size and modification time the plan saw at the target (null: nothing was there); a difference refuses the restore. */
  readonly expectedTarget: { readonly sizeBytes: number; readonly modifiedAt: string } | null
  /** The newest validation known of the backup: SQLite's full check of a large image is not repeated where it gives its verdict. */
  readonly lastValidation: LatestValidation
  readonly threads: number
  readonly lockWaitMs: number
}

/** What a restore did, measured. */
export interface RestoreOutcome {
  readonly target: string
  readonly backup: BackupRecord
  /**
   * The root computed from the bytes at the target after the restore. Restored in place, it is another one, or empty, where
   * programs had written again before it could be read; `checksum_match` then says so and is not passed.
   */
  readonly root: string
  readonly bytes: number
  readonly durationMs: number
  readonly method: RestoreMethod
  readonly safetyBackup: BackupRecord | null
  /** The broken file that was moved aside because it could not be backed up, if so. */
  readonly setAside: string | null
  readonly validation: Validation
}

/** One order to look inside a backup. Its image stays where it was asked for. */
export interface LookRequest {
  readonly vault: VaultAccess
  /** The manifest, relative to the vault. */
  readonly manifestFile: string
  /** Absolute path of the image; rebuilt there when it is not there yet. */
  readonly imageFile: string
  readonly threads: number
  readonly wish:
    | { readonly kind: 'content' }
    | {
        readonly kind: 'rows'
        readonly table: string
        readonly conditions: readonly RowCondition[]
        /** A column; left out: in key order. */
        readonly sort?: string | undefined
        readonly descending: boolean
        readonly offset: number
        readonly limit: number
      }
}

/** What was seen inside a backup. */
export type LookOutcome =
  | { readonly kind: 'content'; readonly content: ContentView }
  | { readonly kind: 'rows'; readonly rows: RowsView }

/** One side of a comparison. `imageFile` is where its content is, or is put to be read. */
export type SideOrder =
  | { readonly kind: 'backup'; readonly manifestFile: string; readonly imageFile: string }
  | {
      readonly kind: 'live'
      readonly path: string
      readonly imageFile: string
      /** When the copy in `imageFile` was taken; null: there is none yet. */
      readonly copiedAt: string | null
      readonly lockWaitMs: number
    }

/** One order to compare two contents. Changes are those from left to right. */
export interface CompareRequest {
  readonly vault: VaultAccess
  readonly left: SideOrder
  readonly right: SideOrder
  readonly threads: number
  readonly wish:
    | { readonly kind: 'summary' }
    | {
        readonly kind: 'rows'
        readonly table: string
        /** Left out: rows of every kind. */
        readonly change?: RowChangeKind | undefined
        readonly offset: number
        readonly limit: number
      }
    /** Writes SQL that makes the right side out of the left one. Nothing may be at `toPath`. */
    | { readonly kind: 'sql'; readonly toPath: string }
}

/** What was written by an export. */
export interface ExportedSql {
  readonly path: string
  /** Statements that change something. */
  readonly statements: number
  readonly sizeBytes: number
  /** What differs and is not in the file, with the reason, in words. */
  readonly leftOut: readonly string[]
}

/** What a comparison found, and which contents it saw. */
export type CompareOutcome =
  | { readonly kind: 'summary'; readonly comparison: ComparisonView }
  | {
      readonly kind: 'rows'
      readonly left: ComparedSide
      readonly right: ComparedSide
      readonly rows: RowChangesView
    }
  | {
      readonly kind: 'sql'
      readonly left: ComparedSide
      readonly right: ComparedSide
      readonly exported: ExportedSql
    }

/** One order to look at a database after a change, beside the backup that was taken before it. */
export interface ChangeCheckRequest {
  readonly vault: VaultAccess
  readonly before: Extract<SideOrder, { kind: 'backup' }>
  readonly after: Extract<SideOrder, { kind: 'live' }>
  readonly threads: number
}

/** One order to make an empty database with a backup's schema. */
export interface SchemaCopyRequest {
  readonly vault: VaultAccess
  readonly manifestFile: string
  /** Where nothing is. */
  readonly targetPath: string
  readonly lockWaitMs: number
}

/** What was made of a backup's schema. */
export interface SchemaCopyOutcome extends SchemaCopyReport {
  readonly backup: BackupRecord
  /** Of the file that was made. */
  readonly bytes: number
}

/** A backup and the live database that its rows are brought back to. */
export interface PartialSides {
  readonly vault: VaultAccess
  readonly manifestFile: string
  /** Where the backup's image is, or is to be made; see `provideImage`. */
  readonly imageFile: string
  /** Absolute path of the live database. */
  readonly livePath: string
  readonly threads: number
  readonly lockWaitMs: number
}

/** One order to say what bringing rows back would do. */
export interface PartialPreviewRequest extends PartialSides {
  readonly databaseId: string
  readonly database: string
  readonly selections: readonly RowSelection[]
  /** What triggers are to do; left out: not chosen yet. */
  readonly triggers?: TriggerChoice | undefined
}

/** One order to show the rows that bringing one selection back concerns. */
export interface PartialRowsRequest extends PartialSides {
  readonly selection: RowSelection
  readonly kind?: RowChangeKind | undefined
  readonly offset: number
  readonly limit: number
}

/** One order to bring rows back. */
export interface PartialRestoreRequest extends PartialPreviewRequest {
  /** The preview's: what it saw must still be so. */
  readonly mark: string
  /** The safety backup's order, or null where the caller wants none. */
  readonly safetyBackup: BackupRequest | null
}

/** What bringing rows back did. */
export interface PartialRestoreOutcome extends PartialReport {
  readonly backup: BackupRecord
  /** The one that was stored for it; null where none was, or an earlier one holds the same state. */
  readonly safetyBackup: BackupRecord | null
}

/** What a use case is handed for the length of its run. */
export interface RunContext {
  /** Aborted by a cancel or the time limit; its reason is a FaultError. */
  readonly signal: AbortSignal
  onProgress(progress: JobProgress): void
}
