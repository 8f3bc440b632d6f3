import type {
  ArchivesPlan,
  DatabasePruned,
  PruneReport,
  RemovalView,
  RetentionPlanView,
} from '../../../shared/domain/retention/prune-views.ts'
import type { Removal } from '../../../shared/domain/retention/removal.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import {
  keepWordsOfAll,
  refusalWordsOf,
  removalWords,
  restWordsOf,
} from '../../../shared/domain/words/keep-words.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { printable, tableOf } from './print-table.ts'

interface Line {
  readonly what: string
  readonly id: string
  readonly file: string
  readonly why: string
}

function asideWords({ state, rule, endsAt }: RemovalView): string {
  if (state === 'ending') return 'its key is destroyed; the rest goes with the next clean-up'
  if (state === 'lost') return 'its manifest is missing: nothing is done with it'
  return `${removalWords(rule)}; it can be put back until ${formatMoment(endsAt)}`
}

function linesOf({ kept, removed, setAside }: RetentionPlanView): readonly Line[] {
  return [
    ...removed.map(({ backupId: id, file, rule }) => ({ what: 'goes', id, file, why: removalWords(rule) })),
    ...kept.map(({ backupId: id, file, reasons }) => ({
      what: 'stays',
      id,
      file,
      why: keepWordsOfAll(reasons) || '-',
    })),
    ...setAside.map((removal) => ({
      what: 'set aside',
      id: removal.backupId,
      file: removal.file,
      why: asideWords(removal),
    })),
  ]
}

/** A plan as `--dry-run` prints it: each backup that goes with its rule, each that stays with its reasons. */
export function planText(plan: RetentionPlanView): string {
  const { database, policy, rests, refusal, removed } = plan
  const freed = removed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const sum = `${countOf(removed.length, 'backup')} would go (${formatBytes(freed)}), ${plan.kept.length} stay`
  const heading = `${printable(database)}${policy === null ? '' : ` (${printable(policy.name)})`}: ${sum}\n`
  const notes = [
    rests === null ? '' : `  Nothing goes: ${restWordsOf(rests)}.\n`,
    refusal === null ? '' : `  Refused: ${printable(refusalWordsOf(refusal))}.\n`,
  ].join('')
  const table = tableOf<Line>(
    [
      { title: 'WHAT', value: ({ what }) => what },
      { title: 'BACKUP', value: ({ id }) => id.slice(0, 8) },
      { title: 'FILE', value: ({ file }) => file },
      { title: 'WHY', value: ({ why }) => why },
    ],
    linesOf(plan),
  )
  return heading + notes + table
}

/** The archives that would go, and why none does; nothing where nothing would. */
export function archivesText({ removed, keptCount, refusals }: ArchivesPlan): string {
  if (removed.length + refusals.length === 0) return ''
  const freed = removed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const sum = `${countOf(removed.length, 'archive')} would go for good (${formatBytes(freed)}), ${keptCount} stay`
  const notes = refusals.map(
    ({ policy, refusal }) => `  Refused (${printable(policy)}): ${printable(refusalWordsOf(refusal))}.\n`,
  )
  const goes = removed.map(({ file, rule }) => `  goes: ${printable(file)}: ${removalWords(rule)}\n`)
  return `complete system: ${sum}\n${notes.join('')}${goes.join('')}`
}

function filesLine(what: string, removals: readonly Removal[]): string {
  return removals.map(({ file }) => `  ${what}: ${printable(file)}\n`).join('')
}

function databaseText(one: DatabasePruned): string {
  const { database, rests, setAside, ended, putBack, skipped } = one
  return [
    `${printable(database)}\n`,
    rests === null ? '' : `  nothing goes: ${restWordsOf(rests)}\n`,
    filesLine('set aside', setAside),
    filesLine('removed for good', ended),
    filesLine('put back, something keeps it', putBack),
    ...skipped.map(
      ({ file, fault }) => `  stays: ${printable(file)}: ${printable(faultText(fault).message)}\n`,
    ),
  ].join('')
}

/** What a clean-up did. */
export function pruneText({ databases, setAsideCount, endedCount, freedBytes }: PruneReport): string {
  const said = databases.filter(({ refusal, setAside, ended, putBack, skipped, rests }) => {
    const isDone = setAside.length + ended.length + putBack.length + skipped.length > 0
    return isDone || (rests !== null && refusal === null)
  })
  const sum = `${countOf(setAsideCount, 'backup')} set aside, ${endedCount} removed for good, ${formatBytes(freedBytes)} freed\n`
  return said.map(databaseText).join('') + sum
}
