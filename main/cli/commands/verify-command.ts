import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { exitStatusOfAll, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { Validation } from '../../../shared/domain/validation.ts'
import { unreadableCalled } from '../../operations/backups/find-backup.ts'
import {
  everythingToVerify,
  verifyBackups,
  type Verifiable,
} from '../../operations/verifications/verify-backups.ts'
import type { OpenVault } from '../../operations/vaults/vault-session.ts'
import { backupCalled } from '../find-called.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { tableOf } from '../output/print-table.ts'
import { answer, openCommandVault, withSession, type GlobalOptions, type Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import { namesOrAll } from './backup-command.ts'

/** Options of `verify`. */
export interface VerifyOptions extends GlobalOptions {
  readonly all?: boolean | undefined
}

interface VerifyResult {
  /** Its id; for a manifest that says nothing, its file. */
  readonly backup: string
  readonly file: string
  readonly validation?: Validation | undefined
  readonly fault?: Fault | undefined
}

async function verifyOne(session: Session, what: Verifiable): Promise<VerifyResult> {
  const [job] = verifyBackups(session.operations, [what])
  const { outcome, fault } = await job!.ended
  return { backup: what.backup?.id ?? what.file, file: what.file, validation: outcome?.validation, fault }
}

async function verifyCalled(session: Session, vault: OpenVault, called: string): Promise<VerifyResult> {
  const unreadable = unreadableCalled(vault, called)
  if (unreadable !== null) return verifyOne(session, { backup: null, file: unreadable.file })
  try {
    const backup = backupCalled(session.terminal, vault, called)
    return await verifyOne(session, { backup, file: backup.file })
  } catch (error) {
    const fault = faultOf(error)
    if (fault?.code !== 'BACKUP_UNKNOWN' && fault?.code !== 'BACKUP_AMBIGUOUS') throw error
    return { backup: called, file: called, fault }
  }
}

function jsonResult({ backup, validation, fault }: VerifyResult) {
  const status = fault === undefined ? (validation?.status ?? 'failed') : 'failed'
  return { backup, status, checks: validation?.checks ?? {}, ...(fault && { error: jsonError(fault) }) }
}

function textOf(results: readonly VerifyResult[]): string {
  return tableOf(
    [
      { title: 'BACKUP', value: ({ backup, file }) => (backup === file ? '-' : backup.slice(0, 8)) },
      { title: 'CHECKS', value: (result) => jsonResult(result).status },
      { title: 'FILE', value: ({ file }) => file },
    ],
    results,
  )
}

/** `verify BACKUP...`: makes the five checks of what is stored. */
export function verifyCommand(
  terminal: Terminal,
  names: readonly string[],
  options: VerifyOptions,
): Promise<ExitStatus> {
  const wanted = namesOrAll(names, options.all, 'backup')
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, options, 'backups.verify', { backups: names })
    const verifying =
      options.all === true
        ? everythingToVerify(vault).map((what) => verifyOne(session, what))
        : wanted.map((called) => verifyCalled(session, vault, called))
    const results = await Promise.all(verifying)
    const faults = results.map((result) => result.fault)
    const failed = faults.length > 0 && faults.every((fault) => fault !== undefined) ? faults[0] : undefined
    const json = { results: results.map(jsonResult), ...(failed && { error: jsonError(failed) }) }
    answer(session, options, json, () => {
      for (const { file, fault } of results) if (fault) terminal.err(`${file}: ${faultLines(fault)}`)
      return results.length === 0 ? 'There is no backup to verify.\n' : textOf(results)
    })
    return exitStatusOfAll(faults)
  })
}
