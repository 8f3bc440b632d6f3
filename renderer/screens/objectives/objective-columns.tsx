import { Link } from 'wouter'

import type { ObjectiveRow } from '../../../shared/domain/objectives/objective-views.ts'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { AchievedRpo, AchievedTime, LastDrill, PromisedMark, ShareWithin } from './achieved-cells.tsx'

/** The columns of the table of objectives. */
export const objectiveColumns: readonly GridColumn<ObjectiveRow>[] = [
  {
    id: 'name',
    header: 'Database',
    width: 150,
    grow: 3,
    isSortable: true,
    cell: ({ databaseId, database }) => (
      <Link href={`/objectives/${databaseId}`} className="grid-name" tabIndex={-1}>
        {database}
      </Link>
    ),
  },
  {
    id: 'tier',
    header: 'Tier',
    width: 70,
    grow: 1,
    isSortable: true,
    spare: 2,
    cell: ({ tier }) => <span className="soft">{tier}</span>,
  },
  {
    id: 'rpo',
    header: 'RPO achieved',
    width: 104,
    align: 'right',
    isSortable: true,
    hint: 'Age of the newest proved state: so much would be lost now',
    cell: (row) => <AchievedRpo row={row} />,
  },
  {
    id: 'rpo_promised',
    header: 'promised',
    width: 84,
    align: 'right',
    isSortable: true,
    hint: 'No more than this may be lost. Dashed: nobody said so, it follows the schedule',
    cell: ({ promised }) => <PromisedMark promised={promised.rpo} />,
  },
  {
    id: 'share',
    header: '30 days within',
    width: 104,
    align: 'right',
    isSortable: true,
    hint: 'Share of the last 30 days in which the newest proved state was no older than promised',
    spare: 1,
    cell: (row) => <ShareWithin row={row} />,
  },
  {
    id: 'rto',
    header: 'RTO measured',
    width: 110,
    align: 'right',
    isSortable: true,
    hint: 'The newest measured complete recovery or drill. Hatched: estimated',
    cell: ({ rto, promised }) => <AchievedTime rto={rto} promised={promised.rto.complete} />,
  },
  {
    id: 'rto_promised',
    header: 'promised',
    width: 84,
    align: 'right',
    isSortable: true,
    hint: 'A complete recovery takes no longer. Dashed: the default',
    cell: ({ promised }) => <PromisedMark promised={promised.rto.complete} />,
  },
  {
    id: 'drill',
    header: 'Last drill',
    width: 82,
    align: 'right',
    isSortable: true,
    hint: 'When a backup of it was brought back to prove that it can be',
    spare: 3,
    cell: ({ lastDrill }) => <LastDrill drill={lastDrill} />,
  },
]
