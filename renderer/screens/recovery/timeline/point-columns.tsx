import type { RecoveryPoint } from '../../../../shared/domain/recovery-point.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { Age } from '../../../components/age.tsx'
import type { GridColumn } from '../../../components/grid/grid-column.ts'
import { StateMark } from '../../../components/state-mark.tsx'
import { TypeMark } from '../../../components/type-mark.tsx'
import { Unknown } from '../../../components/unknown.tsx'
import { brokenWords, pointStateWord } from '../../../text/point-words.ts'

const bare = (moment: string): string => formatMoment(moment).replace(' UTC', '')

/** The table behind the chart. */
export const pointColumns: readonly GridColumn<RecoveryPoint>[] = [
  {
    id: 'state',
    header: 'State',
    width: 86,
    cell: (point) => <StateMark state={point.state} word={pointStateWord(point)} />,
  },
  {
    id: 'takenAt',
    header: 'As observed at (UTC)',
    width: 146,
    cell: ({ takenAt }) => <span className="num">{bare(takenAt)}</span>,
  },
  {
    id: 'age',
    header: 'Age',
    width: 52,
    align: 'right',
    spare: 2,
    cell: ({ takenAt }) => <Age at={takenAt} short />,
  },
  {
    id: 'unchanged',
    header: 'Unchanged until (UTC)',
    width: 146,
    spare: 3,
    hint: 'The latest moment at which the database was looked at again and had not changed since',
    cell: ({ unchangedUntil }) =>
      unchangedUntil === null ? (
        <Unknown why="It was not looked at again before it changed" />
      ) : (
        <span className="num">{bare(unchangedUntil)}</span>
      ),
  },
  {
    id: 'type',
    header: 'Type',
    width: 130,
    grow: 1,
    cell: ({ type, label, broken }) =>
      broken === null ? (
        <TypeMark type={type} label={label} />
      ) : (
        <span className="is-failed" title={brokenWords(broken)}>
          {brokenWords(broken)}
        </span>
      ),
  },
  {
    id: 'chain',
    header: 'Chain',
    width: 48,
    align: 'right',
    hint: 'Backups that a restore of it reads',
    cell: ({ chainLength }) => chainLength,
  },
]
