import { Button } from '@mantine/core'
import { Link } from 'wouter'

import type { DrillsView } from '../../../shared/domain/drills/drill-views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { GridSkeleton } from '../../components/grid/grid-skeleton.tsx'
import { NextRun } from '../../components/next-run.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { useNow } from '../../components/use-now.ts'
import { readFault } from '../../state/read-fault.ts'
import { useDrills, useStartDrills } from '../../state/use-drills.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { drillsSentence } from '../../text/drill-words.ts'
import { RecoveryTabs } from '../recovery/recovery-tabs.tsx'
import { ActButton } from '../access/act-button.tsx'
import { dueOf } from './arrange-drills.ts'
import { DrillJobs } from './drill-jobs.tsx'
import { DrillsGrid } from './drills-grid.tsx'

/** Every database with its last drill: what is known to come back, and what is not. */
export function DrillsScreen() {
  const { data: view, error, refetch } = useDrills()
  return (
    <div className="page page-fixed">
      <PageTitle
        title="Drills"
        sentence={view && drillsSentence(view)}
        actions={view && <DrillDue view={view} />}
      />
      <RecoveryTabs />
      {view === undefined && error === null && <GridSkeleton />}
      {view === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {view !== undefined && <Loaded view={view} />}
    </div>
  )
}

function Loaded({ view }: { readonly view: DrillsView }) {
  const { databases, withoutBackup } = view
  if (databases.length === 0) {
    return (
      <EmptyState
        title="Nothing to drill yet"
        actions={
          <Button component={Link} href="/inventory">
            To the inventory
          </Button>
        }
      >
        A drill brings a backup back to a scratch place and proves it. The first backup of a database can be
        drilled as soon as it is taken.
      </EmptyState>
    )
  }
  return (
    <>
      <p className="soft">
        <WhenNext view={view} />
        {withoutBackup > 0 && ` ${countOf(withoutBackup, 'database')} without a backup that can be drilled.`}
      </p>
      <DrillJobs />
      <DrillsGrid databases={databases} />
    </>
  )
}

/** When drills run by themselves; that they do not, and why. */
function WhenNext({ view: { nextRoundAt, isActedOn } }: { readonly view: DrillsView }) {
  if (nextRoundAt === null) {
    return (
      <span className="is-at-risk">
        Drills do not run by themselves: that is turned off in <Link href="/settings">the settings</Link>.
      </span>
    )
  }
  if (!isActedOn) {
    return <span className="is-at-risk">Drills do not run by themselves: no program runs the schedules.</span>
  }
  return (
    <>
      What is due is drilled by itself <NextRun at={nextRoundAt} />, one at a time, behind backups.
    </>
  )
}

function DrillDue({ view: { databases } }: { readonly view: DrillsView }) {
  const start = useStartDrills()
  const { canRead } = useVaultPermits()
  const due = dueOf(databases, useNow())
  if (databases.length === 0) return null
  return (
    <ActButton
      act="drills.start"
      loading={start.isPending}
      disabled={!canRead || due.length === 0}
      onClick={() => start.mutate(due.map(({ databaseId }) => databaseId))}
    >
      {due.length === 0 ? 'No drill is due' : `Drill ${countOf(due.length, 'database')} due`}
    </ActButton>
  )
}
