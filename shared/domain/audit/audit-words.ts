import { assertNever } from '../../base/assert-never.ts'
import { formatCount } from '../words/format-count.ts'
import { formatMoment } from '../words/format-moment.ts'
import { actWords } from './act-words.ts'
import type { AuditEntry, AuditResult } from './audit-entry.ts'
import type { AuditFinding, AuditMarkSource, AuditReport } from './audit-report.ts'

export const auditResultWords: Readonly<Record<AuditResult, string>> = {
  done: 'done',
  partly_done: 'partly done',
  failed: 'failed',
  cancelled: 'cancelled',
  refused: 'refused',
}

/** What an entry says, in a few words. */
export function entryTitle({ kind, act }: Pick<AuditEntry, 'kind' | 'act'>): string {
  if (act !== null) return actWords(act)
  if (kind === 'begin') return 'The log begins'
  if (kind === 'key') return 'Another key proves the log from here on'
  return kind === 'checkpoint' ? 'Checkpoint' : 'Entries were cut by a crash'
}

/** What came of it; where nothing is known, why. */
export function entryOutcome({ kind, result }: Pick<AuditEntry, 'kind' | 'result'>): string {
  if (result !== null) return auditResultWords[result]
  return kind === 'intent' || kind === 'job_intent' ? 'no result yet' : ''
}

const factWords: Readonly<Record<string, string>> = {
  database: 'database',
  databaseId: 'database',
  databaseIds: 'databases',
  backupId: 'backup',
  backupIds: 'backups',
  targetPath: 'to',
  toPath: 'to',
  isScheduled: 'by schedule',
}

/** The facts of an entry, each with its name. Ids only where nothing says the same in words. */
export function entryFacts({ facts }: Pick<AuditEntry, 'facts'>): readonly { name: string; value: string }[] {
  return Object.entries(facts)
    .filter(([name, value]) => {
      if (name === 'databaseId' && facts['database'] !== undefined) return false
      return name !== 'jobId' && value !== false
    })
    .map(([name, value]) => ({
      name: factWords[name] ?? name,
      value: value === true ? 'yes' : Array.isArray(value) ? value.join(', ') : String(value),
    }))
}

/** The facts of an entry in one line. */
export function factsLine(entry: Pick<AuditEntry, 'facts'>): string {
  return entryFacts(entry)
    .map(({ name, value }) => (value === 'yes' ? name : `${name} ${value}`))
    .join(', ')
}

function sourceWords(source: AuditMarkSource): string {
  return source.kind === 'manifest'
    ? `the manifest ${source.file}`
    : `what this machine remembers of ${formatMoment(source.at)}`
}

/** One finding as a sentence. */
export function findingText({ kind, seq, lastSeq, file, source }: AuditFinding): string {
  const entries = seq === lastSeq ? `Entry ${seq}` : `Entries ${seq} to ${lastSeq}`
  const were = seq === lastSeq ? 'was' : 'were'
  const shown = source === null ? '' : ` That is shown by ${sourceWords(source)}.`
  switch (kind) {
    case 'changed':
      return `${entries} ${were} changed, in ${file}.`
    case 'removed':
      return `${entries} ${were} removed from ${file}.`
    case 'inserted':
      return `Entry ${seq} was put in, in ${file}: it is a copy, or was not written by Holdfast.`
    case 'reordered':
      return `${entries} ${were} moved to another place, in ${file}.`
    case 'segment_missing':
      return `${entries} are missing: the file ${file} is not there.`
    case 'replaced':
      return `Entry ${seq} is another one than was there, in ${file}.${shown}`
    case 'cut_off':
      return `The log was cut off: it ends before entry ${seq}, and had ${formatCount(lastSeq)}.${shown}`
    case 'log_missing':
      return `The log is gone: it had ${formatCount(lastSeq)} entries.${shown}`
    case 'key_unknown':
      return `Entry ${seq} is proved with a key that this vault does not have, in ${file}.`
    case 'signature':
      return `The signature of entry ${seq} does not fit, in ${file}.`
    default:
      return assertNever(kind, 'finding')
  }
}

/** What a look through the log found, in one sentence. */
export function verdictText({ verdict, entries, findings, isKeyed }: AuditReport): string {
  if (verdict === 'empty') return 'The audit log has no entry yet.'
  if (verdict === 'tampered')
    return findings[0] === undefined ? 'The audit log was changed.' : findingText(findings[0])
  const proved = isKeyed ? 'as they were written' : 'in one chain'
  return `All ${formatCount(entries)} entries are ${proved}.`
}

/** What a log without a key does not show. */
export const unkeyedWords =
  'The vault is not encrypted, so no key proves the log: accidents are found, and what backups and this machine remember of it. Somebody who may write the folder could write the log anew.'

/** What is found and is no tampering, a sentence each. */
export function auditRemarks(report: AuditReport): readonly string[] {
  const { isKeyed, unfinishedCount, tornCount, isEndOpen, elsewhere } = report
  return [
    ...(isKeyed ? [] : [unkeyedWords]),
    ...(unfinishedCount === 0
      ? []
      : [
          `${formatCount(unfinishedCount)} began and ${unfinishedCount === 1 ? 'has' : 'have'} no result: still running, or the program ended before it could say.`,
        ]),
    ...(tornCount === 0
      ? []
      : [`Cut by a crash while written, and told of in the log: ${formatCount(tornCount)}.`]),
    ...(isEndOpen
      ? ['What is behind the last entry is none yet: it is being written, or a crash cut it.']
      : []),
    ...elsewhere.map(
      ({ folder, entries, at }) =>
        `The same vault at ${folder} had ${formatCount(entries)} entries at ${formatMoment(at)}: this may be an older copy of it.`,
    ),
  ]
}
