import type { Fault, FaultCode } from '../fault.ts'

/** The published table of exit statuses of the command line. A number's meaning never changes. */
export const exitStatus = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  partlyDone: 3,
  /** `health` looked, and something is wrong or not known. */
  degraded: 4,
  noVault: 10,
  locked: 11,
  wrongKey: 12,
  notAllowed: 13,
  cancelled: 130,
} as const
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus]

const { failed, partlyDone, wrongUse, noVault, locked, wrongKey, notAllowed, cancelled } = exitStatus

const statusOfCode: Readonly<Record<FaultCode, ExitStatus>> = {
  SOURCE_MISSING: failed,
  SOURCE_IS_FOLDER: failed,
  SOURCE_NOT_PERMITTED: failed,
  SOURCE_EMPTY: failed,
  SOURCE_NOT_SQLITE: failed,
  SOURCE_DAMAGED: failed,
  SOURCE_LOCKED: locked,
  SOURCE_NEEDS_RECOVERY: failed,
  SOURCE_WAL_UNREADABLE: failed,
  SOURCE_REPLACED: failed,
  SOURCE_READ_FAILED: failed,
  VAULT_NOT_GIVEN: noVault,
  VAULT_MISSING: noVault,
  VAULT_SILENT: noVault,
  VAULT_NOT_A_VAULT: noVault,
  VAULT_ALREADY_THERE: failed,
  VAULT_FOLDER_NOT_EMPTY: failed,
  VAULT_TOO_NEW: failed,
  VAULT_DAMAGED: failed,
  VAULT_READ_ONLY: failed,
  VAULT_NOT_PERMITTED: failed,
  VAULT_FULL: failed,
  VAULT_WRITE_FAILED: failed,
  VAULT_LOCKED: locked,
  RUN_SWEPT: failed,
  KEY_NEEDED: wrongKey,
  KEY_WRONG: wrongKey,
  KEY_FILE_UNREADABLE: wrongKey,
  PASSPHRASE_TOO_SHORT: wrongUse,
  KEYCHAIN_UNREACHABLE: wrongKey,
  ROLE_NEEDED: notAllowed,
  ASSERTIONS_INVALID: wrongUse,
  DETECTION_NOT_SHOWN: failed,
  DRILL_NOT_PASSED: failed,
  DATABASE_UNKNOWN: failed,
  DATABASE_NAME_INVALID: wrongUse,
  DATABASE_NAME_TAKEN: failed,
  DATABASE_ALREADY_REGISTERED: failed,
  BACKUP_UNKNOWN: failed,
  BACKUP_AMBIGUOUS: wrongUse,
  NO_BACKUP: failed,
  CHAIN_BROKEN: failed,
  NO_POINT_BEFORE: failed,
  BACKUP_WITHOUT_ROWS: wrongUse,
  NOTHING_TO_MERGE: wrongUse,
  TABLE_UNKNOWN: wrongUse,
  COLUMN_UNKNOWN: wrongUse,
  TABLE_UNREADABLE: failed,
  SCRATCH_FULL: failed,
  SCRATCH_WRITE_FAILED: failed,
  EXPORT_FAILED: failed,
  FOLDER_UNREADABLE: failed,
  BACKUP_FILE_MISSING: failed,
  BACKUP_FILE_UNREADABLE: failed,
  BACKUP_DAMAGED: failed,
  MANIFEST_DAMAGED: failed,
  MANIFEST_TOO_NEW: failed,
  BACKUP_SET_ASIDE: failed,
  BACKUP_IN_USE: locked,
  VALIDATION_FAILED: failed,
  TARGET_IN_USE: locked,
  TARGET_NOT_PERMITTED: failed,
  TARGET_IS_FOLDER: failed,
  TARGET_FOLDER_MISSING: failed,
  TARGET_IN_VAULT: failed,
  TARGET_FULL: failed,
  TARGET_WRITE_FAILED: failed,
  TARGET_CHANGED: failed,
  RESTORE_NOT_CONFIRMED: wrongUse,
  PARTIAL_BLOCKED: failed,
  RESTORE_PROOF_FAILED: failed,
  RESTORE_UNPROVED: failed,
  SAFETY_BACKUP_FAILED: failed,
  GUARD_COMMAND_FAILED: failed,
  GUARD_CHECK_FAILED: failed,
  GUARD_ROLLBACK_FAILED: failed,
  JOB_TIMED_OUT: failed,
  JOB_CANCELLED: cancelled,
  JOB_DIED: failed,
  JOB_UNKNOWN: failed,
  SYSTEM_INCOMPLETE: partlyDone,
  SYSTEM_NOT_TAKEN: failed,
  SYSTEM_RESTORE_INCOMPLETE: partlyDone,
  ARCHIVE_UNKNOWN: failed,
  POLICY_UNKNOWN: failed,
  POLICY_INVALID: wrongUse,
  RUN_MISSED: failed,
  ALERT_UNKNOWN: failed,
  ALERT_ANSWERED: failed,
  ESCALATION_INVALID: wrongUse,
  ESCALATION_CHANGED: failed,
  OBJECTIVES_UNREADABLE: failed,
  PRUNE_REFUSED: failed,
  REMOVAL_UNKNOWN: failed,
  REMOVAL_ENDED: failed,
  HOLD_UNKNOWN: failed,
  CHANNEL_INVALID: wrongUse,
  CHANNEL_UNKNOWN: wrongUse,
  CHANNEL_TAKEN: wrongUse,
  CHANNEL_IN_USE: failed,
  CHANNELS_DAMAGED: failed,
  CHANNEL_SECRET_UNREADABLE: failed,
  CHANNEL_UNREACHABLE: failed,
  CHANNEL_NOT_TRUSTED: failed,
  CHANNEL_NOT_ENCRYPTED: failed,
  MAIL_SIGN_IN_REFUSED: failed,
  MAIL_REFUSED: failed,
  MAIL_RECIPIENT_REFUSED: failed,
  WEBHOOK_REFUSED: failed,
  WEBHOOK_REDIRECTED: failed,
  NOTIFICATION_FAILED: failed,
  MESSAGE_GIVEN_UP: failed,
  WRONG_USE: wrongUse,
  UNEXPECTED: failed,
}

/** The exit status of a command that ended with this fault. Exhaustive: a new code does not compile without one. */
export function exitStatusOf(fault: Fault): ExitStatus {
  return statusOfCode[fault.code]
}

/**
 * The exit status of a command that did several things, each with its own result (undefined: it succeeded). All failed for one reason:
 * that reason's status; for several: 1. A cancelled run is always 130.
 */
export function exitStatusOfAll(faults: readonly (Fault | undefined)[]): ExitStatus {
  const failures = faults.filter((fault) => fault !== undefined)
  if (failures.some((fault) => fault.code === 'JOB_CANCELLED')) return cancelled
  if (failures.length === 0) return exitStatus.done
  if (failures.length < faults.length) return exitStatus.partlyDone
  const statuses = new Set(failures.map(exitStatusOf))
  return statuses.size === 1 ? [...statuses][0]! : failed
}
