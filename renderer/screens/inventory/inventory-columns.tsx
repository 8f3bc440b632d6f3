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
    width: '88px',
    isSortable: true,
    cell: ({ state }) => <StateMark state={state} />,
  },
  {
    id: 'name',
    header: 'Database',
    width: 'minmax(130px, 3fr)',
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
    width: 'minmax(60px, 1fr)',
    isSortable: true,
    hideBelow: 620,
    cell: ({ tier }) => <span className="soft">{tier}</span>,
  },
  {
    id: 'size',
    header: 'Size',
    width: '84px',
    align: 'right',
    isSortable: true,
    hint: 'The database file and its log now',
    cell: ({ sourceBytes }) => <Bytes bytes={sourceBytes} unknown="The database file is not at its path" />,
  },
  {
    id: 'proved',
    header: 'Proved',
    width: '74px',
    align: 'right',
    isSortable: true,
    hint: 'Age of the newest backup that was rebuilt and found equal to its source',
    cell: ({ newestProvedAt }) => <Age at={newestProvedAt} short unknown="No backup of it is proved" />,
  },
  {
    id: 'backups',
    header: 'Backups',
    width: '74px',
    align: 'right',
    isSortable: true,
    hideBelow: 760,
    cell: ({ backupCount }) => formatCount(backupCount),
  },
  {
    id: 'stored',
    header: 'Stored',
    width: '84px',
    align: 'right',
    isSortable: true,
    hint: 'All its backups together, as stored',
    hideBelow: 700,
    cell: ({ storedBytes }) => <Bytes bytes={storedBytes} />,
  },
  {
    id: 'chain',
    header: 'Chain',
    width: '58px',
    align: 'right',
    hint: 'Backups that the newest recovery point needs',
    hideBelow: 900,
    cell: ({ newestBackup }) =>
      newestBackup === null ? <Unknown why="No backup yet" /> : newestBackup.needs.length + 1,
  },
  {
    id: 'restore',
    header: 'Restore',
    width: '84px',
    align: 'right',
    isSortable: true,
    hint: 'The newest measured restore',
    hideBelow: 820,
    cell: ({ measuredRestoreMs }) => (
      <Duration ms={measuredRestoreMs} unknown="No restore of it was measured yet" />
    ),
  },
]
