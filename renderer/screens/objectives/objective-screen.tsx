import { SegmentedControl } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { Suspense, useMemo, useState } from 'react'
import { Link } from 'wouter'

import {
  isYetToCome,
  keepsRpo,
  type ObjectiveDetail,
} from '../../../shared/domain/objectives/objective-views.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { achievedRpoText } from '../../../shared/domain/words/objective-words.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useObjective, useObjectiveCalendar } from '../../state/use-objectives.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { keptShare, promisedTime, promisedWhy, shareText, shareWhy } from '../../text/objective-words.ts'
import { ActButton } from '../access/act-button.tsx'
import { ChartSection } from './chart-section.tsx'
import { calendarTable } from './charts/calendar-days.ts'
import { LazyRtoChart, LazySawtoothChart } from './charts/lazy-charts.tsx'
import { YearCalendar } from './charts/year-calendar.tsx'
import { EditObjective } from './edit-objective.tsx'
import { ObjectiveFigures } from './objective-figures.tsx'
import { rtoTable, sawTable } from './sawtooth-points.ts'

const ranges = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '365', label: 'A year' },
]

/** One database: what is promised, what was achieved through time, and what proves it. */
export function ObjectiveScreen({ databaseId }: { readonly databaseId: string }) {
  const [days, setDays] = useState(30)
  const [isEditing, setIsEditing] = useState(false)
  const { data: detail, error, refetch } = useObjective(databaseId, days)
  const permits = useVaultPermits()
  return (
    <div className="page">
      <Link href="/objectives" className="page-back">
        <IconChevronLeft size={14} aria-hidden="true" />
        Objectives
      </Link>
      <PageTitle
        title={detail?.row.database ?? 'Objectives'}
        sentence={detail && detailSentence(detail)}
        actions={
          <>
            <SegmentedControl
              aria-label="Range"
              data={ranges}
              value={String(days)}
              onChange={(value) => setDays(Number(value))}
            />
            <ActButton
              act="objectives.set"
              variant="default"
              disabled={detail === undefined || !permits.canBackUp}
              onClick={() => setIsEditing(true)}
            >
              Change the promise
            </ActButton>
          </>
        }
      />
      {detail === undefined && error === null && <SkeletonLines />}
      {detail === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {detail !== undefined && <LoadedObjective detail={detail} days={days} />}
      {isEditing && detail !== undefined && (
        <EditObjective row={detail.row} onClose={() => setIsEditing(false)} />
      )}
    </div>
  )
}

function detailSentence({ row, toMs }: ObjectiveDetail): string {
  const { promised, provedStateAtMs } = row
  if (provedStateAtMs === null) return 'No backup of it is proved: everything would be lost.'
  if (isYetToCome(provedStateAtMs, toMs)) {
    return 'What would be lost is not known: the newest proved state is of a moment that has not come, for a clock was wrong.'
  }
  const age = achievedRpoText(toMs - provedStateAtMs)
  const keeps = keepsRpo(promised.rpo, provedStateAtMs, toMs)
  if (promised.rpo.kind === 'not_promised' || keeps === null) {
    return `At most ${age} would be lost. ${promisedWhy(promised.rpo)}.`
  }
  const rpo = promisedTime(promised.rpo.ms)
  return keeps
    ? `At most ${age} would be lost, of ${rpo} promised.`
    : `Up to ${age} would be lost, more than the ${rpo} promised.`
}

function LoadedObjective({ detail, days }: { readonly detail: ObjectiveDetail; readonly days: number }) {
  const { database } = detail.row
  const saw = useMemo(() => sawTable(detail), [detail])
  const rto = useMemo(() => rtoTable(detail), [detail])
  const waiting = <div className="chart-place skeleton" style={{ height: 260 }} />
  return (
    <>
      <ObjectiveFigures detail={detail} days={days} />
      <ChartSection
        title="Achieved RPO"
        sentence={sawSentence(detail, days)}
        database={database}
        name="rpo"
        table={saw}
      >
        <Suspense fallback={waiting}>
          <LazySawtoothChart detail={detail} />
        </Suspense>
      </ChartSection>
      <ChartSection
        title="Achieved RTO"
        sentence={rtoSentence(detail)}
        database={database}
        name="rto"
        table={rto}
      >
        <Suspense fallback={waiting}>
          <LazyRtoChart detail={detail} />
        </Suspense>
      </ChartSection>
      <Calendar databaseId={detail.row.databaseId} database={database} />
    </>
  )
}

function sawSentence({ shares, teeth, toothCount }: ObjectiveDetail, days: number): string {
  const thinned =
    teeth.length < toothCount ? `; of ${formatCount(toothCount)} proofs those with the peaks are drawn` : ''
  const share = shares === null ? null : keptShare(shares)
  if (shares === null || share === null) return `Age of the newest proved state${thinned}`
  return `Age of the newest proved state. Within for ${shareText(share)} of the time${thinned}. ${shareWhy(shares, days)}`
}

function rtoSentence({ measured, measuredCount }: ObjectiveDetail): string {
  if (measuredCount === 0) return 'Nothing was brought back in this range'
  const shown = measured.length < measuredCount ? `, the newest ${formatCount(measured.length)} shown` : ''
  return `${countOf(measuredCount, 'restore or drill', 'restores and drills')} measured${shown}; each mark of the scale is about ten times the one before`
}

function Calendar({ databaseId, database }: { readonly databaseId: string; readonly database: string }) {
  const { data: calendar, error, refetch } = useObjectiveCalendar(databaseId)
  const table = useMemo(() => calendar && calendarTable(calendar), [calendar])
  if (error !== null && calendar === undefined) {
    return <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
  }
  if (calendar === undefined || table === undefined) return <SkeletonLines count={4} />
  const failed = calendar.days.filter(({ failures }) => failures > 0).length
  const sentence = `Backups, drills and failures of 53 weeks, by days in UTC. ${
    failed === 0 ? 'No day with a failure' : `${countOf(failed, 'day')} with a failure`
  }`
  return (
    <ChartSection title="The year" sentence={sentence} database={database} name="year" table={table}>
      <YearCalendar calendar={calendar} />
    </ChartSection>
  )
}
