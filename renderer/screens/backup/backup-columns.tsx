import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import { Age } from '../../components/age.tsx'
import { Bytes } from '../../components/bytes.tsx'
import { Duration } from '../../components/duration.tsx'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { TypeMark } from '../../components/type-mark.tsx'
import { keepColumn } from './keep-column.tsx'
import { backupState } from './backup-state.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'

const databaseColumn: GridColumn<StoredBackup> = {
  id: 'database',
  header: 'Database',
  width: 120,
  grow: 2,
  isSortable: true,
  cell: ({ database }) => <span className="grid-name">{database}</span>,
}

const columns: readonly GridColumn<StoredBackup>[] = [
  {
    id: 'status',
    header: 'State',
    width: 82,
    isSortable: true,
    cell: (backup) => <StateMark state={backupState(backup)} />,
  },
  {
    id: 'takenAt',
    header: 'Taken (UTC)',
    width: 152,
    isSortable: true,
    cell: ({ takenAt }) => <span className="num">{formatMoment(takenAt).replace(' UTC', '')}</span>,
  },
  {
    id: 'age',
    header: 'Age',
    width: 58,
    align: 'right',
    spare: 1,
    cell: ({ takenAt }) => <Age at={takenAt} short />,
  },
  {
    id: 'type',
    header: 'Type',
    width: 100,
    grow: 1,
    isSortable: true,
    cell: ({ type, label }) => <TypeMark type={type} label={label} />,
  },
  {
    id: 'chain',
    header: 'Chain',
    width: 46,
    align: 'right',
    spare: 5,
    hint: 'Backups that a restore of it reads, itself included',
    cell: ({ needs }) => formatCount(needs.length + 1),
  },
  {
    id: 'sizeBytes',
    header: 'Stored',
    width: 80,
    align: 'right',
    isSortable: true,
    cell: ({ sizeBytes }) => <Bytes bytes={sizeBytes} />,
  },
  {
    id: 'sourceBytes',
    header: 'Image',
    width: 80,
    align: 'right',
    hint: 'Size of the database that it restores to',
    spare: 2,
    cell: ({ sourceBytes }) => <Bytes bytes={sourceBytes} />,
  },
  {
    id: 'ratio',
    header: 'Ratio',
    width: 52,
    align: 'right',
    hint: 'Size of the image to size as stored',
    spare: 4,
    cell: ({ compressionRatio }) => `${compressionRatio.toFixed(1)}×`,
  },
  {
    id: 'duration',
    header: 'Took',
    width: 72,
    align: 'right',
    spare: 3,
    cell: ({ durationMs }) => <Duration ms={durationMs} />,
  },
]

/** The columns of a list of backups: of one database, or of all; with `marks` also what is pinned or held, to be changed there. */
export function backupColumns(
  ofAllDatabases: boolean,
  marks?: readonly KeepMark[],
): readonly GridColumn<StoredBackup>[] {
  const [state, ...rest] = columns
  return [
    state!,
    ...(ofAllDatabases ? [databaseColumn] : []),
    ...rest,
    ...(marks === undefined ? [] : [keepColumn(marks)]),
  ]
}
