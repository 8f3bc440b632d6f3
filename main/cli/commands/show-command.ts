import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { checkNames } from '../../../shared/domain/validation.ts'
import { formatBytes, formatExactBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatAge, formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { backupCalled } from '../find-called.ts'
import { jsonBackup, jsonValidation } from '../output/json-backup.ts'
import { printable, tableOf } from '../output/print-table.ts'
import { verdictWords } from '../output/state-words.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

function factsOf(backup: StoredBackup, nowMs: number): readonly (readonly [string, string])[] {
  const { compression, encryption } = backup.stored
  return [
    ['Backup', backup.id],
    ['Database', backup.database],
    ['Taken', `${formatMoment(backup.takenAt)} (${formatAge(backup.takenAt, nowMs)})`],
    ['Type and label', `${backup.type}, ${backup.label}`],
    ['File', backup.file],
    ['Stored', `${formatBytes(backup.sizeBytes)} (${formatExactBytes(backup.sizeBytes)})`],
    [
      'Database size',
      `${formatBytes(backup.sourceBytes)} in ${countOf(backup.pageCount, 'page')} of ${backup.pageSize} bytes`,
    ],
    ['Compression', compression === 'none' ? 'none' : `zstd, ratio ${backup.compressionRatio}`],
    ['Encryption', encryption === 'none' ? 'none' : 'AES-256-GCM'],
    ['Tables and rows', `${countOf(backup.tableCount, 'table')}, ${countOf(backup.rowCount, 'row')}`],
    ['Took', formatDuration(backup.durationMs)],
    ['SHA-256 of the file', backup.sha256],
    ['Root of the image', backup.root],
    ...backup.remarks.map((remark) => ['Remark', printable(remark)] as const),
  ]
}

function textOf(backup: StoredBackup, nowMs: number): string {
  const facts = factsOf(backup, nowMs)
  const width = Math.max(...facts.map(([title]) => title.length))
  const { checkedAt, checks } = backup.lastValidation
  const lines = facts.map(([title, value]) => `${title.padEnd(width)}  ${value}\n`)
  const table = tableOf(
    [
      { title: 'CHECK', value: (name) => name },
      { title: 'RESULT', value: (name) => checks[name].status.replace('_', ' ') },
      { title: 'TIME', isNumber: true, value: (name) => formatDuration(checks[name].durationMs) },
      { title: 'DETAIL', value: (name) => checks[name].detail },
    ],
    checkNames,
  )
  const when = checkedAt === null ? '' : `, ${formatMoment(checkedAt)}`
  return `${lines.join('')}\nChecks ${verdictWords(backup.lastValidation)}${when}\n${table}`
}

/** `show BACKUP`: everything that is known of a backup. */
export function showCommand(terminal: Terminal, called: string, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, { ...options, isLooking: true }, 'backups.get')
    const backup = backupCalled(terminal, vault, called)
    const { lastValidation, ...record } = backup
    const json = {
      backup: { ...record, ...jsonBackup(record), lastValidation: jsonValidation(lastValidation) },
    }
    answer(session, options, json, () => textOf(backup, session.operations.world.ports.clock.now()))
    return exitStatus.done
  })
}
