import type { DrillVerdict, LevelStatus } from '../../shared/domain/drills/drill.ts'
import type { DrillsView } from '../../shared/domain/drills/drill-views.ts'
import { countOf, formatCount } from '../../shared/domain/words/format-count.ts'

/** The word of each verdict. */
export const verdictWord: Readonly<Record<DrillVerdict, string>> = {
  passed: 'Passed',
  failed: 'Failed',
  inconclusive: 'Inconclusive',
}

/** How a level ended, in a word or two. */
export const levelStatusWords: Readonly<Record<LevelStatus, string>> = {
  passed: 'Shown',
  failed: 'Failed',
  inconclusive: 'Not found out',
  not_made: 'Not made',
  not_applicable: 'Nothing to show',
}

/** Says first whether backups can be brought back: `3 of 4 databases passed their last drill, 1 failed.` */
export function drillsSentence({ databases, withoutBackup }: DrillsView): string {
  if (databases.length === 0) {
    return withoutBackup === 0
      ? 'No database is registered.'
      : 'No database has a backup that can be drilled.'
  }
  const red = databases.filter(({ red: failed }) => failed !== null).length
  const of = (verdict: DrillVerdict): number =>
    databases.filter((one) => one.red === null && one.last?.verdict === verdict).length
  const never = databases.filter(({ last }) => last === null).length
  const rest = [
    ...(red === 0 ? [] : [`${formatCount(red)} failed`]),
    ...(of('inconclusive') === 0 ? [] : [`${formatCount(of('inconclusive'))} inconclusive`]),
    ...(never === 0 ? [] : [`${formatCount(never)} never drilled`]),
  ]
  const passed = `${formatCount(of('passed'))} of ${countOf(databases.length, 'database')} passed the last drill`
  return `${[passed, ...rest].join(', ')}.`
}
