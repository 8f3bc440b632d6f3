import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'

import type { PastReport } from '../../../shared/domain/health/health-views.ts'
import { causeText } from '../../../shared/domain/words/cause-words.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { Unknown } from '../../components/unknown.tsx'
import { useNow } from '../../components/use-now.ts'
import { readFault } from '../../state/read-fault.ts'
import { useHealthHistory } from '../../state/use-alerts.ts'
import { useSettings } from '../../state/use-answers.ts'
import { healthPeriods, healthyShare, type HealthPeriod } from './health-periods.ts'
import { HealthStrip, periodWords } from './health-strip.tsx'

const dayMs = 86_400_000
const spans = [
  { value: '1', label: '24 hours' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '180', label: '180 days' },
]
/** Hourly ones of half a year, and some hundred more of changes. */
const mostReports = 5000
const mostPeriods = 200

/** How the health of the vault was: as a lane, and as a table of its periods. */
export function HealthHistory() {
  const [days, setDays] = useState('7')
  const { data: reports, error, refetch } = useHealthHistory(mostReports)
  return (
    <section className="section" aria-label="History">
      <div className="section-head">
        <h2>History</h2>
        <SegmentedControl className="push" data={spans} value={days} onChange={setDays} aria-label="Shown" />
      </div>
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
      {reports === undefined && error === null && <SkeletonLines count={4} />}
      {reports?.length === 0 && (
        <EmptyState title="No report was kept yet">
          The program that runs the schedules keeps one each hour, and one when anything turns.
        </EmptyState>
      )}
      {reports !== undefined && reports.length > 0 && <Through reports={reports} days={Number(days)} />}
    </section>
  )
}

function Through({ reports, days }: { readonly reports: readonly PastReport[]; readonly days: number }) {
  const toMs = useNow()
  const { data: settings } = useSettings()
  const fromMs = toMs - days * dayMs
  const everyMs = (settings?.healthEveryMinutes ?? 60) * 60_000
  const periods = useMemo(
    () => healthPeriods(reports, { fromMs, toMs }, everyMs),
    [reports, fromMs, toMs, everyMs],
  )
  const share = healthyShare(periods)
  const newestFirst = periods.toReversed()
  return (
    <>
      <p className="soft">
        {share === null
          ? 'Nobody watched the vault in this time.'
          : `Healthy for ${(share * 100).toFixed(1)} % of the time that it was watched.`}
      </p>
      <HealthStrip periods={periods} fromMs={fromMs} toMs={toMs} />
      <div className="drill-table-around">
        <table className="health-table">
          <thead>
            <tr className="soft small">
              <th scope="col">State</th>
              <th scope="col">From</th>
              <th scope="col">For</th>
              <th scope="col">Because</th>
            </tr>
          </thead>
          <tbody>
            {newestFirst.slice(0, mostPeriods).map((period) => (
              <PeriodRow key={period.fromMs} period={period} />
            ))}
          </tbody>
        </table>
        {newestFirst.length > mostPeriods && (
          <p className="soft small">and {newestFirst.length - mostPeriods} earlier ones</p>
        )}
      </div>
    </>
  )
}

/** Every cause of a period, each named once. */
function becauseOf({ state, reports }: HealthPeriod): string {
  if (state === 'not_watched') return 'no program was running, or the machine was off'
  const causes = reports.flatMap(({ checks }) => Object.values(checks).flatMap((check) => check.causes))
  return listWords([...new Set(causes.map((cause) => causeText(cause).title))], 4)
}

function PeriodRow({ period }: { readonly period: HealthPeriod }) {
  const { state, fromMs, toMs } = period
  return (
    <tr>
      <td>
        {state === 'not_watched' ? (
          <span className="row">
            <Unknown why={periodWords[state]} />
            <span className="soft">{periodWords[state]}</span>
          </span>
        ) : (
          <StateMark state={state === 'HEALTHY' ? 'proved' : 'failed'} word={periodWords[state]} />
        )}
      </td>
      <td className="num">{formatMoment(new Date(fromMs).toISOString())}</td>
      <td className="num">{formatDuration(toMs - fromMs)}</td>
      <td>{becauseOf(period)}</td>
    </tr>
  )
}
