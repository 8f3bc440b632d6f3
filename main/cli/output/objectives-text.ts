import type { RpoShares } from '../../../shared/domain/objectives/achieved-rpo.ts'
import type { AchievedRto } from '../../../shared/domain/objectives/achieved-rto.ts'
import {
  isYetToCome,
  keepsRpo,
  keepsRto,
  shareDays,
  type ObjectiveRow,
  type ObjectivesView,
} from '../../../shared/domain/objectives/objective-views.ts'
import type { ObjectiveParts, Promised } from '../../../shared/domain/objectives/objective.ts'
import { objectiveDurationText } from '../../../shared/domain/objectives/parse-objective-duration.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import {
  achievedRpoText,
  notPromisedWords,
  rtoUnknownWords,
  scenarioNames,
  scenarioWords,
} from '../../../shared/domain/words/objective-words.ts'
import { printable, tableOf } from './print-table.ts'

function promisedWords(promised: Promised): string {
  if (promised.kind === 'not_promised') return '-'
  const isDefault = promised.from === 'default' || promised.from === 'schedule'
  return `${objectiveDurationText(promised.ms)}${isDefault ? ' (default)' : ''}`
}

function achievedWords(rto: AchievedRto): string {
  if (rto.kind === 'not_known') return 'not known'
  return `${formatDuration(rto.durationMs)}${rto.kind === 'estimated' ? ' (estimated)' : ''}`
}

function ageWords(provedStateAtMs: number | null, nowMs: number): string {
  if (provedStateAtMs === null) return 'none proved'
  if (isYetToCome(provedStateAtMs, nowMs)) return 'not known'
  return achievedRpoText(nowMs - provedStateAtMs)
}

function verdictWord(keeps: boolean | null): string {
  return keeps === null ? '-' : keeps ? 'yes' : 'NO'
}

/** Rounded down: what is not wholly kept is not called 100 %. */
function shareWords(shares: RpoShares | null): string {
  if (shares === null) return '-'
  const known = shares.within + shares.outside
  if (known === 0) return 'not known'
  const perCent = `${(Math.floor((shares.within / known) * 1000) / 10).toFixed(1)} %`
  if (shares.unknown <= 0.001) return perCent
  const days = known * shareDays
  return `${perCent} of ${days < 0.1 ? '< 0.1' : days.toFixed(1)} d`
}

function yetToCome(rows: readonly ObjectiveRow[], nowMs: number): readonly string[] {
  return rows.flatMap(({ database, provedStateAtMs: atMs }) =>
    atMs !== null && isYetToCome(atMs, nowMs)
      ? [
          `${printable(database)}: its newest proved state is of ${formatMoment(new Date(atMs).toISOString())}, which has not come: a clock was wrong.\n`,
        ]
      : [],
  )
}

function whyNot(rows: readonly ObjectiveRow[]): readonly string[] {
  return rows.flatMap(({ database, promised: { rpo, rto } }) =>
    [rpo, rto.complete].flatMap((promised, n) =>
      promised.kind === 'promised'
        ? []
        : [
            `${printable(database)}: ${n === 0 ? 'RPO' : 'RTO'} ${lowered(notPromisedWords[promised.because])}.\n`,
          ],
    ),
  )
}

function rtoUnknown(rows: readonly ObjectiveRow[]): readonly string[] {
  return rows.flatMap(({ database, rto }) =>
    rto.kind === 'not_known'
      ? [`${printable(database)}: RTO ${lowered(rtoUnknownWords[rto.because])}.\n`]
      : [],
  )
}

function lowered(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`
}

/** So many reasons are printed: of ten thousand databases nobody reads more. */
const mostReasons = 20

/** Every database with what is promised and what is achieved. */
export function objectivesText({ rows, nowMs, problem }: ObjectivesView): string {
  if (rows.length === 0) return 'No database is registered.\n'
  const table = tableOf<ObjectiveRow>(
    [
      { title: 'DATABASE', value: ({ database }) => database },
      { title: 'RPO PROMISED', isNumber: true, value: ({ promised }) => promisedWords(promised.rpo) },
      {
        title: 'ACHIEVED',
        isNumber: true,
        value: ({ provedStateAtMs }) => ageWords(provedStateAtMs, nowMs),
      },
      {
        title: 'WITHIN',
        value: ({ promised, provedStateAtMs }) => verdictWord(keepsRpo(promised.rpo, provedStateAtMs, nowMs)),
      },
      { title: '30 DAYS WITHIN', isNumber: true, value: ({ shares }) => shareWords(shares) },
      {
        title: 'RTO PROMISED',
        isNumber: true,
        value: ({ promised }) => promisedWords(promised.rto.complete),
      },
      { title: 'MEASURED', isNumber: true, value: ({ rto }) => achievedWords(rto) },
      { title: 'WITHIN', value: ({ promised, rto }) => verdictWord(keepsRto(promised.rto.complete, rto)) },
    ],
    rows,
  )
  const reasons = [...yetToCome(rows, nowMs), ...whyNot(rows), ...rtoUnknown(rows)]
  const more = reasons.length > mostReasons ? `and ${reasons.length - mostReasons} more.\n` : ''
  const broken =
    problem === null ? '' : `What was promised can’t be read (${printable(problem)}): defaults are shown.\n`
  return `${broken}${table}${reasons.slice(0, mostReasons).join('')}${more}`
}

function saidWords(said: number | null | undefined): string {
  if (said === undefined) return 'nothing said: the tier’s, or the default, holds'
  return said === null ? 'not promised' : objectiveDurationText(said)
}

/** What is said now of a database or a tier. */
export function saidText(name: string, { rpoMs, rtoMs }: ObjectiveParts): string {
  const lines = scenarioNames.map(
    (scenario) => `  RTO, ${lowered(scenarioWords[scenario])}: ${saidWords(rtoMs[scenario])}\n`,
  )
  return `Objectives of ${printable(name)}:\n  RPO: ${saidWords(rpoMs)}\n${lines.join('')}`
}
