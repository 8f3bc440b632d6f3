import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { Age } from '../../components/age.tsx'
import { Bytes } from '../../components/bytes.tsx'
import { Duration } from '../../components/duration.tsx'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { TypeMark } from '../../components/type-mark.tsx'
import { backupState } from './backup-state.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'

const databaseColumn: GridColumn<StoredBackup> = {
  id: 'database',
  header: 'Database',
  width: 'minmax(120px, 2fr)',
  isSortable: true,
  cell: ({ database }) => <span className="grid-name">{database}</span>,
}

const columns: readonly GridColumn<StoredBackup>[] = [
  {
    id: 'status',
    header: 'State',
    width: '82px',
    isSortable: true,
    cell: (backup) => <StateMark state={backupState(backup)} />,
  },
  {
    id: 'takenAt',
    header: 'Taken (UTC)',
    width: '142px',
    isSortable: true,
    cell: ({ takenAt }) => <span className="num">{formatMoment(takenAt).replace(' UTC', '')}</span>,
  },
  {
    id: 'age',
    header: 'Age',
    width: '58px',
    align: 'right',
    hideBelow: 460,
    cell: ({ takenAt }) => <Age at={takenAt} short />,
  },
  {
    id: 'type',
    header: 'Type',
    width: 'minmax(100px, 1fr)',
    isSortable: true,
    cell: ({ type, label }) => <TypeMark type={type} label={label} />,
  },
  {
    id: 'sizeBytes',
    header: 'Stored',
    width: '80px',
    align: 'right',
    isSortable: true,
    cell: ({ sizeBytes }) => <Bytes bytes={sizeBytes} />,
  },
  {
    id: 'sourceBytes',
    header: 'Image',
    width: '80px',
    align: 'right',
    hint: 'Size of the database that it restores to',
    hideBelow: 620,
    cell: ({ sourceBytes }) => <Bytes bytes={sourceBytes} />,
  },
  {
    id: 'ratio',
    header: 'Ratio',
    width: '52px',
    align: 'right',
    hint: 'Size of the image to size as stored',
    hideBelow: 760,
    cell: ({ compressionRatio }) => `${compressionRatio.toFixed(1)}×`,
  },
  {
    id: 'duration',
    header: 'Took',
    width: '72px',
    align: 'right',
    hideBelow: 680,
    cell: ({ durationMs }) => <Duration ms={durationMs} />,
  },
]

/** The columns of a list of backups: of one database, or of all. */
export function backupColumns(ofAllDatabases: boolean): readonly GridColumn<StoredBackup>[] {
  return ofAllDatabases ? [columns[0]!, databaseColumn, ...columns.slice(1)] : columns
}
