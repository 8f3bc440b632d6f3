import { Link } from 'wouter'

import type { DatabaseDrills } from '../../../shared/domain/drills/drill-views.ts'
import { Age } from '../../components/age.tsx'
import { Duration } from '../../components/duration.tsx'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { NextRun } from '../../components/next-run.tsx'
import { Unknown } from '../../components/unknown.tsx'
import { standingVerdict, toldDrill } from './arrange-drills.ts'
import { VerdictMark } from './verdict-mark.tsx'

/** Why a drill is not passed, of the one that the verdict stands for. */
function Reason(one: DatabaseDrills) {
  const told = toldDrill(one)
  if (told === null) return <span className="soft">no drill yet</span>
  const { reason } = told
  if (reason === undefined) return <Unknown why="What it found stands in its evidence" />
  if (reason === null) return <span className="soft">brought back as it was</span>
  return <span title={reason.detail}>{`${reason.level}: ${reason.detail}`}</span>
}

/** The columns of the list of drills. */
export const drillColumns: readonly GridColumn<DatabaseDrills>[] = [
  {
    id: 'verdict',
    header: 'Drill',
    width: 112,
    isSortable: true,
    hint: 'What the last drill came to; one that failed stands until that backup passes or is gone',
    cell: (one) => <VerdictMark verdict={standingVerdict(one)} />,
  },
  {
    id: 'name',
    header: 'Database',
    width: 130,
    grow: 2,
    isSortable: true,
    cell: ({ databaseId, database }) => (
      <Link href={`/recovery/drills/${databaseId}`} className="grid-name" tabIndex={-1}>
        {database}
      </Link>
    ),
  },
  {
    id: 'drilled',
    header: 'Drilled',
    width: 74,
    align: 'right',
    isSortable: true,
    hint: 'Age of its last drill',
    cell: ({ last }) => <Age at={last?.drilledAt} short unknown="Never drilled" />,
  },
  {
    id: 'reached',
    header: 'Reached',
    width: 70,
    isSortable: true,
    spare: 3,
    hint: 'The last level that was shown in that drill, with each level before it',
    cell: (one) => toldDrill(one)?.reached ?? <Unknown why="No level was shown, or it is not known" />,
  },
  {
    id: 'restore',
    header: 'Restored in',
    width: 88,
    align: 'right',
    isSortable: true,
    spare: 1,
    hint: 'Measured in that drill',
    cell: (one) => <Duration ms={toldDrill(one)?.restoreMs ?? null} unknown="It was not restored" />,
  },
  {
    id: 'due',
    header: 'Next due',
    width: 74,
    align: 'right',
    isSortable: true,
    hint: 'By the settings, from its last drill on',
    cell: ({ dueAt }) => (dueAt === null ? <span className="num">due</span> : <NextRun at={dueAt} short />),
  },
  {
    id: 'assertions',
    header: 'Asserted',
    width: 72,
    align: 'right',
    isSortable: true,
    spare: 4,
    hint: 'What its owner asserts of each restored copy',
    cell: ({ assertionCount }) =>
      assertionCount === null ? <span className="is-at-risk">unread</span> : assertionCount,
  },
  { id: 'reason', header: 'Found', width: 160, grow: 4, spare: 2, cell: (one) => <Reason {...one} /> },
]
