import { guardCheckNames, nameGuardCheck, type GuardReport } from '../../../shared/domain/guard.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import type { RestoreOutcome } from '../../engine/engine.ts'
import type { CommandEnd } from '../run-command.ts'
import { differenceText } from './difference-text.ts'
import { printable, tableOf } from './print-table.ts'
import { shellWords } from './shell-words.ts'

const statusWords = { passed: 'passed', failed: 'FAILED', not_made: 'not made' } as const

/** What a guard says before it runs the command. */
export function guardBeginText(backup: StoredBackup, words: readonly string[]): string {
  const asBefore =
    backup.lastValidation.status === 'passed'
      ? ''
      : 'The database had faults of its own already: they are in the backup too, and fail nothing here.\n'
  return `Pre-update backup ${backup.id.slice(0, 8)} of ${backup.database}: ${backup.file}\n${asBefore}Runs ${printable(shellWords(words))}\n`
}

/** How the command ended, in words that go on after its name. */
export function commandEndWords({ status, signal, startErrno }: CommandEnd): string {
  if (startErrno === 'ENOENT') return 'was not found, and was not started'
  if (startErrno !== null) return `could not be started (${startErrno})`
  return signal === null ? `ended with status ${status}` : `was ended by ${signal}`
}

/** Where the command ended and after how long. */
export function guardCommandText(end: CommandEnd): string {
  return `The command ${commandEndWords(end)} after ${formatDuration(end.durationMs)}.\n`
}

function checksText({ checks }: GuardReport): string {
  const lines = guardCheckNames.flatMap((name) => {
    const { fresh, status, detail } = checks[name]
    const more = fresh.listed.slice(1).map(({ words, times }) => ({
      name: '',
      status: '',
      detail: times === 1 ? words : `${words} (${times})`,
    }))
    const left = fresh.total - fresh.listed.reduce((sum, { times }) => sum + times, 0)
    const rest = left === 0 ? [] : [{ name: '', status: '', detail: `and ${formatCount(left)} more` }]
    return [{ name: nameGuardCheck(name), status: statusWords[status], detail }, ...more, ...rest]
  })
  return tableOf(
    [
      { title: 'CHECK', value: (line) => line.name },
      { title: 'VERDICT', value: (line) => line.status },
      { title: 'DETAIL', value: (line) => line.detail },
    ],
    lines,
  )
}

function changeText({ difference, notCompared }: GuardReport): string {
  if (difference === null) return `What the change did is not known: ${printable(notCompared ?? '')}.\n`
  const tables = difference.tables.filter(
    ({ added, changed, removed, notCompared: why }) => added + changed + removed > 0 || why !== null,
  )
  const text = differenceText({ schema: difference.schema, tables })
  return text === '' ? 'The change left schema and rows as they were.\n' : `What the change did:\n\n${text}`
}

/** What the check found, and what the change did. */
export function guardReportText(report: GuardReport): string {
  return `\n${checksText(report)}\n${changeText(report)}`
}

/** What a rollback brought back. */
export function guardRollbackText({
  target,
  backup,
  method,
  safetyBackup,
  setAside,
}: RestoreOutcome): string {
  const how = method === 'in_place' ? ', written in place through SQLite' : ''
  const kept = safetyBackup === null ? '' : `What the change left is in the backup ${safetyBackup.file}\n`
  const aside = setAside === null ? '' : `What the change left was set aside: ${printable(setAside)}\n`
  return `Rolled back: ${backup.database} is as of ${formatMoment(backup.takenAt)} again${how}: ${printable(target)}\n${kept}${aside}`
}

/** How to roll back by hand. */
export function guardByHandText(command: string): string {
  return `Nothing was rolled back. To roll back: ${printable(command)}\n(with --in-place where other programs have the database open)\n`
}
