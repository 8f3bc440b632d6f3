import type { Role } from './access/role.ts'
import type { ChannelKind } from './alerts/channel-settings.ts'
import type { DrillLevel } from './drills/drill.ts'
import type { PruneRefusal } from './retention/prune-refusal.ts'
import type { MissedReason } from './schedule/slot-memory.ts'
import type { CheckName } from './validation.ts'

/**
 * Every expected failure: a code and the facts of the case. What it says on a screen is in `fault-text.ts`, the exit status
 * in `fault-exit-status.ts`; both are exhaustive over this union.
 */
export type Fault =
  // the source
  | { readonly code: 'SOURCE_MISSING'; readonly path: string }
  | { readonly code: 'SOURCE_IS_FOLDER'; readonly path: string }
  | { readonly code: 'SOURCE_NOT_PERMITTED'; readonly path: string }
  | { readonly code: 'SOURCE_EMPTY'; readonly path: string }
  | { readonly code: 'SOURCE_NOT_SQLITE'; readonly path: string; readonly looksEncrypted: boolean }
  | { readonly code: 'SOURCE_DAMAGED'; readonly path: string; readonly detail: string }
  /** Another program keeps it locked: exclusively, or for writing longer than was waited. */
  | { readonly code: 'SOURCE_LOCKED'; readonly path: string; readonly waitedMs: number }
  /** A crashed writer's journal must be rolled back first and this user may not write. */
  | { readonly code: 'SOURCE_NEEDS_RECOVERY'; readonly path: string }
  /** WAL mode, no `-shm`, and no permission to make one. */
  | { readonly code: 'SOURCE_WAL_UNREADABLE'; readonly path: string }
  /** The path led to another file than at the begin: replaced while it was read. */
  | { readonly code: 'SOURCE_REPLACED'; readonly path: string }
  | { readonly code: 'SOURCE_READ_FAILED'; readonly path: string; readonly errno: string }
  // the vault
  | { readonly code: 'VAULT_NOT_GIVEN' }
  | { readonly code: 'VAULT_MISSING'; readonly path: string }
  | { readonly code: 'VAULT_SILENT'; readonly path: string; readonly waitedMs: number }
  | { readonly code: 'VAULT_NOT_A_VAULT'; readonly path: string }
  | { readonly code: 'VAULT_ALREADY_THERE'; readonly path: string }
  | { readonly code: 'VAULT_FOLDER_NOT_EMPTY'; readonly path: string }
  | { readonly code: 'VAULT_TOO_NEW'; readonly path: string; readonly formatVersion: number }
  | { readonly code: 'VAULT_DAMAGED'; readonly path: string; readonly detail: string }
  | { readonly code: 'VAULT_READ_ONLY'; readonly path: string }
  | { readonly code: 'VAULT_NOT_PERMITTED'; readonly path: string }
  | {
      readonly code: 'VAULT_FULL'
      readonly path: string
      readonly neededBytes: number | null
      readonly freeBytes: number | null
    }
  | { readonly code: 'VAULT_WRITE_FAILED'; readonly path: string; readonly errno: string }
  | { readonly code: 'VAULT_LOCKED'; readonly path: string; readonly holder: string }
  /** What a run was writing is gone: another program took it for the leftover of a dead one. */
  | { readonly code: 'RUN_SWEPT'; readonly path: string }
  // keys
  | { readonly code: 'KEY_NEEDED'; readonly path: string; readonly slots: readonly string[] }
  | { readonly code: 'KEY_WRONG'; readonly path: string }
  | { readonly code: 'KEY_FILE_UNREADABLE'; readonly path: string; readonly errno: string }
  | { readonly code: 'PASSPHRASE_TOO_SHORT'; readonly minimum: number }
  | { readonly code: 'KEYCHAIN_UNREACHABLE'; readonly detail: string }
  /** A recovery kit is not all there, or not as it was made. */
  | { readonly code: 'KIT_NOT_WHOLE'; readonly folder: string; readonly detail: string }
  /** Its script is that of another version of the program, or of somebody else. */
  | { readonly code: 'KIT_OUTDATED'; readonly folder: string }
  /** Its script did not rebuild the newest backup. */
  | { readonly code: 'KIT_FAILED'; readonly folder: string; readonly detail: string }
  | { readonly code: 'KIT_FOLDER_NOT_EMPTY'; readonly folder: string }
  | { readonly code: 'KIT_NOT_WRITTEN'; readonly folder: string; readonly errno: string }
  /** A rotation would drop slots that nobody named. */
  | {
      readonly code: 'ROTATION_DROPS_SLOTS'
      readonly slots: readonly { readonly id: string; readonly kind: string }[]
    }
  /** Nothing may run while this is done. */
  | { readonly code: 'JOBS_RUNNING'; readonly jobs: number }
  /** Another program gave the vault a new key: this one has the old. */
  | { readonly code: 'KEY_ROTATED'; readonly path: string }
  /** No key slot of the vault is meant by this, or more than one. */
  | { readonly code: 'KEY_SLOT_UNKNOWN'; readonly slot: string }
  /** The vault has no key that could be changed. */
  | { readonly code: 'VAULT_NOT_ENCRYPTED'; readonly path: string }
  /** Without its last slot nothing opens a vault any more. */
  | { readonly code: 'KEY_SLOT_IS_LAST'; readonly path: string }
  /** Somebody has to type this vault’s name. */
  | { readonly code: 'KEY_CHANGE_NOT_CONFIRMED'; readonly vault: string }
  /** `groups` (the first is 1) do not fit their checks; empty where so many `characters` are no code at all. */
  | {
      readonly code: 'RECOVERY_CODE_MISTYPED'
      readonly groups: readonly number[]
      readonly characters: number
    }
  // access
  /** `has` null: the vault gives this user no role. */
  | {
      readonly code: 'ROLE_NEEDED'
      /** The name of its procedure. */
      readonly act: string
      readonly needs: Role
      readonly has: Role | null
      readonly user: string
    }
  /** Who may do what can't be known: nobody may more than look. `problem` in words that end a sentence. */
  | { readonly code: 'ACCESS_DAMAGED'; readonly path: string; readonly problem: string }
  /** Rules that can't be saved, for reasons in words that end a sentence. */
  | { readonly code: 'ACCESS_REFUSED'; readonly problems: readonly string[] }
  /** Somebody else saved other rules meanwhile. */
  | { readonly code: 'ACCESS_CHANGED' }
  // audit
  /** What is done can be recorded neither in the vault nor on this machine. `because`: what keeps it from being written in the vault. */
  | { readonly code: 'AUDIT_NOT_WRITTEN'; readonly path: string; readonly because: string }
  /** Who may do what can't be known: nobody may more than look. `problem` in words that end a sentence. */
  | { readonly code: 'ACCESS_DAMAGED'; readonly path: string; readonly problem: string }
  /** Rules that can't be saved, for reasons in words that end a sentence. */
  | { readonly code: 'ACCESS_REFUSED'; readonly problems: readonly string[] }
  /** Somebody else saved other rules meanwhile. */
  | { readonly code: 'ACCESS_CHANGED' }
  // drills
  /** What should be assertions is none. */
  | { readonly code: 'ASSERTIONS_INVALID'; readonly problem: string }
  /** A corruption that was planted in a copy was not found, or the copy was not fine before it (`isPlanted` false). */
  | {
      readonly code: 'DETECTION_NOT_SHOWN'
      readonly file: string
      readonly isPlanted: boolean
      readonly detail: string
    }
  /** A level of a drill was not passed, or (`isKnown` false) could not be made here. */
  | {
      readonly code: 'DRILL_NOT_PASSED'
      readonly file: string
      readonly level: DrillLevel
      readonly detail: string
      readonly isKnown: boolean
    }
  // what is registered and stored
  | { readonly code: 'DATABASE_UNKNOWN'; readonly name: string }
  | { readonly code: 'DATABASE_NAME_INVALID'; readonly name: string }
  | { readonly code: 'DATABASE_NAME_TAKEN'; readonly name: string }
  | { readonly code: 'DATABASE_ALREADY_REGISTERED'; readonly path: string; readonly name: string }
  | { readonly code: 'BACKUP_UNKNOWN'; readonly backup: string }
  | { readonly code: 'BACKUP_AMBIGUOUS'; readonly backup: string; readonly matches: readonly string[] }
  | { readonly code: 'NO_BACKUP'; readonly database: string }
  /** A backup that a restore of `file` needs is not there or not whole; `nearest` are whole points, in words. */
  | {
      readonly code: 'CHAIN_BROKEN'
      readonly file: string
      readonly link: string
      readonly because: 'missing' | 'damaged'
      readonly nearest: readonly string[]
    }
  | {
      readonly code: 'NO_POINT_BEFORE'
      readonly database: string
      readonly askedFor: string
      readonly oldest: string | null
    }
  /** It holds structure and no rows. */
  | { readonly code: 'BACKUP_WITHOUT_ROWS'; readonly file: string }
  | { readonly code: 'NOTHING_TO_MERGE'; readonly file: string }
  | { readonly code: 'TABLE_UNKNOWN'; readonly table: string; readonly place: string }
  | { readonly code: 'COLUMN_UNKNOWN'; readonly table: string; readonly column: string }
  /** SQLite can't read it here, as whole as it is: a module, a collation or a function is missing; or it can't be compared. */
  | {
      readonly code: 'TABLE_UNREADABLE'
      readonly table: string
      readonly place: string
      readonly detail: string
    }
  /** No room for a database image that is looked into: `path` is the folder for such images. */
  | {
      readonly code: 'SCRATCH_FULL'
      readonly path: string
      readonly neededBytes: number | null
      readonly freeBytes: number | null
    }
  | { readonly code: 'SCRATCH_WRITE_FAILED'; readonly path: string; readonly errno: string }
  | { readonly code: 'EXPORT_FAILED'; readonly path: string; readonly errno: string }
  | { readonly code: 'FOLDER_UNREADABLE'; readonly path: string; readonly errno: string }
  // a backup's own files
  | { readonly code: 'BACKUP_FILE_MISSING'; readonly file: string }
  | { readonly code: 'BACKUP_FILE_UNREADABLE'; readonly file: string; readonly errno: string }
  | { readonly code: 'BACKUP_DAMAGED'; readonly file: string; readonly detail: string }
  | { readonly code: 'MANIFEST_DAMAGED'; readonly file: string; readonly detail: string }
  | {
      readonly code: 'MANIFEST_TOO_NEW'
      readonly file: string
      /** As the manifest says. */
      readonly formatVersion: number
      /** Whether its checksum fits by the rules of this version. If not, a newer one seals otherwise, or it is damaged. */
      readonly isSealed: boolean
    }
  /** It exists to nobody until it is put back; what it is worth was not looked at. Payload, relative to the vault. */
  | { readonly code: 'BACKUP_SET_ASIDE'; readonly file: string }
  /** Somebody reads backups that were to be removed or (`isRemoved`) removes some that were to be read. */
  | {
      readonly code: 'BACKUP_IN_USE'
      readonly backupIds: readonly string[]
      readonly who: string
      readonly isRemoved: boolean
    }
  | {
      readonly code: 'VALIDATION_FAILED'
      readonly file: string
      readonly checks: readonly CheckName[]
      readonly detail: string
    }
  // restoring
  | { readonly code: 'TARGET_IN_USE'; readonly path: string; readonly openedBy: readonly string[] }
  | { readonly code: 'TARGET_NOT_PERMITTED'; readonly path: string }
  | { readonly code: 'TARGET_IS_FOLDER'; readonly path: string }
  | { readonly code: 'TARGET_FOLDER_MISSING'; readonly path: string }
  | { readonly code: 'TARGET_IN_VAULT'; readonly path: string }
  | {
      readonly code: 'TARGET_FULL'
      readonly path: string
      readonly neededBytes: number
      readonly freeBytes: number
    }
  | { readonly code: 'TARGET_WRITE_FAILED'; readonly path: string; readonly errno: string }
  | { readonly code: 'TARGET_CHANGED'; readonly path: string }
  | { readonly code: 'RESTORE_NOT_CONFIRMED'; readonly path: string }
  /** Rows can't be brought back as asked: the blocking conflicts, in words. */
  | { readonly code: 'PARTIAL_BLOCKED'; readonly path: string; readonly conflicts: readonly string[] }
  | { readonly code: 'RESTORE_PROOF_FAILED'; readonly detail: string }
  /** The target may hold the new content, and that it is the stored one was not shown: the one fault that leaves it changed. */
  | { readonly code: 'RESTORE_UNPROVED'; readonly path: string; readonly detail: string }
  | { readonly code: 'SAFETY_BACKUP_FAILED'; readonly path: string; readonly because: string }
  // changes that are guarded
  /** The command that was to change the database failed; `how` in words that go on after the command. */
  | { readonly code: 'GUARD_COMMAND_FAILED'; readonly database: string; readonly how: string }
  /** What the change left behind is not right, or could not be looked at. */
  | { readonly code: 'GUARD_CHECK_FAILED'; readonly database: string; readonly detail: string }
  /** The backup from before the change was to be brought back and was not. `target` says what is there now, as a sentence. */
  | {
      readonly code: 'GUARD_ROLLBACK_FAILED'
      readonly database: string
      readonly file: string
      readonly because: string
      readonly target: string
    }
  // jobs
  | { readonly code: 'JOB_TIMED_OUT'; readonly limitMs: number }
  | { readonly code: 'JOB_CANCELLED' }
  | { readonly code: 'JOB_DIED'; readonly how: string }
  | { readonly code: 'JOB_UNKNOWN'; readonly job: string }
  // the complete system
  /** The archive was made without these; what could be taken is in it. */
  | {
      readonly code: 'SYSTEM_INCOMPLETE'
      readonly file: string
      readonly missing: readonly { readonly name: string; readonly why: string }[]
    }
  /** Nothing could be taken, so there is no archive. */
  | {
      readonly code: 'SYSTEM_NOT_TAKEN'
      readonly missing: readonly { readonly name: string; readonly why: string }[]
    }
  /** Some databases of an archive could not be brought back; the others are. */
  | {
      readonly code: 'SYSTEM_RESTORE_INCOMPLETE'
      readonly file: string
      readonly restored: number
      readonly failed: readonly { readonly name: string; readonly why: string }[]
    }
  | { readonly code: 'ARCHIVE_UNKNOWN'; readonly archive: string }
  // policies
  | { readonly code: 'POLICY_UNKNOWN'; readonly name: string }
  /** Everything that is wrong with it, in words that end a sentence. */
  | { readonly code: 'POLICY_INVALID'; readonly policy: string; readonly problems: readonly string[] }
  /** Runs that were due and were not made: so many, the first and the last of them. UTC, ISO 8601. */
  // alerts
  | { readonly code: 'ALERT_UNKNOWN'; readonly alert: string }
  /** Null: nobody took it on, its cause is gone. */
  | {
      readonly code: 'ALERT_ANSWERED'
      readonly alert: string
      readonly answered: { readonly by: string; readonly at: string } | null
    }
  | { readonly code: 'ESCALATION_CHANGED' }
  | { readonly code: 'ESCALATION_INVALID'; readonly problem: string }
  /** What was said before can't be read: it would be lost. */
  | { readonly code: 'OBJECTIVES_UNREADABLE'; readonly file: string; readonly problem: string }
  | {
      readonly code: 'RUN_MISSED'
      readonly reason: MissedReason
      readonly slots: number
      readonly from: string
      readonly to: string
    }
  // retention
  | { readonly code: 'PRUNE_REFUSED'; readonly database: string; readonly refusal: PruneRefusal }
  | { readonly code: 'REMOVAL_UNKNOWN'; readonly backup: string }
  /** Its key is destroyed. */
  | { readonly code: 'REMOVAL_ENDED'; readonly file: string; readonly removedAt: string }
  | { readonly code: 'HOLD_UNKNOWN'; readonly name: string }
  // channels: how people are told. No fault holds a password, a signing secret or more of a webhook's address than its origin.
  | {
      readonly code: 'CHANNEL_INVALID'
      readonly kind: ChannelKind
      /** In words that end a sentence. */
      readonly problems: readonly string[]
    }
  | { readonly code: 'CHANNEL_UNKNOWN'; readonly channel: string }
  | { readonly code: 'CHANNEL_TAKEN'; readonly channel: string }
  /** People of these roles have it. */
  | { readonly code: 'CHANNEL_IN_USE'; readonly channel: string; readonly roles: readonly string[] }
  /** `problem` in words that end a sentence. */
  | { readonly code: 'CHANNELS_DAMAGED'; readonly path: string; readonly problem: string }
  /** `not_here`: the vault is not encrypted, and this user on this machine has no key for its channels’ secrets. */
  | {
      readonly code: 'CHANNEL_SECRET_UNREADABLE'
      readonly channel: string
      readonly reason: 'not_here' | 'does_not_open'
    }
  /** The file with the key of this user on this machine, for the secrets of a vault that is not encrypted, is not 32 bytes. */
  | { readonly code: 'CHANNEL_KEY_DAMAGED'; readonly path: string; readonly sizeBytes: number }
  /** `server` is here and below a host with its port, or an origin. */
  | {
      readonly code: 'CHANNEL_UNREACHABLE'
      readonly server: string
      readonly reason:
        'refused' | 'name_unknown' | 'no_route' | 'timed_out' | 'closed' | 'unreadable' | 'interrupted'
    }
  | { readonly code: 'CHANNEL_NOT_TRUSTED'; readonly server: string; readonly detail: string }
  | { readonly code: 'CHANNEL_NOT_ENCRYPTED'; readonly server: string }
  /** `answer` is here and below what the server said, cut short; it may be empty. */
  | {
      readonly code: 'MAIL_SIGN_IN_REFUSED'
      readonly server: string
      readonly user: string
      readonly answer: string
    }
  | { readonly code: 'MAIL_REFUSED'; readonly server: string; readonly answer: string }
  | {
      readonly code: 'MAIL_RECIPIENT_REFUSED'
      readonly server: string
      readonly recipient: string
      readonly answer: string
    }
  | { readonly code: 'WEBHOOK_REFUSED'; readonly server: string; readonly status: number }
  /** `to`: the origin that it points to, where it is another; null otherwise. */
  | {
      readonly code: 'WEBHOOK_REDIRECTED'
      readonly server: string
      readonly status: number
      readonly to: string | null
    }
  | {
      readonly code: 'NOTIFICATION_FAILED'
      readonly reason: 'no_program' | 'timed_out' | 'refused' | 'no_desktop'
      readonly detail: string
    }
  /** It was tried again until nothing more was to be hoped for. `last`: the title of the last failure; null: there was none. */
  | {
      readonly code: 'MESSAGE_GIVEN_UP'
      readonly tries: number
      readonly reason: 'age' | 'room' | 'channel_gone' | 'answered' | 'cause_gone'
      readonly last: string | null
    }
  // use
  | { readonly code: 'WRONG_USE'; readonly detail: string }
  /** A defect of ours: the text stays in the log, the reference leads to it. */
  | { readonly code: 'UNEXPECTED'; readonly reference: string }

export type FaultCode = Fault['code']

/** The fault of one code. */
export type FaultOf<C extends FaultCode> = Extract<Fault, { code: C }>

/** Carries a fault through code that throws. Every layer that catches one passes it on or turns it into a result. */
export class FaultError extends Error {
  readonly fault: Fault

  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.code, options)
    this.name = 'FaultError'
    this.fault = fault
  }
}

/** The fault that an error carries, if it carries one. */
export function faultOf(error: unknown): Fault | undefined {
  return error instanceof FaultError ? error.fault : undefined
}
