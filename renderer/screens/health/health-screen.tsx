import { Link } from 'wouter'

import { assertNever } from '../../../shared/base/assert-never.ts'
import { healthCheckNames, type HealthCheckName } from '../../../shared/domain/health/health-cause.ts'
import { causesOf, thresholdsOf, type HealthCheck } from '../../../shared/domain/health/health-report.ts'
import type { HealthView } from '../../../shared/domain/health/health-views.ts'
import type { ProtectionState } from '../../../shared/domain/protection.ts'
import { defaultSettings, type Settings } from '../../../shared/domain/views.ts'
import { causeText, checkTitles } from '../../../shared/domain/words/cause-words.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { Age } from '../../components/age.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { Unknown } from '../../components/unknown.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useHealth } from '../../state/use-alerts.ts'
import { useSettings } from '../../state/use-answers.ts'
import { AlertsTabs } from '../alerts/alerts-tabs.tsx'
import { HealthHistory } from './health-history.tsx'

/** The health of the vault, now and through time. */
export function HealthScreen() {
  const { data: view, error, refetch } = useHealth()
  return (
    <div className="page">
      <PageTitle title="Health" sentence={view && <Sentence view={view} />} />
      <AlertsTabs />
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
      {view === undefined && error === null && <SkeletonLines count={6} />}
      {view !== undefined && <Now view={view} />}
      <HealthHistory />
    </div>
  )
}

function Sentence({ view: { report } }: { readonly view: HealthView }) {
  const isHealthy = report.status === 'HEALTHY'
  const isKnownBad = Object.values(report.checks).some(({ status }) => status === 'degraded')
  const count = causesOf(report).length
  return (
    <>
      <StateMark
        state={isHealthy ? 'proved' : isKnownBad ? 'failed' : 'at_risk'}
        word={isHealthy ? 'Healthy' : isKnownBad ? 'Degraded' : 'Not all known'}
      />
      <span>
        {count === 0 ? 'Every check passed' : `for ${countOf(count, 'cause')}`}, checked{' '}
        <Age at={report.checkedAt} />.
      </span>
    </>
  )
}

const states: Readonly<Partial<Record<HealthCheck['status'], readonly [ProtectionState, string]>>> = {
  passed: ['proved', 'Passed'],
  degraded: ['failed', 'Degraded'],
  not_known: ['at_risk', 'Not known'],
}

/** What a check degrades by, as the settings have it. */
function thresholdWords(name: HealthCheckName, settings: Settings): string {
  const { delayShare, drillPatienceMs } = thresholdsOf(settings)
  switch (name) {
    case 'recent_backups':
      return `a failed backup, or one later than it was due by ${formatDuration(delayShare * 86_400_000)} for a daily one, others in proportion, or older than its policy lets it be`
    case 'validation_status':
      return `a bad validation of a database’s newest backup, one that it needs gone or damaged, or ${countOf(settings.validationFailuresInARow, 'bad validation')} of it in a row`
    case 'storage_capacity':
      return `${settings.storageUsedPerCent} % of the vault’s file system used`
    case 'backup_performance':
      return `a newest backup that took longer than ${settings.slowBackupMinutes} min, or than its policy says`
    case 'remote_sync_status':
      return 'a copy that is behind'
    case 'recovery_drills':
      return `a drill that failed, or none that came to a verdict for ${countOf(Math.round(drillPatienceMs / 86_400_000), 'day')}, or for as long as its policy says`
    default:
      return assertNever(name, 'check')
  }
}

/** Causes shown of a check; the alerts have each. */
const mostCauses = 8

function Now({ view: { report, watchedBy } }: { readonly view: HealthView }) {
  const { data: settings = defaultSettings } = useSettings()
  return (
    <>
      {watchedBy === null && (
        <Notice kind="risk" title="No program watches this vault">
          <p>
            This is judged as the page is shown. Nothing is checked by itself, and nobody is told, until a
            program that runs the schedules is there.
          </p>
        </Notice>
      )}
      <section className="section" aria-label="Checks">
        <h2>Checks</h2>
        <div className="drill-table-around">
          <table className="health-table">
            <thead>
              <tr className="soft small">
                <th scope="col">Check</th>
                <th scope="col">Result</th>
                <th scope="col">Found</th>
                <th scope="col">Degrades by</th>
              </tr>
            </thead>
            <tbody>
              {healthCheckNames.map((name) => (
                <tr key={name}>
                  <th scope="row">{checkTitles[name]}</th>
                  <td>
                    <CheckMark status={report.checks[name].status} />
                  </td>
                  <td>
                    <Found check={report.checks[name]} />
                  </td>
                  <td className="soft">{thresholdWords(name, settings)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  )
}

function CheckMark({ status }: Pick<HealthCheck, 'status'>) {
  const known = states[status]
  if (known === undefined) return <Unknown why="There is nothing to check" />
  return <StateMark state={known[0]} word={known[1]} />
}

function Found({ check }: { readonly check: HealthCheck }) {
  const { causes, checkedCount, unscheduledCount } = check
  return (
    <div className="stack stack-tight">
      {causes.slice(0, mostCauses).map((cause) => {
        const { title, detail } = causeText(cause)
        return (
          <div key={`${title} ${detail}`}>
            {'databaseId' in cause ? (
              <Link
                href={
                  cause.kind === 'drill_failed'
                    ? `/recovery/drills/backup/${cause.backupId}`
                    : cause.kind === 'drill_overdue'
                      ? `/recovery/drills/${cause.databaseId}`
                      : `/database/${cause.databaseId}`
                }
              >
                {title}
              </Link>
            ) : (
              title
            )}
            <div className="soft small">{detail}</div>
          </div>
        )
      })}
      {causes.length > mostCauses && (
        <Link href="/alerts">and {formatCount(causes.length - mostCauses)} more</Link>
      )}
      {causes.length === 0 && (
        <span className="soft">
          {checkedCount === 0 ? 'nothing to check' : `${formatCount(checkedCount)} looked at`}
        </span>
      )}
      {unscheduledCount > 0 && (
        <span className="soft small">{countOf(unscheduledCount, 'database')} without a schedule</span>
      )}
    </div>
  )
}
