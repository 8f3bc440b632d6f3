import { keepRules, markFlags, type LaneMarks, type TimelineLane } from '../../../shared/domain/timeline.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { labelWords, typeWords } from '../../text/backup-words.ts'
import { refusalWordsOf } from '../../../shared/domain/words/keep-words.ts'
import { keepRuleWords } from '../../text/retention-words.ts'
import type { PlacedMark } from './place-lane.ts'

/** A line of a mark's facts. */
export interface MarkFact {
  readonly word: string
  readonly value: string
}

const verdictWords = { passed: 'proved', failed: 'a check failed', not_known: 'not proved' } as const

/** What is known of the worth of a backup. */
export function verdictOf(marks: LaneMarks, n: number): string {
  const isBroken = (marks.flags[n]! & markFlags.broken) !== 0
  return isBroken ? 'can’t be restored: its chain is broken' : verdictWords[marks.verdicts[n]!]
}

/** Why a backup is kept now, each rule that keeps it. */
export function reasonsOf(lane: TimelineLane, n: number): string {
  if (lane.policy === null) return 'no policy: nothing is cleaned up by itself'
  const why = lane.marks?.why[n] ?? 0
  const rules = keepRules.filter((_, bit) => (why & (1 << bit)) !== 0)
  return rules.length === 0 ? 'no rule keeps it' : rules.map((rule) => keepRuleWords[rule]).join('; ')
}

/** When a backup goes, and how that is known. */
export function endOf(lane: TimelineLane, marks: LaneMarks, n: number): string {
  const flags = marks.flags[n]!
  const endMs = marks.endMs[n]!
  if ((flags & markFlags.goesNext) !== 0) return 'at the next clean-up'
  if (endMs === null) return 'no end can be foreseen'
  if (marks.why[n] === 0) {
    return lane.refusal === null
      ? 'at a clean-up to come'
      : `stays for now: clean-up is refused, ${refusalWordsOf(lane.refusal)}`
  }
  const moment = formatMoment(new Date(endMs).toISOString())
  return (flags & markFlags.estimated) === 0
    ? `after ${moment}`
    : `about ${moment}, estimated: if schedules go on as planned`
}

/** Every fact of one backup of a lane. */
export function factsOf(lane: TimelineLane, marks: LaneMarks, n: number): readonly MarkFact[] {
  return [
    { word: 'Taken', value: formatMoment(new Date(marks.takenMs[n]!).toISOString()) },
    { word: 'Stored', value: formatBytes(marks.sizeBytes[n]!) },
    { word: 'Verdict', value: verdictOf(marks, n) },
    { word: 'Kept', value: reasonsOf(lane, n) },
    { word: 'Goes', value: endOf(lane, marks, n) },
  ]
}

/** What a mark is: a backup's type and label, or how many it stands for. */
export function markTitle(marks: LaneMarks, { count, first }: Pick<PlacedMark, 'count' | 'first'>): string {
  if (count > 1) return countOf(count, 'backup')
  return `${typeWords[marks.types[first]!]}, ${labelWords[marks.labels[first]!]}`
}

/** What several marks in one have in common. */
export function groupFacts(marks: LaneMarks, mark: PlacedMark): readonly MarkFact[] {
  const moment = (n: number): string => formatMoment(new Date(marks.takenMs[n]!).toISOString())
  const facts = [
    { word: 'From', value: moment(mark.first) },
    { word: 'To', value: moment(mark.last) },
  ]
  if (mark.goingCount > 0) facts.push({ word: 'Go next', value: formatCount(mark.goingCount) })
  if (mark.look === 'failed' || mark.look === 'broken')
    facts.push({ word: 'Verdict', value: 'some are failed' })
  return [...facts, { word: '', value: 'Zoom in to tell them apart.' }]
}
