import type { BackupLabel, BackupType } from './backup-record.ts'
import type { DatabaseRecord } from './database-record.ts'
import type { Fault } from './fault.ts'
import type { JobKind } from './job.ts'
import type { RestoreScenario } from './objectives/achieved-rto.ts'
import type { ProtectionReason, ProtectionState, StoredBackup } from './protection.ts'

/** A database as the window shows it. */
export interface DatabaseView extends DatabaseRecord {
  readonly state: ProtectionState
  readonly reason: ProtectionReason
  /** Size of the source file and its log now; null when it is not there. */
  readonly sourceBytes: number | null
  readonly sourceExists: boolean
  readonly newestBackup: StoredBackup | null
  readonly backupCount: number
  readonly storedBytes: number
  /** takenAt of the newest backup whose newest validation passed: the newest proved recovery point. Null: none. */
  readonly newestProvedAt: string | null
  /** The newest measured restore, milliseconds; null: none was measured. */
  readonly measuredRestoreMs: number | null
  /** The name of its policy. Null: it has none, or, where `policyId` is set, the policy can’t be read. */
  readonly policy: string | null
  /** The soonest run that its policy names; null: none. It may lie in the past where nobody runs schedules. UTC, ISO 8601. */
  readonly nextRunAt: string | null
}

/** One line of the history of operations, newest first in every list. */
export interface ActivityEntry {
  readonly id: string
  /** `prune`: a clean-up, or (with a backup) what it removed for good. `set_aside`, `put_back`: what can be, or was, undone. */
  readonly kind: JobKind | 'guard' | 'register' | 'remove' | 'vault' | 'set_aside' | 'put_back' | 'keep_mark'
  /** `missed`: a scheduled run that was not made. `no_changes_required`: the database was as its newest backup has it, and no file was written. */
  readonly result: 'success' | 'no_changes_required' | 'failed' | 'cancelled' | 'missed'
  readonly databaseId: string | null
  readonly database: string | null
  readonly backupId: string | null
  readonly type: BackupType | null
  readonly label: BackupLabel | null
  /** UTC, ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  readonly bytes: number | null
  readonly fault: Fault | null
  /** The moment that a schedule named for it; null: a person asked for it. UTC, ISO 8601. */
  readonly slotAt: string | null
  /** What it brought back, and how long that took; left out: as its kind says, or nothing was measured. */
  readonly measured?: { readonly scenario: RestoreScenario; readonly restoreMs: number } | undefined
}

/** What the Overview shows first. */
export interface OverviewView {
  readonly databases: readonly DatabaseView[]
  /** How many have a proved backup, so that they can be restored, whatever else is wrong with them or runs on them now. */
  readonly provedCount: number
  /** When the newest proof was made; null: nothing was ever proved. */
  readonly lastProvedAt: string | null
  /** What began in the last 24 hours, newest first: the newest 5,000 of `recentCount`. */
  readonly recent: readonly ActivityEntry[]
  readonly recentCount: number
  readonly storage: StorageView
}

/** The vault's use of its file system. */
export interface StorageView {
  /** Of backups and archives of the complete system; what is set aside does not count. */
  readonly storedBytes: number
  readonly backupCount: number
  readonly archiveCount: number
  readonly freeBytes: number | null
}

/** Which vault is open, and what stands in the way if none is. */
export type VaultStatus =
  | { readonly state: 'none' }
  | {
      readonly state: 'locked'
      readonly folder: string
      readonly vaultId: string
      readonly slots: readonly KeySlotKind[]
    }
  | {
      readonly state: 'open'
      readonly folder: string
      readonly vaultId: string
      readonly name: string
      readonly encryption: 'aes-256-gcm' | 'none'
      readonly keyFrom: KeySlotKind | 'none'
      readonly isReadOnly: boolean
    }
  /** It was open and its folder is gone (unplugged, unmounted): what the catalog remembers is still shown. */
  | {
      readonly state: 'unreachable'
      readonly folder: string
      readonly vaultId: string
      readonly name: string
      readonly fault: Fault
    }

export type KeySlotKind = 'passphrase' | 'key_file' | 'keychain' | 'recovery_code'

/** What a vault is protected with when it is made. */
export type KeyChoice =
  /** The OS keychain where it answers, else a key file in Holdfast's own folder. */
  | { readonly kind: 'automatic' }
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'key_file'; readonly path: string }
  | { readonly kind: 'none' }

/** A SQLite file that a scan found. */
export interface FoundDatabase {
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedAt: string
  /** The name it is registered under, if it is. */
  readonly registeredAs: string | null
}

/** What a scan of a folder found, and what it could not look at. */
export interface ScanView {
  readonly found: readonly FoundDatabase[]
  readonly unreadable: readonly { readonly path: string; readonly errno: string }[]
  readonly filesSeen: number
}

/** One entry of a folder in the path picker. */
export interface FolderEntry {
  readonly name: string
  readonly path: string
  readonly kind: 'folder' | 'database' | 'vault' | 'file'
  readonly sizeBytes: number | null
}

/** Settings of this user on this machine. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  /** Engine jobs at once, 1 to 16. */
  readonly jobsAtOnce: number
  /** Minutes after which a job is stopped and failed. */
  readonly jobTimeLimitMinutes: number
  readonly compression: 'zstd' | 'none'
  readonly compressionLevel: number
  /** Databases above this size are proved by pages only, not also by table fingerprints. Bytes. */
  readonly fingerprintLimitBytes: number
  /** After a backup of a database above this size SQLite makes its quick check only; a verification makes the full one. Bytes. */
  readonly fullCheckLimitBytes: number
  /** For so long a backup that retention removed is only set aside, and can be put back. Hours, 0 to 720. */
  readonly pruneGraceHours: number
  /** Per cent of a database's backups that may go in one clean-up; above it somebody has to agree. 1 to 100. */
  readonly pruneShareAtOnce: number
  /** The program starts with the user's session, without its window, so that schedules run. Only where the host can. */
  readonly startAtLogin: boolean
  /** Whether a change is looked for by tags of the last backup’s pages before pages are hashed. */
  readonly quickChangeDetection: boolean
  /** A drill restores no database whose image is larger. Bytes. */
  readonly drillScratchBytes: number
  /** Due drills run by themselves, in the program that runs the schedules. */
  readonly drillsBySchedule: boolean
  /** The hour from which on they do each day, in this machine's time. 0 to 23. */
  readonly drillAtHour: number
  /** A database is due for a drill when its last one is so many days ago. 1 to 365. */
  readonly drillEveryDays: number
  /** Health is checked so often by itself, and after each job. Minutes. */
  readonly healthEveryMinutes: number
  /** A backup is late when, of each day between two runs of its schedule, so many minutes more have passed. */
  readonly delayMinutesPerDay: number
  /** So many bad validations of a database in a row degrade its health. */
  readonly validationFailuresInARow: number
  /** From so much of the vault’s file system on, used by whomever, health degrades. Per cent. */
  readonly storageUsedPerCent: number
  /** A backup that took longer degrades health. Minutes. */
  readonly slowBackupMinutes: number
}

export const defaultSettings: Settings = {
  theme: 'system',
  jobsAtOnce: 3,
  jobTimeLimitMinutes: 30,
  compression: 'zstd',
  compressionLevel: 3,
  fingerprintLimitBytes: 256 * 1024 * 1024,
  fullCheckLimitBytes: 1024 * 1024 * 1024,
  pruneGraceHours: 24,
  pruneShareAtOnce: 30,
  startAtLogin: false,
  quickChangeDetection: true,
  drillScratchBytes: 64 * 1024 * 1024 * 1024,
  drillsBySchedule: true,
  drillAtHour: 3,
  drillEveryDays: 7,
  healthEveryMinutes: 60,
  delayMinutesPerDay: 60,
  validationFailuresInARow: 2,
  storageUsedPerCent: 85,
  slowBackupMinutes: 30,
}
