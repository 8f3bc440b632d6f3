import { Button } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { Link, useLocation } from 'wouter'

import type { DatabaseDrills } from '../../../shared/domain/drills/drill-views.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { Age } from '../../components/age.tsx'
import { Duration } from '../../components/duration.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { DataGrid } from '../../components/grid/data-grid.tsx'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { GridSkeleton } from '../../components/grid/grid-skeleton.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { NextRun } from '../../components/next-run.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { TypeMark } from '../../components/type-mark.tsx'
import { Unknown } from '../../components/unknown.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useShortcutTargets } from '../../state/shortcut-targets.ts'
import { useDatabase } from '../../state/use-answers.ts'
import { useDrilledBackups, useDrillsOf, useStartDrills } from '../../state/use-drills.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { ActButton } from '../access/act-button.tsx'
import { standingDrill, standingVerdict } from './arrange-drills.ts'
import { AssertionEditor } from './assertion-editor.tsx'
import { DrillJobs } from './drill-jobs.tsx'
import { VerdictMark } from './verdict-mark.tsx'

interface DatabaseDrillsProps {
  readonly databaseId: string
  readonly tab: 'drills' | 'assertions'
}

/** The drills of one database, and what is asserted of it. */
export function DatabaseDrillsScreen({ databaseId, tab }: DatabaseDrillsProps) {
  const { data: database } = useDatabase(databaseId)
  const { data: drills, error, refetch } = useDrillsOf(databaseId)
  const name = drills?.database ?? database?.name
  const place = `/recovery/drills/${databaseId}`
  return (
    <div className="page page-fixed">
      <Link href="/recovery/drills" className="page-back" style={{ marginBottom: -8 }}>
        <IconChevronLeft size={14} aria-hidden="true" />
        Drills
      </Link>
      <PageTitle
        title={name === undefined ? 'Drills' : `Drills of ${name}`}
        sentence={drills && <Sentence drills={drills} />}
        actions={<DatabaseDrillActions databaseId={databaseId} canDrill={drills != null} />}
      />
      <DrillJobs databaseId={databaseId} />
      <LinkTabs
        label="Drills of the database"
        tabs={[
          { path: place, word: 'Drilled backups' },
          { path: `${place}/assertions`, word: 'Assertions' },
        ]}
      />
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
      {tab === 'assertions' ? (
        <AssertionEditor databaseId={databaseId} />
      ) : (
        error === null && <DrilledBackups databaseId={databaseId} />
      )}
    </div>
  )
}

function Sentence({ drills }: { readonly drills: DatabaseDrills }) {
  const { last, dueAt } = drills
  if (last === null) return <span>It was never drilled.</span>
  return (
    <>
      <VerdictMark verdict={standingVerdict(drills)} />
      <span>
        drilled <Age at={last.drilledAt} />, next due <NextRun at={dueAt} />.
      </span>
    </>
  )
}

function DatabaseDrillActions({
  databaseId,
  canDrill,
}: {
  readonly databaseId: string
  readonly canDrill: boolean
}) {
  const start = useStartDrills()
  const { canRead } = useVaultPermits()
  return (
    <>
      <Button variant="default" component={Link} href={`/database/${databaseId}`}>
        To the database
      </Button>
      <ActButton
        act="drills.start"
        loading={start.isPending}
        disabled={!canRead || !canDrill}
        onClick={() => start.mutate([databaseId])}
      >
        Drill now
      </ActButton>
    </>
  )
}

const columns: readonly GridColumn<StoredBackup>[] = [
  {
    id: 'verdict',
    header: 'Drill',
    width: 112,
    cell: ({ lastDrill }) => <VerdictMark verdict={standingDrill(lastDrill)?.verdict ?? null} />,
  },
  {
    id: 'drilled',
    header: 'Drilled',
    width: 84,
    align: 'right',
    cell: ({ lastDrill }) => <Age at={standingDrill(lastDrill)?.drilledAt} short />,
  },
  {
    id: 'taken',
    header: 'Backup taken',
    width: 184,
    grow: 1,
    cell: ({ takenAt }) => <span className="num">{formatMoment(takenAt)}</span>,
  },
  {
    id: 'type',
    header: 'Type',
    width: 110,
    spare: 2,
    cell: ({ type, label }) => <TypeMark type={type} label={label} />,
  },
  {
    id: 'reached',
    header: 'Reached',
    width: 70,
    spare: 3,
    cell: ({ lastDrill }) =>
      standingDrill(lastDrill)?.reached ?? <Unknown why="No level was shown, or it is not known" />,
  },
  {
    id: 'restore',
    header: 'Restored in',
    width: 88,
    align: 'right',
    spare: 1,
    cell: ({ lastDrill }) => (
      <Duration ms={standingDrill(lastDrill)?.restoreMs ?? null} unknown="It was not restored" />
    ),
  },
  {
    id: 'reason',
    header: 'Found',
    width: 140,
    grow: 3,
    spare: 4,
    cell: ({ lastDrill }) => {
      const reason = standingDrill(lastDrill)?.reason
      if (reason === null) return <span className="soft">brought back as it was</span>
      if (reason === undefined) return <Unknown why="What it found stands in its evidence" />
      return <span title={reason.detail}>{`${reason.level}: ${reason.detail}`}</span>
    },
  },
]

function DrilledBackups({ databaseId }: { readonly databaseId: string }) {
  const [, go] = useLocation()
  const { total, rowAt, look, error, retry } = useDrilledBackups(databaseId)
  const [at, setAt] = useState(0)
  const open = useCallback((backup: StoredBackup) => go(`/recovery/drills/backup/${backup.id}`), [go])
  useShortcutTargets({
    next: () => setAt(Math.min((total ?? 1) - 1, at + 1)),
    previous: () => setAt(Math.max(0, at - 1)),
    open: () => {
      const here = rowAt(at)
      if (here !== undefined) open(here)
    },
  })
  if (error !== null && total === null) return <FaultNotice fault={readFault(error)} onRetry={retry} />
  if (total === null) return <GridSkeleton />
  if (total === 0) {
    return (
      <EmptyState title="No backup of it was drilled yet">
        Press Drill now: its newest backup is brought back to a scratch place and proved.
      </EmptyState>
    )
  }
  return (
    <div className="grid-full grid">
      <DataGrid
        label="Drilled backups"
        columns={columns}
        count={total}
        rowAt={rowAt}
        keyOf={({ id }) => id}
        nameOf={({ takenAt }) => formatMoment(takenAt)}
        at={at}
        onAt={setAt}
        onOpen={open}
        onLook={look}
      />
    </div>
  )
}
