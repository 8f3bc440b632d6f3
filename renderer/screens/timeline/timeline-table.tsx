import { Select } from '@mantine/core'
import { useMemo, useState } from 'react'

import {
  type LaneDensity,
  type LaneHead,
  type LaneMarks,
  type TimelineLane,
} from '../../../shared/domain/timeline.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { Bytes } from '../../components/bytes.tsx'
import { DataGrid } from '../../components/grid/data-grid.tsx'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { TypeMark } from '../../components/type-mark.tsx'
import type { AnsweredLane } from '../../state/use-timeline.ts'
import { endOf, reasonsOf, verdictOf } from './mark-words.ts'
import type { TimeRange } from './time-range.ts'

interface TimelineTableProps {
  readonly heads: readonly LaneHead[]
  readonly lanes: ReadonlyMap<string, AnsweredLane>
  readonly range: TimeRange
  readonly laneIndex: number
  readonly onLane: (index: number) => void
  readonly onOpen: (backupId: string) => void
}

interface BackupLine {
  readonly lane: TimelineLane
  readonly marks: LaneMarks
  readonly n: number
}

const columns: readonly GridColumn<BackupLine>[] = [
  {
    id: 'taken',
    header: 'Taken (UTC)',
    width: 152,
    cell: ({ marks, n }) => (
      <span className="num">
        {formatMoment(new Date(marks.takenMs[n]!).toISOString()).replace(' UTC', '')}
      </span>
    ),
  },
  {
    id: 'type',
    header: 'Type',
    width: 130,
    cell: ({ marks, n }) => <TypeMark type={marks.types[n]!} label={marks.labels[n]!} />,
  },
  { id: 'verdict', header: 'Verdict', width: 110, cell: ({ marks, n }) => verdictOf(marks, n) },
  {
    id: 'stored',
    header: 'Stored',
    width: 80,
    align: 'right',
    spare: 2,
    cell: ({ marks, n }) => <Bytes bytes={marks.sizeBytes[n]!} />,
  },
  {
    id: 'kept',
    header: 'Kept because',
    width: 180,
    grow: 2,
    spare: 1,
    cell: ({ lane, n }) => <span title={reasonsOf(lane, n)}>{reasonsOf(lane, n)}</span>,
  },
  {
    id: 'goes',
    header: 'Goes',
    width: 190,
    grow: 1,
    cell: ({ lane, marks, n }) => <span title={endOf(lane, marks, n)}>{endOf(lane, marks, n)}</span>,
  },
]

interface SliceLine {
  readonly fromMs: number
  readonly count: number
  readonly failed: number
  readonly goNext: number
}

const sliceColumns: readonly GridColumn<SliceLine>[] = [
  {
    id: 'from',
    header: 'From (UTC)',
    width: 152,
    cell: ({ fromMs }) => (
      <span className="num">{formatMoment(new Date(fromMs).toISOString()).replace(' UTC', '')}</span>
    ),
  },
  { id: 'count', header: 'Backups', width: 90, align: 'right', cell: ({ count }) => formatCount(count) },
  { id: 'failed', header: 'Failed', width: 90, align: 'right', cell: ({ failed }) => formatCount(failed) },
  { id: 'goNext', header: 'Go next', width: 90, align: 'right', cell: ({ goNext }) => formatCount(goNext) },
]

/** Lines of a table of what is only counted. */
const sliceLines = 48

function slicesOf(
  density: LaneDensity,
  askedFromMs: number,
  { fromMs, toMs }: TimeRange,
): readonly SliceLine[] {
  const stepMs = (toMs - fromMs) / sliceLines
  const lines = Array.from({ length: sliceLines }, (_, n) => ({
    fromMs: fromMs + n * stepMs,
    count: 0,
    failed: 0,
    goNext: 0,
  }))
  for (const [n, count] of density.counts.entries()) {
    const at = Math.floor((askedFromMs + (n + 0.5) * density.sliceMs - fromMs) / stepMs)
    const line = lines[at]
    if (line === undefined) continue
    line.count += count
    line.failed += density.failed[n] ?? 0
    line.goNext += density.goNext[n] ?? 0
  }
  return lines.filter(({ count }) => count > 0).toReversed()
}

/** The backups of one lane in the range, in words: what the drawing shows, without looking at it. */
export function TimelineTable({ heads, lanes, range, laneIndex, onLane, onOpen }: TimelineTableProps) {
  const [at, setAt] = useState(0)
  const head = heads[laneIndex]
  const answered = lanes.get(head?.databaseId ?? '')
  const lines = useMemo(() => linesOf(answered, range), [answered, range])
  const slices = useMemo(
    () => (answered?.lane.density ? slicesOf(answered.lane.density, answered.fromMs, range) : null),
    [answered, range],
  )
  const choices = useMemo(
    () => heads.slice(0, 1000).map(({ database }, n) => ({ value: String(n), label: database })),
    [heads],
  )
  return (
    <div className="tl-table">
      <div className="tools">
        <Select
          aria-label="Database of the table"
          data={choices}
          value={String(laneIndex)}
          onChange={(value) => value !== null && onLane(Number(value))}
          searchable
          allowDeselect={false}
          w={240}
        />
        <span className="soft small">
          {slices === null ? countOf(lines.length, 'backup') : 'counted by slices; zoom in for each backup'}
        </span>
      </div>
      {slices === null && lines.length === 0 && <EmptyState title="No backup was taken in this range" />}
      {slices === null && lines.length > 0 && (
        <DataGrid
          label={`Backups of ${head?.database ?? ''} in the range`}
          columns={columns}
          count={lines.length}
          rowAt={(index) => lines[index]}
          keyOf={({ marks, n }) => marks.ids[n]!}
          nameOf={({ marks, n }) => formatMoment(new Date(marks.takenMs[n]!).toISOString())}
          at={Math.min(at, lines.length - 1)}
          onAt={setAt}
          onOpen={({ marks, n }) => onOpen(marks.ids[n]!)}
        />
      )}
      {slices !== null && (
        <DataGrid
          label={`Numbers of backups of ${head?.database ?? ''} in the range`}
          columns={sliceColumns}
          count={slices.length}
          rowAt={(index) => slices[index]}
          keyOf={({ fromMs }) => String(fromMs)}
          nameOf={({ fromMs }) => formatMoment(new Date(fromMs).toISOString())}
          at={Math.min(at, slices.length - 1)}
          onAt={setAt}
          onOpen={() => undefined}
        />
      )}
    </div>
  )
}

function linesOf(answered: AnsweredLane | undefined, { fromMs, toMs }: TimeRange): readonly BackupLine[] {
  const marks = answered?.lane.marks
  if (answered === undefined || marks === null || marks === undefined) return []
  return marks.takenMs
    .flatMap((ms, n) => (ms >= fromMs && ms <= toMs ? [{ lane: answered.lane, marks, n }] : []))
    .toReversed()
}
