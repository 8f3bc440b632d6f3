import type { WatchedBy } from '../../../shared/domain/alerts/alert-views.ts'
import { healthCheckNames } from '../../../shared/domain/health/health-cause.ts'
import { causesOf, type HealthCheck } from '../../../shared/domain/health/health-report.ts'
import type { HealthView, PastReport } from '../../../shared/domain/health/health-views.ts'
import { causeText, checkTitles } from '../../../shared/domain/words/cause-words.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { printable, tableOf } from './print-table.ts'

const statusWords: Readonly<Record<HealthCheck['status'], string>> = {
  passed: 'passed',
  degraded: 'DEGRADED',
  not_known: 'NOT KNOWN',
  not_applicable: 'nothing to check',
}

function countWords({ checkedCount, unscheduledCount }: HealthCheck): string {
  const unscheduled = unscheduledCount === 0 ? '' : `, ${formatCount(unscheduledCount)} without a schedule`
  return `${formatCount(checkedCount)}${unscheduled}`
}

/** Who watches a vault, in a line; a warning where nobody does. */
export function watchedByText(watchedBy: WatchedBy | null): string {
  if (watchedBy === null) {
    return 'Nobody is told by itself: no program watches this vault.\n'
  }
  return `Process ${watchedBy.pid} on ${watchedBy.hostName} watches this vault.\n`
}

/** The health of a vault: its state, its checks, and each cause. */
export function healthText({ report, watchedBy }: HealthView): string {
  const table = tableOf(
    [
      { title: 'CHECK', value: (name) => checkTitles[name] },
      { title: 'RESULT', value: (name) => statusWords[report.checks[name].status] },
      { title: 'LOOKED AT', value: (name) => countWords(report.checks[name]) },
    ],
    healthCheckNames,
  )
  const causes = causesOf(report).map((cause) => {
    const { title, detail } = causeText(cause)
    return `${printable(title)}\n  ${printable(detail)}\n`
  })
  return `${report.status}\n${table}${causes.join('')}${watchedByText(watchedBy)}`
}

/** Reports of the history, a line each. */
export function pastReportsText(reports: readonly PastReport[]): string {
  const table = tableOf(
    [
      { title: 'CHECKED', value: ({ checkedAt }) => formatMoment(checkedAt) },
      { title: 'HEALTH', value: ({ status }) => status },
      {
        title: 'CAUSES',
        value: ({ checks }) =>
          healthCheckNames
            .filter((name) => checks[name].causeCount > 0)
            .map((name) => `${checkTitles[name]}: ${checks[name].causeCount}`)
            .join(', ') || '-',
      },
    ],
    reports,
  )
  return table || 'No report was kept yet.\n'
}
