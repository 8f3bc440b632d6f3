import type { StoredForm } from '../../../shared/domain/backup-record.ts'
import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import type { RestoreMethod } from '../../../shared/domain/restore-plan.ts'
import type { LeftOut, SystemArchive } from '../../../shared/domain/system-archive.ts'
import type { Validation } from '../../../shared/domain/validation.ts'
import type {
  BackupRequest,
  RestoreOutcome,
  RestoreRequest,
  StoringOrder,
  VaultAccess,
} from '../engine-types.ts'

/** One order to take every database together. */
export interface SystemBackupRequest extends Pick<
  StoringOrder,
  'vault' | 'compressionLevel' | 'threads' | 'fullCheckLimitBytes'
> {
  readonly stored: StoredForm
  readonly databases: readonly {
    readonly record: DatabaseRecord
    /** Stored bytes of its last full; null: there is none. */
    readonly lastFullBytes: number | null
  }[]
  readonly fingerprintLimitBytes: number
  /** The moment that a schedule named for it; null: a person asked for it. UTC, ISO 8601. */
  readonly slotAt: string | null
  readonly lockWaitMs: number
}

/** What taking the complete system made. `archive.missing` and failed checks are gaps. */
export interface SystemBackupOutcome {
  readonly archive: SystemArchive
  /** Everything that is missing in it, or did not pass its checks, in words. */
  readonly gaps: readonly LeftOut[]
}

/** An archive that is read: one of the vault's, or a file somewhere else. */
export interface ArchiveOrder {
  /** The open vault, whose archive it must be. */
  readonly vault: VaultAccess
  /** Absolute path of the archive. */
  readonly path: string
  /** What the vault's record of it says; null for a file that the vault has no record of. */
  readonly recorded: Pick<SystemArchive, 'archiveId' | 'file' | 'sizeBytes' | 'sha256'> | null
  readonly threads: number
}

/** One order to check an archive and every backup in it. */
export type SystemVerifyRequest = ArchiveOrder

/** What a verification of an archive found. */
export interface SystemVerifyOutcome {
  /** Of all databases together. */
  readonly validation: Validation
  readonly databases: readonly { readonly database: string; readonly validation: Validation }[]
  /** The first reason that it failed, where it is a known fault. */
  readonly fault?: Fault | undefined
  readonly bytesRead: number
  readonly durationMs: number
}

/** One database of an archive to bring back, as its plan said. */
export interface DatabaseToRestore {
  readonly databaseId: string
  readonly database: string
  /** Its backup's payload, in the archive. */
  readonly file: string
  readonly targetPath: string
  readonly method: RestoreMethod
  readonly safetyBackup: BackupRequest | null
  readonly expectedTarget: RestoreRequest['expectedTarget']
}

/** One order to bring databases of an archive back. */
export interface SystemRestoreRequest extends ArchiveOrder {
  readonly databases: readonly DatabaseToRestore[]
  /** The vault was made of this archive just now: its backups lie in the vault itself, checked. */
  readonly isUnpacked: boolean
  readonly lockWaitMs: number
}

/** What a restore of an archive did, one by one: each is back, or says why not. */
export interface SystemRestoreOutcome {
  readonly databases: readonly {
    readonly databaseId: string
    readonly database: string
    readonly target: string
    readonly outcome: RestoreOutcome | null
    readonly fault: Fault | null
  }[]
  readonly durationMs: number
}
