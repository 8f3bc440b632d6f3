import type { PruneRest } from '../../../shared/domain/retention/prune-refusal.ts'
import type {
  ArchivesPlan,
  JudgedArchive,
  JudgedBackup,
  Pruned,
  PruneReport,
  RemovalView,
  RetentionPlanView,
} from '../../../shared/domain/retention/prune-views.ts'
import type { Removal } from '../../../shared/domain/retention/removal.ts'
import type { KeepReason, RemovalRule } from '../../../shared/domain/retention/retention-policy.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import {
  archivesRestWords,
  keepWordsOfAll,
  refusalWordsOf,
  removalStateWords,
  removalWords,
  restWordsOf,
} from '../../../shared/domain/words/keep-words.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { systemName } from '../../operations/system/system-words.ts'
import { printable, tableOf } from './print-table.ts'

type RestWords = (rest: PruneRest) => string

interface Line {
  readonly what: string
  readonly id: string
  readonly file: string
  readonly why: string
}

function asideWords({ subject, state, rule, endsAt }: RemovalView): string {
  if (state !== 'aside') return removalStateWords({ subject, state })
  return `${removalWords(rule)}; it can be put back until ${formatMoment(endsAt)}`
}

/** What both kinds of plans have; `idOf` names one of theirs. */
interface Planned<T> {
  readonly kept: readonly (T & { readonly file: string; readonly reasons: readonly KeepReason[] })[]
  readonly removed: readonly (T & { readonly file: string; readonly rule: RemovalRule })[]
  readonly setAside: readonly RemovalView[]
}

function linesOf<T>({ kept, removed, setAside }: Planned<T>, idOf: (one: T) => string): readonly Line[] {
  return [
    ...removed.map((one) => ({ what: 'goes', id: idOf(one), file: one.file, why: removalWords(one.rule) })),
    ...kept.map((one) => ({
      what: 'stays',
      id: idOf(one),
      file: one.file,
      why: keepWordsOfAll(one.reasons) || '-',
    })),
    ...setAside.map((removal) => ({
      what: 'set aside',
      id: removal.backupId,
      file: removal.file,
      why: asideWords(removal),
    })),
  ]
}

function tableWith(title: string, lines: readonly Line[]): string {
  return tableOf<Line>(
    [
      { title: 'WHAT', value: ({ what }) => what },
      { title, value: ({ id }) => id.slice(0, 8) },
      { title: 'FILE', value: ({ file }) => file },
      { title: 'WHY', value: ({ why }) => why },
    ],
    lines,
  )
}

function sumOf(what: string, { removed, kept }: Planned<{ readonly sizeBytes: number }>): string {
  const freed = removed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return `${countOf(removed.length, what)} would go (${formatBytes(freed)}), ${kept.length} ${kept.length === 1 ? 'stays' : 'stay'}`
}

function notesOf({ rests, refusal }: Pick<ArchivesPlan, 'rests' | 'refusal'>, restWords: RestWords): string {
  return [
    rests === null ? '' : `  Nothing goes: ${restWords(rests)}.\n`,
    refusal === null ? '' : `  Refused: ${printable(refusalWordsOf(refusal))}.\n`,
  ].join('')
}

/** A plan as `--dry-run` prints it: each backup that goes with its rule, each that stays with its reasons. */
export function planText(plan: RetentionPlanView): string {
  const { database, policy } = plan
  const named = `${printable(database)}${policy === null ? '' : ` (${printable(policy.name)})`}`
  const lines = linesOf(plan, ({ backupId }: JudgedBackup) => backupId)
  return `${named}: ${sumOf('backup', plan)}\n${notesOf(plan, restWordsOf)}${tableWith('BACKUP', lines)}`
}

/** The same of the archives of the complete system; nothing where there are none. */
export function archivesText(plan: ArchivesPlan): string {
  const lines = linesOf(plan, ({ archiveId }: JudgedArchive) => archiveId)
  if (lines.length === 0) return ''
  return `${systemName}: ${sumOf('archive', plan)}\n${notesOf(plan, archivesRestWords)}${tableWith('ARCHIVE', lines)}`
}

function filesLine(what: string, removals: readonly Removal[]): string {
  return removals.map(({ file }) => `  ${what}: ${printable(file)}\n`).join('')
}

function prunedText(name: string, pruned: Pruned, restWords: RestWords): string {
  const { rests, setAside, ended, putBack, skipped } = pruned
  return [
    `${printable(name)}\n`,
    rests === null ? '' : `  nothing goes: ${restWords(rests)}\n`,
    filesLine('set aside', setAside),
    filesLine('removed for good', ended),
    filesLine('put back, something keeps it', putBack),
    ...skipped.map(
      ({ file, fault }) => `  stays: ${printable(file)}: ${printable(faultText(fault).message)}\n`,
    ),
  ].join('')
}

function isAnythingDone({ setAside, ended, putBack, skipped }: Pruned): boolean {
  return setAside.length + ended.length + putBack.length + skipped.length > 0
}

/** `3 backups and 1 archive`; of archives only where there are any. */
function countsOf(total: number, archives: number): string {
  const ofArchives = archives === 0 ? '' : ` and ${countOf(archives, 'archive')}`
  return `${countOf(total - archives, 'backup')}${ofArchives}`
}

/** What a clean-up did. */
export function pruneText(report: PruneReport): string {
  const { databases, archives, setAsideCount, endedCount, freedBytes } = report
  const said = databases
    .filter((one) => isAnythingDone(one) || (one.rests !== null && one.refusal === null))
    .map((one) => prunedText(one.database, one, restWordsOf))
  const ofArchives =
    archives !== null && isAnythingDone(archives) ? prunedText(systemName, archives, archivesRestWords) : ''
  const aside = countsOf(setAsideCount, archives?.setAside.length ?? 0)
  const ended = archives?.ended.length ? countsOf(endedCount, archives.ended.length) : String(endedCount)
  const sum = `${aside} set aside, ${ended} removed for good, ${formatBytes(freedBytes)} freed\n`
  return said.join('') + ofArchives + sum
}
