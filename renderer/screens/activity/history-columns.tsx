import type { Fault } from '../../../shared/domain/fault.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'
import type { ProtectionState } from '../../../shared/domain/protection.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { Age } from '../../components/age.tsx'
import { Bytes } from '../../components/bytes.tsx'
import { Duration } from '../../components/duration.tsx'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { StateMark } from '../../components/state-mark.tsx'
import {
  activityKindWords,
  activityResultWords,
  missedWords,
  scheduledFor,
} from '../../text/activity-words.ts'
import { labelWords, typeWords } from '../../text/backup-words.ts'
import { errorWords } from '../../text/error-words.ts'

/** The mark of each result. */
export const resultMarks: Readonly<Record<ActivityEntry['result'], ProtectionState>> = {
  success: 'proved',
  no_changes_required: 'proved',
  failed: 'failed',
  cancelled: 'at_risk',
  missed: 'at_risk',
}

/** What one line says of itself: the failure, or what kind of backup it was, and the time that a schedule named. */
function detailOf(entry: ActivityEntry): string {
  const kind =
    entry.type !== null && entry.label !== null ? `${typeWords[entry.type]}, ${labelWords[entry.label]}` : ''
  const what = entry.fault === null ? kind : missedOrTitle(entry, entry.fault)
  return [what, entry.slotAt === null ? '' : scheduledFor(entry.slotAt)]
    .filter((part) => part !== '')
    .join(' · ')
}

/** Of missed runs the reason: that they were missed the result says. */
function missedOrTitle(entry: ActivityEntry, fault: Fault): string {
  return entry.result === 'missed' && fault.code === 'RUN_MISSED'
    ? missedWords(fault)
    : errorWords(fault).title
}

const columns: readonly GridColumn<ActivityEntry>[] = [
  {
    id: 'result',
    header: 'Result',
    width: 92,
    cell: ({ result }) => <StateMark state={resultMarks[result]} word={activityResultWords[result]} />,
  },
  {
    id: 'startedAt',
    header: 'Started (UTC)',
    width: 152,
    cell: ({ startedAt }) => <span className="num">{formatMoment(startedAt).replace(' UTC', '')}</span>,
  },
  {
    id: 'age',
    header: 'Age',
    width: 58,
    align: 'right',
    spare: 2,
    cell: ({ startedAt }) => <Age at={startedAt} short />,
  },
  { id: 'kind', header: 'Operation', width: 92, cell: ({ kind }) => activityKindWords[kind] },
  {
    id: 'database',
    header: 'Database',
    width: 110,
    grow: 1,
    cell: ({ database }) => (
      <span className="grid-name">{database ?? <span className="soft">the vault</span>}</span>
    ),
  },
  {
    id: 'detail',
    header: 'Detail',
    width: 100,
    grow: 1.4,
    spare: 3,
    cell: (entry) => (
      <span
        className={entry.fault === null ? 'soft' : entry.result === 'missed' ? 'is-at-risk' : 'is-failed'}
        title={detailOf(entry)}
      >
        {detailOf(entry)}
      </span>
    ),
  },
  {
    id: 'bytes',
    header: 'Bytes',
    width: 80,
    align: 'right',
    spare: 1,
    cell: ({ bytes }) => <Bytes bytes={bytes} unknown="Nothing was stored or written" />,
  },
  {
    id: 'duration',
    header: 'Took',
    width: 72,
    align: 'right',
    cell: ({ durationMs, result }) => (
      <Duration ms={result === 'missed' ? null : durationMs} unknown="It was not made" />
    ),
  },
]

/** The columns of the history: of one database, or of all. */
export function historyColumns(ofAllDatabases: boolean): readonly GridColumn<ActivityEntry>[] {
  return ofAllDatabases ? columns : columns.filter(({ id }) => id !== 'database')
}
