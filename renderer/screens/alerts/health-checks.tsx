import { healthCheckNames } from '../../../shared/domain/health/health-cause.ts'
import type { HealthCheck } from '../../../shared/domain/health/health-report.ts'
import { causeText, checkTitles } from '../../../shared/domain/words/cause-words.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { Age } from '../../components/age.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useHealth } from '../../state/use-alerts.ts'

const words: Readonly<Record<HealthCheck['status'], string>> = {
  passed: 'Passed',
  degraded: 'Degraded',
  not_known: 'Not known',
  not_applicable: 'Nothing to check',
}

const classes: Readonly<Record<HealthCheck['status'], string>> = {
  passed: 'is-proved',
  degraded: 'is-failed',
  not_known: 'is-at-risk',
  not_applicable: 'soft',
}

/** Causes named in a cell; the alerts above have each. */
const mostNamed = 3

function findingOf({ causes, checkedCount, unscheduledCount }: HealthCheck): string {
  const named = causes.slice(0, mostNamed).map((cause) => causeText(cause).title)
  const more = causes.length > mostNamed ? [`${causes.length - mostNamed} more`] : []
  const unscheduled =
    unscheduledCount === 0 ? [] : [`${countOf(unscheduledCount, 'database')} without a schedule`]
  const found = [...named, ...more, ...unscheduled]
  return found.length === 0
    ? checkedCount === 0
      ? ''
      : `${formatCount(checkedCount)} looked at`
    : found.join('; ')
}

/** The five checks, judged now. */
export function HealthChecks() {
  const { data, error, refetch } = useHealth()
  return (
    <section className="section" aria-label="Health">
      <div className="section-head">
        <h2>Health</h2>
        {data !== undefined && (
          <span className="soft small push">
            {data.report.status}, checked <Age at={data.report.checkedAt} />
          </span>
        )}
      </div>
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <SkeletonLines />}
      {data !== undefined && (
        <table className="health-table">
          <tbody>
            {healthCheckNames.map((name) => {
              const check = data.report.checks[name]
              return (
                <tr key={name}>
                  <th scope="row">{checkTitles[name]}</th>
                  <td className={classes[check.status]}>{words[check.status]}</td>
                  <td>{findingOf(check)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </section>
  )
}
