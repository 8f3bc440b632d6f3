import { exitStatus, exitStatusOf, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { ArchivesView, StoredArchive, SystemArchive } from '../../../shared/domain/system-archive.ts'
import { checkNames } from '../../../shared/domain/validation.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { archiveCalled, listSystem } from '../../operations/system/list-system.ts'
import { takeSystem } from '../../operations/system/take-system.ts'
import { verifyArchive } from '../../operations/system/verify-system.ts'
import { jsonArchive } from '../output/json-archive.ts'
import { jsonValidation } from '../output/json-backup.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { printable, tableOf } from '../output/print-table.ts'
import { verdictWords } from '../output/state-words.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

function takenText(archive: SystemArchive): string {
  const { databases, sizeBytes, durationMs, validation, file } = archive
  return `${countOf(databases.length, 'database')} in ${file}: ${formatBytes(sizeBytes)} in ${formatDuration(durationMs)}; checks ${validation.status}.\n`
}

/** `system backup`: takes every database together. */
export function systemBackupCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'archives.take')
    const { outcome, fault } = await takeSystem(session.operations).ended
    const json = {
      success: fault === undefined,
      ...(outcome && { archive: jsonArchive(outcome.archive), gaps: outcome.gaps }),
      ...(fault && { error: jsonError(fault) }),
    }
    answer(session, options, json, () => {
      if (fault !== undefined) terminal.err(faultLines(fault))
      return outcome === undefined ? '' : takenText(outcome.archive)
    })
    return fault === undefined ? exitStatus.done : exitStatusOf(fault)
  })
}

function listText({ archives, damaged }: ArchivesView): string {
  const table = tableOf<StoredArchive>(
    [
      { title: 'ARCHIVE', value: ({ archiveId }) => archiveId.slice(0, 8) },
      { title: 'TAKEN', value: ({ takenAt }) => formatMoment(takenAt) },
      { title: 'DATABASES', isNumber: true, value: ({ databases }) => String(databases.length) },
      { title: 'MISSING', isNumber: true, value: ({ missing }) => String(missing.length) },
      { title: 'SIZE', isNumber: true, value: ({ sizeBytes }) => formatBytes(sizeBytes) },
      { title: 'CHECKS', value: ({ lastValidation }) => verdictWords(lastValidation) },
      { title: 'FILE', value: ({ file }) => file },
    ],
    archives,
  )
  const wrong = damaged.map(({ file, why }) => `Can’t be used: ${printable(file)} (${printable(why)})\n`)
  return `${table || 'The vault has no archive of the complete system.\n'}${wrong.join('')}`
}

/** `system list`: the archives of the vault, newest first. */
export function systemListCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'archives.list')
    const view = await listSystem(session.operations)
    const archives = view.archives.map((one) => jsonArchive(one, one.lastValidation))
    answer(session, options, { archives, damaged: view.damaged }, () => listText(view))
    return exitStatus.done
  })
}

/** `system verify ARCHIVE`: checks an archive and every backup in it. */
export function systemVerifyCommand(
  terminal: Terminal,
  called: string,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'archives.verify', { archive: called })
    const found = await archiveCalled(session.operations, called, terminal.baseFolder)
    const { outcome, fault } = await verifyArchive(session.operations, found).ended
    const json = {
      archive: found.archive?.archiveId ?? found.path,
      status: fault === undefined ? 'passed' : 'failed',
      ...(outcome && {
        checks: outcome.validation.checks,
        databases: outcome.databases.map(({ database, validation }) => ({
          database,
          ...jsonValidation(validation),
        })),
      }),
      ...(fault && { error: jsonError(fault) }),
    }
    answer(session, options, json, () => {
      if (fault !== undefined) terminal.err(faultLines(fault))
      const lines = checkNames.map((name) => {
        const check = outcome?.validation.checks[name]
        return check === undefined ? '' : `${name}: ${verdictOf(check.status)}. ${printable(check.detail)}\n`
      })
      return lines.join('')
    })
    return fault === undefined ? exitStatus.done : exitStatusOf(fault)
  })
}

function verdictOf(status: string): string {
  return status.replace('_', ' ')
}
