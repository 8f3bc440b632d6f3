import { exitStatus, exitStatusOf, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import type { MergeOutcome } from '../../engine/engine.ts'
import { mergeChain } from '../../operations/points/merge-chain.ts'
import { backupCalled, databaseCalled } from '../find-called.ts'
import { jsonBackup } from '../output/json-backup.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `merge`. */
export interface MergeOptions extends GlobalOptions {
  readonly backup?: string | undefined
  readonly changes?: boolean | undefined
}

function mergedText({ backup }: MergeOutcome): string {
  const { database, takenAt, file, needs, sizeBytes, validation } = backup
  const what =
    needs.length === 0
      ? `is whole in ${file}`
      : `is in ${file}, which needs ${countOf(needs.length, 'other backup')}`
  return `${database} as of ${formatMoment(takenAt)} ${what}: ${formatBytes(sizeBytes)} stored; checks ${validation.status}.\n`
}

/** `merge DATABASE`: a new full, or one change, out of a chain, without reading the database. */
export function mergeCommand(terminal: Terminal, called: string, options: MergeOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, options, 'points.merge', { database: called })
    const { databaseId, database } = databaseCalled(terminal, vault, called)
    const chosen = options.backup === undefined ? undefined : backupCalled(terminal, vault, options.backup)
    const into = options.changes === true ? 'change' : 'full'
    const { outcome, fault } = await mergeChain(session.operations, databaseId, chosen, into).ended
    if (outcome === undefined || fault !== undefined) {
      const failure = fault ?? { code: 'JOB_DIED' as const, how: 'without an outcome' }
      answer(session, options, { database, success: false, error: jsonError(failure) }, () => {
        terminal.err(faultLines(failure))
        return ''
      })
      return exitStatusOf(failure)
    }
    const { backup, mergedFrom } = outcome
    const json = { database, success: true, backup: jsonBackup(backup), mergedFrom }
    answer(session, options, json, () => mergedText(outcome))
    return exitStatus.done
  })
}
