import type { AuditEntry } from '../../../shared/domain/audit/audit-entry.ts'
import type { AuditReport } from '../../../shared/domain/audit/audit-report.ts'
import {
  auditRemarks,
  entryOutcome,
  entryTitle,
  factsLine,
  findingText,
  verdictText,
} from '../../../shared/domain/audit/audit-words.ts'
import { operationsOfEntries } from '../../../shared/domain/audit/operations-of-entries.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { printable, tableOf } from './print-table.ts'

const shownFindings = 20

/** Operations, newest first, a line each. */
export function auditText(entries: readonly AuditEntry[]): string {
  if (entries.length === 0) return 'There is no such entry.\n'
  return tableOf(
    [
      { title: 'ENTRY', isNumber: true, value: ({ entry }) => String(entry.seq) },
      { title: 'WHEN', value: ({ entry }) => formatMoment(entry.at) },
      { title: 'WHO', value: ({ entry }) => `${entry.user} on ${entry.machine}` },
      { title: 'WHAT', value: ({ entry }) => entryTitle(entry) },
      {
        title: 'RESULT',
        value: ({ entry }) => `${entryOutcome(entry)}${entry.fault === null ? '' : ` (${entry.fault})`}`,
      },
      { title: 'FACTS', value: ({ entry }) => factsLine(entry) },
    ],
    operationsOfEntries(entries),
  )
}

/** What a look through the log found. */
export function auditReportText(report: AuditReport): string {
  const { findings, findingCount, unfinished, fingerprint, checkpoints, marks } = report
  const more = findingCount - Math.min(findings.length, shownFindings)
  const lines = [
    verdictText(report),
    ...findings.slice(1, shownFindings).map((finding) => `  ${findingText(finding)}`),
    ...(more > 0 && findingCount > 1 ? [`  and ${more} more`] : []),
    ...auditRemarks(report),
    ...unfinished.map(
      ({ seq, at, act, user, machine }) =>
        `  entry ${seq}, ${formatMoment(at)}: ${act} by ${user} on ${machine}`,
    ),
    `Compared with ${marks.manifests} backups and ${marks.machine === 0 ? 'nothing that' : 'what'} this machine remembers; signed checkpoints: ${checkpoints}.`,
    ...(fingerprint === null ? [] : [`The log began with the key ${fingerprint}.`]),
  ]
  return lines.map((line) => `${printable(line)}\n`).join('')
}
