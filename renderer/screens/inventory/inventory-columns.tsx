import type { ReactNode } from 'react'
import { Link } from 'wouter'

import type { ObjectiveRow } from '../../../shared/domain/objectives/objective-views.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { Age } from '../../components/age.tsx'
import { Bytes } from '../../components/bytes.tsx'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { Unknown } from '../../components/unknown.tsx'
import { AchievedRpo, AchievedTime, LastDrill, PromisedMark } from '../objectives/achieved-cells.tsx'
import { PlannedRun } from '../policies/planned-run.tsx'

function whyNoRun({ policyId, policy }: Pick<DatabaseView, 'policyId' | 'policy'>): string {
  if (policy !== null) return 'Its policy is off, or has no run to come'
  return policyId === undefined ? 'It has no policy: nothing runs by itself' : 'Its policy can’t be read'
}

/** Objectives come after the databases; null: they are on their way. */
export type KnownObjectives = ReadonlyMap<string, ObjectiveRow> | null

function ofObjective(
  objectives: KnownObjectives,
  databaseId: string,
  show: (row: ObjectiveRow) => ReactNode,
): ReactNode {
  const row = objectives?.get(databaseId)
  if (row !== undefined) return show(row)
  return objectives === null ? (
    <span className="skeleton" style={{ width: 40 }} />
  ) : (
    <Unknown why="Not known" />
  )
}

function objectiveColumns(objectives: KnownObjectives): readonly GridColumn<DatabaseView>[] {
  return [
    {
      id: 'rpo',
      header: 'RPO',
      width: 118,
      align: 'right',
      isSortable: true,
      hint: 'Age of the newest proved state, and outlined what is promised (dashed: by default)',
      spare: 2,
      cell: ({ id }) =>
        ofObjective(objectives, id, (row) => (
          <>
            <AchievedRpo row={row} /> <PromisedMark promised={row.promised.rpo} />
          </>
        )),
    },
    {
      id: 'restore',
      header: 'RTO',
      width: 132,
      align: 'right',
      isSortable: true,
      hint: 'The newest measured recovery or drill (hatched: estimated), and outlined what is promised',
      spare: 1,
      cell: ({ id }) =>
        ofObjective(objectives, id, (row) => (
          <>
            <AchievedTime rto={row.rto} promised={row.promised.rto.complete} />{' '}
            <PromisedMark promised={row.promised.rto.complete} />
          </>
        )),
    },
    {
      id: 'drill',
      header: 'Last drill',
      width: 74,
      align: 'right',
      isSortable: true,
      hint: 'When a backup of it was brought back to prove that it can be',
      spare: 4,
      cell: ({ id }) => ofObjective(objectives, id, ({ lastDrill }) => <LastDrill drill={lastDrill} />),
    },
  ]
}

/** The columns of the inventory. */
export function inventoryColumns(objectives: KnownObjectives): readonly GridColumn<DatabaseView>[] {
  return [...databaseColumns, ...objectiveColumns(objectives)]
}

/** What is told of a database without its objectives. */
export const databaseColumns: readonly GridColumn<DatabaseView>[] = [
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
    spare: 8,
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
    id: 'next',
    header: 'Next run',
    width: 74,
    align: 'right',
    isSortable: true,
    hint: 'The soonest run that its policy names',
    spare: 3,
    cell: ({ nextRunAt, policyId, policy }) => (
      <PlannedRun at={nextRunAt} short none={whyNoRun({ policyId, policy })} />
    ),
  },
  {
    id: 'policy',
    header: 'Policy',
    width: 116,
    grow: 1,
    isSortable: true,
    hint: 'What is taken of it by itself, and how long it is kept',
    spare: 5,
    cell: ({ policyId, policy }) =>
      policy !== null ? (
        <span className="soft">{policy}</span>
      ) : (
        <span className="is-at-risk">{policyId === undefined ? 'none' : 'can’t be read'}</span>
      ),
  },
  {
    id: 'backups',
    header: 'Backups',
    width: 74,
    align: 'right',
    isSortable: true,
    spare: 6,
    cell: ({ backupCount }) => formatCount(backupCount),
  },
  {
    id: 'stored',
    header: 'Stored',
    width: 84,
    align: 'right',
    isSortable: true,
    hint: 'All its backups together, as stored',
    spare: 7,
    cell: ({ storedBytes }) => <Bytes bytes={storedBytes} />,
  },
  {
    id: 'chain',
    header: 'Chain',
    width: 58,
    align: 'right',
    hint: 'Backups that the newest recovery point needs',
    spare: 9,
    cell: ({ newestBackup }) =>
      newestBackup === null ? <Unknown why="No backup yet" /> : newestBackup.needs.length + 1,
  },
]
