import { useCallback, useMemo, useRef, useState } from 'react'

import type { LaneHead, TimelineLanes } from '../../../shared/domain/timeline.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { formatAge } from '../../../shared/domain/words/format-moment.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { useNow } from '../../components/use-now.ts'
import { readFault } from '../../state/read-fault.ts'
import { useShortcutTargets } from '../../state/shortcut-targets.ts'
import { useDatabases } from '../../state/use-answers.ts'
import { useTimelineView, type AnsweredLane } from '../../state/use-timeline.ts'
import { BackupPanel } from './backup-panel.tsx'
import { CleanUpPanel } from './clean-up-panel.tsx'
import { DamagedMarks } from './damaged-marks.tsx'
import { factsOf, markTitle } from './mark-words.ts'
import { stepMark } from './step-mark.ts'
import { rangeAround, rangeOver, type TimeRange, zoomRange } from './time-range.ts'
import { rangeWords } from './time-ticks.ts'
import { TimelineChart, type TimelineCursor } from './timeline-chart.tsx'
import { TimelineLegend } from './timeline-legend.tsx'
import { TimelineTable } from './timeline-table.tsx'
import { TimelineTools, type TimelineForm } from './timeline-tools.tsx'
import type { PointedMark } from './use-chart-pointer.ts'
import { useFading } from './use-fading.ts'
import { useLaneKeys } from './use-lane-keys.ts'
import { useTimelineRange } from './use-timeline-range.ts'

interface LoadedTimelineProps {
  readonly timeline: TimelineLanes
  readonly query: string
}

function oldestOf(heads: readonly LaneHead[]): number | null {
  return heads.reduce<number | null>(
    (oldest, { oldestMs }) => (oldestMs === null ? oldest : Math.min(oldest ?? oldestMs, oldestMs)),
    null,
  )
}

function sentenceOf({ lanes, nextCleanUpMs }: TimelineLanes, nowMs: number): string {
  const backups = lanes.reduce((sum, { backupCount }) => sum + backupCount, 0)
  const without = lanes.filter(({ policy, backupCount }) => policy === null && backupCount > 0).length
  const cleanUp = `Next clean-up ${formatAge(new Date(nextCleanUpMs).toISOString(), nowMs)}`
  const kept =
    without === 0
      ? ''
      : `; ${countOf(without, 'database')} without a policy ${without === 1 ? 'keeps' : 'keep'} everything`
  return `${countOf(backups, 'backup')} of ${countOf(lanes.length, 'database')}. ${cleanUp}${kept}.`
}

/** The timeline of a vault that has databases. */
export function LoadedTimeline({ timeline, query }: LoadedTimelineProps) {
  const { lanes: heads, nextCleanUpMs } = timeline
  const nowMs = useNow()
  const { data: databases } = useDatabases()
  const states = useMemo(() => new Map((databases ?? []).map(({ id, state }) => [id, state])), [databases])
  const asked = new URLSearchParams(query).get('database')
  const [cursor, setCursor] = useState<TimelineCursor>(() => ({
    laneIndex: Math.max(
      0,
      heads.findIndex(({ databaseId }) => databaseId === asked),
    ),
    backupId: null,
  }))
  const page = useRef<HTMLDivElement>(null)
  /** A button pressed before would take the Enter that is meant for the cursor. */
  const moveCursor = (next: (cursor: TimelineCursor) => TimelineCursor): void => {
    page.current?.focus({ preventScroll: true })
    setCursor(next)
  }
  const [form, setForm] = useState<TimelineForm>('chart')
  const [isAfterCleanUp, setAfterCleanUp] = useState(false)
  const [openId, setOpenId] = useState<string | null>(null)
  const [seen, setSeen] = useState({ first: 0, last: 12 })
  const begin = useMemo(() => rangeOver(oldestOf(heads), nowMs), [heads, nowMs])
  const head = heads[cursor.laneIndex]
  const { range, asked: askedFor, move } = useTimelineRange(query, head?.databaseId ?? null, begin)
  const ids = useMemo(() => heads.map(({ databaseId }) => databaseId), [heads])
  const shown = form === 'table' ? { first: cursor.laneIndex, last: cursor.laneIndex } : seen
  const { lanes, error, retry } = useTimelineView(ids, shown.first, shown.last, askedFor)
  const goingAlpha = useFading(isAfterCleanUp)
  const look = useCallback(
    (first: number, last: number) =>
      setSeen((now) => (now.first === first && now.last === last ? now : { first, last })),
    [],
  )
  const showAfterCleanUp = useCallback((isShown: boolean) => {
    setAfterCleanUp(isShown)
    if (isShown) setOpenId(null)
  }, [])
  const buttons = useRangeButtons(move, begin, nowMs)
  const toLane = (by: number): void =>
    moveCursor(({ laneIndex }) => ({
      laneIndex: Math.max(0, Math.min(heads.length - 1, laneIndex + by)),
      backupId: null,
    }))
  const answered = lanes.get(head?.databaseId ?? '')
  useLaneKeys({
    answered,
    range,
    move,
    cursor,
    setCursor: (next) => moveCursor(() => next),
    isClosed: openId === null,
    close: () => setOpenId(null),
  })
  useShortcutTargets({
    next: () => toLane(1),
    previous: () => toLane(-1),
    open: () => {
      const id = cursor.backupId ?? stepMark(answered?.lane, null, -1, range)
      if (id !== null) setOpenId(id)
    },
  })
  const isSideOpen = openId !== null || isAfterCleanUp
  return (
    <div ref={page} tabIndex={-1} className="page page-fixed timeline-page">
      <PageTitle title="Timeline" sentence={sentenceOf(timeline, nowMs)} />
      <TimelineTools
        form={form}
        isAfterCleanUp={isAfterCleanUp}
        words={rangeWords(range)}
        onForm={setForm}
        onAfterCleanUp={showAfterCleanUp}
        {...buttons}
      />
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={retry} />}
      <DamagedMarks files={timeline.damagedMarks} />
      <div
        className={`grid-full with-side ${isSideOpen ? 'is-open' : ''} ${openId === null ? 'is-preview' : ''}`}
      >
        <div className="grid tl-main">
          {form === 'chart' ? (
            <>
              <TimelineChart
                heads={heads}
                states={states}
                lanes={lanes}
                range={range}
                nowMs={nowMs}
                cleanUpMs={nextCleanUpMs}
                goingAlpha={goingAlpha}
                cursor={cursor}
                move={move}
                onCursor={setCursor}
                onLook={look}
                onPressMark={(pointed) => pressMark(pointed, move, setOpenId)}
              />
              <TimelineLegend />
            </>
          ) : (
            <TimelineTable
              heads={heads}
              lanes={lanes}
              range={range}
              laneIndex={cursor.laneIndex}
              onLane={(laneIndex) => setCursor({ laneIndex, backupId: null })}
              onOpen={setOpenId}
            />
          )}
        </div>
        <TimelineSide openId={openId} isAfterCleanUp={isAfterCleanUp} onClose={() => setOpenId(null)} />
      </div>
      <div className="visually-hidden" aria-live="polite">
        {cursorWords(answered, cursor)}
      </div>
    </div>
  )
}

type Move = (change: (range: TimeRange) => TimeRange) => void

/** What the buttons do: the same functions in each picture, so that they are not drawn anew. */
function useRangeButtons(move: Move, begin: TimeRange, nowMs: number) {
  return useMemo(
    () => ({
      onSpan: (spanMs: number) => move(() => rangeAround(nowMs, spanMs)),
      onFit: () => move(() => begin),
      onZoom: (factor: number) => move((now) => zoomRange(now, factor, (now.fromMs + now.toMs) / 2)),
    }),
    [move, begin, nowMs],
  )
}

/** One backup is opened; several are brought nearer, to be told apart. */
function pressMark({ drawn, mark }: PointedMark, move: Move, open: (backupId: string) => void): void {
  const { marks } = drawn.lane
  if (marks === null) return
  if (mark.count === 1) return open(marks.ids[mark.first]!)
  const middle = (marks.takenMs[mark.first]! + marks.takenMs[mark.last]!) / 2
  move((now) => zoomRange(now, 0.35, middle))
}

interface TimelineSideProps {
  readonly openId: string | null
  readonly isAfterCleanUp: boolean
  readonly onClose: () => void
}

function TimelineSide({ openId, isAfterCleanUp, onClose }: TimelineSideProps) {
  if (openId !== null) return <BackupPanel key={openId} backupId={openId} onClose={onClose} />
  return isAfterCleanUp ? <CleanUpPanel /> : null
}

/** The cursor’s backup for those who listen. */
function cursorWords(answered: AnsweredLane | undefined, { backupId }: TimelineCursor): string {
  const marks = answered?.lane.marks
  const n = backupId === null ? -1 : (marks?.ids.indexOf(backupId) ?? -1)
  if (answered === undefined || marks === null || marks === undefined || n < 0) return ''
  const facts = factsOf(answered.lane, marks, n).map(({ word, value }) => `${word}: ${value}`)
  return [markTitle(marks, { count: 1, first: n }), ...facts].join('. ')
}
