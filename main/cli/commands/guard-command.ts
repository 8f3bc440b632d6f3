import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { exitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { failureOfGuard, type GuardReport } from '../../../shared/domain/guard.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { RestoreOutcome } from '../../engine/engine.ts'
import { takeGuardBackup } from '../../operations/guard/begin-guard.ts'
import { checkGuard } from '../../operations/guard/check-guard.ts'
import { recordGuard } from '../../operations/guard/record-guard.ts'
import { rollBack } from '../../operations/guard/roll-back.ts'
import { findRegistered } from '../../operations/databases/find-database.ts'
import type { OpenVault } from '../../operations/vaults/vault-session.ts'
import { instantOf } from '../../operations/world.ts'
import { databaseCalled } from '../find-called.ts'
import {
  commandEndWords,
  guardBeginText,
  guardByHandText,
  guardCommandText,
  guardReportText,
  guardRollbackText,
} from '../output/guard-text.ts'
import { jsonGuard, type GuardEnd } from '../output/json-guard.ts'
import { faultLines } from '../output/print-fault.ts'
import { printable } from '../output/print-table.ts'
import { shellWords } from '../output/shell-words.ts'
import { runCommand, type CommandEnd } from '../run-command.ts'
import {
  answer,
  openCommandVault,
  pathFrom,
  withSession,
  type GlobalOptions,
  type Session,
} from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `guard`. */
export interface GuardOptions extends GlobalOptions {
  readonly rollbackOnFailure?: boolean | undefined
}

const cancelled: Fault = { code: 'JOB_CANCELLED' }

/** The command line that brings the backup back: the one that was called here, with its vault and its key. */
function rollbackCommandOf(
  terminal: Terminal,
  { access, catalog }: OpenVault,
  { id, databaseId, database }: StoredBackup,
  { passphraseFile, keyFile, recoveryCodeFile }: GuardOptions,
): string {
  const called = catalog.databases.countNamed(database) > 1 ? databaseId : database
  const key = (option: string, file: string | undefined): readonly string[] =>
    file === undefined ? [] : [option, pathFrom(terminal, file)]
  return shellWords([
    'holdfast',
    'restore',
    called,
    '--backup',
    id,
    '--vault',
    access.folder,
    ...key('--passphrase-file', passphraseFile),
    ...key('--key-file', keyFile),
    ...key('--recovery-code-file', recoveryCodeFile),
  ])
}

/** The report, or why there is none. */
async function checkAfter(session: Session, backup: StoredBackup): Promise<GuardReport | Fault> {
  try {
    session.signal.throwIfAborted()
    return await checkGuard(session.operations, backup, session.signal)
  } catch (error) {
    return session.signal.aborted ? cancelled : session.operations.faultFrom(error)
  }
}

/** What failed first: the command, whatever it left; then the check. */
function failureOf(
  { database }: StoredBackup,
  command: CommandEnd,
  check: GuardReport | Fault,
): Fault | undefined {
  if ('code' in check && check.code === 'JOB_CANCELLED') return check
  if (command.status !== 0) return { code: 'GUARD_COMMAND_FAILED', database, how: commandEndWords(command) }
  if ('code' in check) {
    const why = faultText(check).message.replace(/\.$/, '')
    return { code: 'GUARD_CHECK_FAILED', database, detail: `it could not be made: ${why} (${check.code})` }
  }
  return check.status === 'passed'
    ? undefined
    : { code: 'GUARD_CHECK_FAILED', database, detail: failureOfGuard(check) }
}

async function rollBackOrWhyNot(session: Session, backup: StoredBackup): Promise<RestoreOutcome | Fault> {
  try {
    return await rollBack(session.operations, backup)
  } catch (error) {
    return faultOf(error) ?? session.operations.faultFrom(error)
  }
}

function isFault(value: object | null): value is Fault {
  return value !== null && 'code' in value
}

function statusOf({ command, rollback, fault }: GuardEnd): number {
  if (isFault(rollback)) return exitStatus.failed
  if (fault?.code === 'JOB_CANCELLED') return exitStatus.cancelled
  if (command.status !== 0) return command.status
  return fault === undefined ? exitStatus.done : exitStatus.failed
}

/** Everything is said on standard error: standard output is the command's own. */
function tellEnd({ terminal, hideProgress }: Session, end: GuardEnd): void {
  const { check, rollback, fault, rollbackCommand } = end
  hideProgress()
  terminal.err(isFault(check) ? `\nNot checked.\n${faultLines(check)}` : guardReportText(check))
  if (rollback !== null && !isFault(rollback)) {
    // What to do about the failure is done.
    const failed = fault === undefined ? '' : `${printable(faultText(fault).message)}\n`
    return terminal.err(failed + guardRollbackText(rollback))
  }
  if (fault === undefined) return
  if (fault.code !== 'JOB_CANCELLED') terminal.err(faultLines(fault))
  if (rollback !== null) terminal.err(faultLines(rollback))
  terminal.err(guardByHandText(rollbackCommand))
}

function report(session: Session, options: GuardOptions, end: GuardEnd): number {
  if (options.json === true) {
    // The one fault that matters most is the document's own.
    const fault = isFault(end.rollback) ? end.rollback : end.fault
    answer(session, options, jsonGuard({ ...end, fault }), () => '')
  } else tellEnd(session, end)
  return statusOf(end)
}

async function guard(
  session: Session,
  vault: OpenVault,
  databaseId: string,
  words: readonly string[],
  options: GuardOptions,
): Promise<number> {
  const { operations, terminal } = session
  const { clock } = operations.world.ports
  const backup = await takeGuardBackup(operations, databaseId)
  const [startedAt, sinceMs] = [instantOf(clock), clock.monotonicMs()]
  session.hideProgress()
  terminal.err(guardBeginText(backup, words))
  session.signal.throwIfAborted()
  const place = { folder: terminal.baseFolder, isOutKept: options.json === true }
  const command = await runCommand(session, words, place)
  terminal.err(guardCommandText(command))
  const check = await checkAfter(session, backup)
  const fault = failureOf(backup, command, check)
  const isRolledBack = options.rollbackOnFailure === true && fault !== undefined && !session.signal.aborted
  const rollback = isRolledBack ? await rollBackOrWhyNot(session, backup) : null
  const durationMs = Math.round(clock.monotonicMs() - sinceMs)
  const worst = isFault(rollback) ? rollback : fault
  await recordGuard(operations, { backup, startedAt, durationMs, fault: worst })
  const rollbackCommand = rollbackCommandOf(terminal, vault, backup, options)
  return report(session, options, { backup, words, command, check, rollback, rollbackCommand, fault })
}

/** `guard DATABASE -- COMMAND`: runs a command that changes a database, under a pre-update backup. */
export async function guardCommand(
  terminal: Terminal,
  called: string,
  words: readonly string[],
  options: GuardOptions,
): Promise<number> {
  if (words.length === 0 || words[0] === '') {
    const detail = 'name the command to run behind --: `holdfast guard DATABASE -- COMMAND`'
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, options, 'guard.begin', { database: called })
    const { databaseId } = databaseCalled(terminal, vault, called)
    const { id } = findRegistered(vault.catalog, databaseId)
    return guard(session, vault, id, words, options)
  })
}
