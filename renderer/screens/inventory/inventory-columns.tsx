import { Link } from 'wouter'

import type { DatabaseView } from '../../../shared/domain/views.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { Age } from '../../components/age.tsx'
import { Bytes } from '../../components/bytes.tsx'
import { Duration } from '../../components/duration.tsx'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { Unknown } from '../../components/unknown.tsx'

/** The columns of the inventory. */
export const inventoryColumns: readonly GridColumn<DatabaseView>[] = [
  {
    id: 'state',
    header: 'State',
    width: 88,
    isSortable: true,
    cell: ({ state }) => <StateMark state={state} />,
  },
  {
    id: 'name',
    header: 'Database',
    width: 130,
    grow: 3,
    isSortable: true,
    cell: ({ id, name }) => (
      <Link href={`/database/${id}`} className="grid-name" tabIndex={-1}>
        {name}
      </Link>
    ),
  },
  {
    id: 'tier',
    header: 'Tier',
    width: 60,
    grow: 1,
    isSortable: true,
    spare: 4,
    cell: ({ tier }) => <span className="soft">{tier}</span>,
  },
  {
    id: 'size',
    header: 'Size',
    width: 84,
    align: 'right',
    isSortable: true,
    hint: 'The database file and its log now',
    cell: ({ sourceBytes }) => <Bytes bytes={sourceBytes} unknown="The database file is not at its path" />,
  },
  {
    id: 'proved',
    header: 'Proved',
    width: 74,
    align: 'right',
    isSortable: true,
    hint: 'Age of the newest backup that was rebuilt and found equal to its source',
    cell: ({ newestProvedAt }) => <Age at={newestProvedAt} short unknown="No backup of it is proved" />,
  },
  {
    id: 'backups',
    header: 'Backups',
    width: 74,
    align: 'right',
    isSortable: true,
    spare: 2,
    cell: ({ backupCount }) => formatCount(backupCount),
  },
  {
    id: 'stored',
    header: 'Stored',
    width: 84,
    align: 'right',
    isSortable: true,
    hint: 'All its backups together, as stored',
    spare: 3,
    cell: ({ storedBytes }) => <Bytes bytes={storedBytes} />,
  },
  {
    id: 'chain',
    header: 'Chain',
    width: 58,
    align: 'right',
    hint: 'Backups that the newest recovery point needs',
    spare: 5,
    cell: ({ newestBackup }) =>
      newestBackup === null ? <Unknown why="No backup yet" /> : newestBackup.needs.length + 1,
  },
  {
    id: 'restore',
    header: 'Restored in',
    width: 84,
    align: 'right',
    isSortable: true,
    hint: 'The newest measured restore',
    spare: 1,
    cell: ({ measuredRestoreMs }) => (
      <Duration ms={measuredRestoreMs} unknown="No restore of it was measured yet" />
    ),
  },
]
