import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'

import type { PointChoice, RecoveryPoint } from '../../../../shared/domain/recovery-point.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { DataGrid } from '../../../components/grid/data-grid.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { useNow } from '../../../components/use-now.ts'
import { readFault } from '../../../state/read-fault.ts'
import { useShortcutTargets } from '../../../state/shortcut-targets.ts'
import { usePointAt, usePoints } from '../../../state/use-points.ts'
import { distanceWords } from '../../../text/point-words.ts'
import { heightOf } from '../steps/grid-height.ts'
import { StepFoot } from '../stepper/step-foot.tsx'
import { moveWish, zoomOfKey } from './move-wish.ts'
import { NearPoints, PointAnswer } from './point-answer.tsx'
import { pointColumns } from './point-columns.tsx'
import { PointTimeline } from './point-timeline.tsx'
import { type TimeView, viewOver, viewWith, zoomView } from './time-scale.ts'
import { TimelineLegend, TimelineTools } from './timeline-tools.tsx'
import { WishField } from './wish-field.tsx'

interface MomentStepProps {
  readonly databaseId: string
  /** The wish so far; empty: none yet, and the newest whole point stands ready. */
  readonly at: string
  readonly onWish: (at: string) => void
  readonly onChoose: (choice: PointChoice) => void
  readonly onBack: () => void
}

/** To which moment: the recovery points by time, a cursor, and what the wish leads to. */
export function MomentStep(props: MomentStepProps) {
  const { data: points, error, refetch } = usePoints(props.databaseId)
  if (points === undefined) {
    return error === null ? (
      <SkeletonLines />
    ) : (
      <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
    )
  }
  const newest = points.findLast(({ broken }) => broken === null) ?? points.at(-1)
  if (newest === undefined) {
    return (
      <EmptyState
        title="This database has no recovery point"
        actions={
          <Button variant="default" onClick={props.onBack}>
            Choose another database
          </Button>
        }
      >
        Nothing in this vault can bring it back to a moment.
      </EmptyState>
    )
  }
  return <LoadedMoments {...props} at={props.at === '' ? newest.takenAt : props.at} points={points} />
}

interface LoadedMomentsProps extends MomentStepProps {
  readonly points: readonly RecoveryPoint[]
}

function LoadedMoments({ databaseId, at, points, onWish, onChoose, onBack }: LoadedMomentsProps) {
  const nowMs = useNow()
  const wishMs = Date.parse(at)
  const { data, error, isPlaceholderData } = usePointAt(databaseId, at)
  const choice = error === null && !isPlaceholderData ? data : undefined
  const whole = viewOver(Date.parse(points[0]?.takenAt ?? at), nowMs)
  const [view, setView] = useState<TimeView>(whole)
  const wish = (ms: number): void => {
    const kept = Math.min(ms, nowMs)
    setView((view) => viewWith(view, kept, whole))
    onWish(new Date(kept).toISOString())
  }
  const around = nearestWhole(points, at)
  const zoom = (factor: number, aroundMs: number): void =>
    setView((now) => zoomView(now, factor, aroundMs, whole))
  const onKey = (key: string, isFine: boolean): boolean => {
    const factor = zoomOfKey(key)
    if (factor !== undefined) zoom(factor, wishMs)
    const to = moveWish(key, isFine, wishMs, points, view)
    if (to !== undefined) wish(to)
    return factor !== undefined || to !== undefined
  }
  return (
    <section className="section recovery-moment">
      <h2>To which moment?</h2>
      <div className="row row-wrap spread">
        <WishField wishMs={wishMs} onWish={wish} />
        <TimelineTools onZoom={(factor) => zoom(factor, wishMs)} onAll={() => setView(whole)} />
      </div>
      <PointTimeline
        points={points}
        view={view}
        wishMs={wishMs}
        nowMs={nowMs}
        wishWords={wishWords(at, choice)}
        onWish={wish}
        onKey={onKey}
        onZoom={zoom}
      />
      <TimelineLegend />
      <PointAnswer choice={data} refusal={error === null ? undefined : readFault(error)} nowMs={nowMs} />
      <NearPoints before={around.before} after={around.after} onWish={wish} />
      <StepFoot
        note={
          <span className="soft">
            Nothing is done yet. {countOf(points.length, 'recovery point')} in all.
          </span>
        }
        onBack={onBack}
      >
        <Button size="sm" disabled={choice === undefined} onClick={() => choice && onChoose(choice)}>
          Continue
        </Button>
      </StepFoot>
      <PointTable points={points} chosenId={choice?.point.backupId} onWish={wish} />
    </section>
  )
}

function wishWords(at: string, choice: PointChoice | undefined): string {
  const wished = formatMoment(at)
  if (choice === undefined) return wished
  return `${wished}: the state as observed at ${formatMoment(choice.point.takenAt)}, ${distanceWords(choice.distanceMs)}`
}

/** The nearest points on either side that can be restored, those of the wish itself left out. */
function nearestWhole(points: readonly RecoveryPoint[], at: string) {
  const isWhole = ({ broken }: RecoveryPoint): boolean => broken === null
  return {
    before: points.findLast((point) => point.takenAt < at && isWhole(point)),
    after: points.find((point) => point.takenAt > at && isWhole(point)),
  }
}

interface PointTableProps {
  readonly points: readonly RecoveryPoint[]
  readonly chosenId: string | undefined
  readonly onWish: (ms: number) => void
}

/** The same points as a table, newest first: what the chart shows, for those who read or search rows. */
function PointTable({ points, chosenId, onWish }: PointTableProps) {
  const rows = useMemo(() => points.toReversed(), [points])
  const at = rows.findIndex(({ backupId }) => backupId === chosenId)
  const goTo = (index: number): void => {
    const row = rows[index]
    if (row !== undefined) onWish(Date.parse(row.takenAt))
  }
  useShortcutTargets({
    next: () => goTo(Math.min(rows.length - 1, at + 1)),
    previous: () => goTo(Math.max(0, at - 1)),
  })
  return (
    <div className="recovery-grid" style={heightOf(rows.length)}>
      <DataGrid
        label="Recovery points"
        columns={pointColumns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        keyOf={({ backupId }) => backupId}
        nameOf={({ file }) => file}
        at={at}
        onAt={goTo}
        onOpen={(_point, index) => goTo(index)}
      />
    </div>
  )
}
