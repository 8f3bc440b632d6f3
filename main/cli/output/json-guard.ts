import type { Fault } from '../../../shared/domain/fault.ts'
import type { GuardReport } from '../../../shared/domain/guard.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { RestoreOutcome } from '../../engine/engine.ts'
import type { CommandEnd } from '../run-command.ts'
import { jsonBackup, jsonValidation } from './json-backup.ts'
import { jsonError } from './print-fault.ts'

/** A guarded change that came to its end. */
export interface GuardEnd {
  readonly backup: StoredBackup
  readonly words: readonly string[]
  readonly command: CommandEnd
  /** What the check found, or why it could not be made. */
  readonly check: GuardReport | Fault
  /** What the rollback did, or why it did nothing; null: there was none. */
  readonly rollback: RestoreOutcome | Fault | null
  readonly rollbackCommand: string
  readonly fault: Fault | undefined
}

function jsonCheck(check: GuardEnd['check']) {
  if ('code' in check) return { status: 'not_made', error: jsonError(check) }
  const { status, observedAt, checks, sizeBefore, sizeAfter, difference, notCompared } = check
  return {
    status,
    observedAt,
    checks,
    sizeBefore,
    sizeAfter,
    schema: difference?.schema ?? null,
    tables: difference?.tables ?? null,
    notCompared,
  }
}

function jsonRollback(rollback: RestoreOutcome | Fault) {
  if ('code' in rollback) return { success: false, error: jsonError(rollback) }
  const { target, method, root, bytes, durationMs, safetyBackup, setAside, validation } = rollback
  return {
    success: true,
    target,
    method,
    root,
    bytes,
    durationMs,
    safetyBackup: safetyBackup?.id ?? null,
    setAside,
    validation: jsonValidation(validation),
  }
}

/** A guarded change in JSON. */
export function jsonGuard(end: GuardEnd) {
  const { backup, words, command, check, rollback, rollbackCommand, fault } = end
  return {
    success: fault === undefined,
    database: backup.database,
    backup: jsonBackup(backup, backup.lastValidation),
    command: { words, ...command },
    check: jsonCheck(check),
    rollback: rollback === null ? null : jsonRollback(rollback),
    rollbackCommand,
    ...(fault && { error: jsonError(fault) }),
  }
}
