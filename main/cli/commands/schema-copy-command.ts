import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, exitStatusOf, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import type { SchemaCopyOutcome } from '../../engine/engine.ts'
import { startSchemaCopy } from '../../operations/partial-restores/start-schema-copy.ts'
import { databaseCalled } from '../find-called.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { printable } from '../output/print-table.ts'
import { answer, openCommandVault, pathFrom, withSession } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import { wantedBackup, type AskedPoint } from '../wanted-backup.ts'
import type { RestoreOptions } from './restore-command.ts'

function targetOf({ to }: RestoreOptions): string {
  if (to !== undefined) return to
  throw new FaultError({ code: 'WRONG_USE', detail: '--schema-only needs --to and a file that is not there' })
}

function textOf({ target, backup, objects, leftOut, durationMs }: SchemaCopyOutcome): string {
  const made = `${printable(target)} has the schema of ${backup.database} as of ${formatMoment(backup.takenAt)}, and no rows.\n`
  const measured = `${countOf(objects, 'object')} in ${formatDuration(durationMs)}, each compared with the backup’s.\n`
  const missing = leftOut.map(({ name, because }) => `Left out: ${printable(`${name} (${because})`)}\n`)
  return made + measured + missing.join('')
}

function jsonOutcome(
  { target, backup, objects, leftOut, bytes, durationMs }: SchemaCopyOutcome,
  point: AskedPoint | undefined,
) {
  return {
    success: true,
    target,
    backup: backup.id,
    ...(point && { point }),
    objects,
    leftOut,
    bytes,
    durationMs,
  }
}

/** `restore DATABASE --schema-only --to FILE`: an empty database with a backup's schema. */
export function schemaCopyCommand(
  terminal: Terminal,
  called: string,
  options: RestoreOptions,
): Promise<ExitStatus> {
  const to = targetOf(options)
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, options, 'partial.startSchemaCopy', {
      database: called,
      path: to,
    })
    const { databaseId: database } = databaseCalled(terminal, vault, called)
    const { backup, point } = wantedBackup(session, vault, database, options)
    const targetPath = pathFrom(terminal, to)
    const job = await startSchemaCopy(session.operations, { database, backup, targetPath })
    const { outcome, fault } = await job.ended
    if (outcome !== undefined && fault === undefined) {
      answer(session, options, jsonOutcome(outcome, point), () => textOf(outcome))
      return exitStatus.done
    }
    const failure = fault ?? { code: 'JOB_DIED', how: 'without an outcome' }
    const json = { success: false, target: targetPath, error: jsonError(failure) }
    answer(session, options, json, () => {
      terminal.err(faultLines(failure))
      return ''
    })
    return exitStatusOf(failure)
  })
}
