import type { RowChangesView } from '../../../shared/domain/comparison.ts'
import type { PartialPreview, TablePreview } from '../../../shared/domain/partial-restore.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import type { PartialRestoreOutcome } from '../../engine/engine.ts'
import { changesText } from './changes-text.ts'
import { printable, tableOf } from './print-table.ts'

function countsTable(tables: readonly TablePreview[]): string {
  const number = (title: string, value: (one: TablePreview) => number) => ({
    title,
    isNumber: true,
    value: (one: TablePreview) => formatCount(value(one)),
  })
  return tableOf(
    [
      { title: 'TABLE', value: (one) => one.table },
      number('ADDED', (one) => one.added),
      number('CHANGED', (one) => one.changed),
      number('REMOVED', (one) => one.removed),
      number('SAME', (one) => one.same),
      { title: '', value: (one) => (one.makesTable ? 'made again' : '') },
    ],
    tables,
  )
}

/** What bringing rows back would do: counts, conflicts, and the first rows with the values that differ. */
export function previewText(
  preview: PartialPreview,
  rows: readonly { readonly table: string; readonly view: RowChangesView }[],
): string {
  const { database, takenAt, target, tables, conflicts, isPossible } = preview
  const head = `${database} as of ${formatMoment(takenAt)}, into ${printable(target)}\n\n`
  const noted = conflicts.map(
    ({ detail, isBlocking }) => `${isBlocking ? 'In the way' : 'Note'}: ${printable(detail)}\n`,
  )
  const shown = rows
    .filter(({ view }) => view.rows.length > 0)
    .map(({ table, view }) => {
      const rest = view.total - view.rows.length
      const more = rest > 0 ? `and ${countOf(rest, 'more row', 'more rows')}\n` : ''
      return `\n${printable(table)}\n${changesText(view)}${more}`
    })
  const verdict = isPossible ? '' : '\nNothing can be brought back before that is resolved.\n'
  return [head, countsTable(tables), noted.length > 0 ? '\n' : '', ...noted, ...shown, verdict].join('')
}

/** What bringing rows back did. */
export function outcomeText(outcome: PartialRestoreOutcome): string {
  const { target, backup, tables, rowsCompared, durationMs, safetyBackup } = outcome
  const { foreignKeysChecked, integrityCheck } = outcome
  const keys = foreignKeysChecked ? 'foreign keys hold as before' : 'foreign keys could not all be checked'
  const lines = [
    `${printable(target)} has these rows back as of ${formatMoment(backup.takenAt)}:`,
    countsTable(tables).trimEnd(),
    `${countOf(rowsCompared, 'row')} read back and compared in ${formatDuration(durationMs)}; ${keys}; ${integrityCheck.replace('_', ' ')}: ok.`,
    ...(safetyBackup === null ? [] : [`What was there before is in the backup ${safetyBackup.file}`]),
  ]
  return `${lines.join('\n')}\n`
}
