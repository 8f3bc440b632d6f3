import type { ComplianceReport, Finding } from '../../../shared/domain/compliance/compliance-report.ts'
import {
  evidenceText,
  mendText,
  requirementTitles,
  verdictWords,
} from '../../../shared/domain/words/compliance-words.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { printable, tableOf } from './print-table.ts'

function findingText({ requirement, verdict, evidence, mend }: Finding): string {
  const why = evidence.map(evidenceText).join(' ')
  const change = mend === null ? '' : ` ${mendText(mend)}`
  return `  ${requirementTitles[requirement]}: ${verdictWords[verdict]}. ${printable(why + change)}\n`
}

/** The verdict of each requirement, and of each database what is not met, what that rests on, and what would mend it. */
export function complianceText({ vault, judgedAt, verdict, sums, databases }: ComplianceReport): string {
  const table = tableOf(
    [
      { title: 'REQUIREMENT', value: ({ requirement }) => requirementTitles[requirement] },
      { title: 'VERDICT', value: (sum) => verdictWords[sum.verdict] },
      { title: 'MET', isNumber: true, value: ({ met }) => formatCount(met) },
      { title: 'NOT MET', isNumber: true, value: ({ notMet }) => formatCount(notMet) },
      { title: 'NOT KNOWN', isNumber: true, value: ({ notKnown }) => formatCount(notKnown) },
    ],
    sums,
  )
  const open = databases.flatMap(({ database, findings }) => {
    const lacking = findings.filter((one) => one.verdict !== 'met')
    return lacking.length === 0 ? [] : [`${printable(database)}\n${lacking.map(findingText).join('')}`]
  })
  const head = `${printable(vault)}: ${verdictWords[verdict]}, judged at ${formatMoment(judgedAt)}\n`
  return (
    head +
    table +
    (databases.length === 0 ? 'No database is registered: there is nothing to judge.\n' : open.join(''))
  )
}
