import type { OverviewView } from '../../../shared/domain/views.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useNow } from '../../components/use-now.ts'
import { readFault } from '../../state/read-fault.ts'
import { useShortcutTargets } from '../../state/shortcut-targets.ts'
import { useTakeBackups } from '../../state/use-actions.ts'
import { useOverview } from '../../state/use-answers.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { setView } from '../../state/view-store.ts'
import { overviewSentence } from '../../text/overview-words.ts'
import { ActButton } from '../access/act-button.tsx'
import { DayLane } from './day-lane.tsx'
import { DatabaseTiles } from './database-tiles.tsx'
import { NeedsPerson } from './needs-person.tsx'
import { StorageUse } from './storage-use.tsx'
import { worstState } from './worst-state.ts'

/** Is it safe, how is it known, since when; then the evidence; then what can be done. */
export function OverviewScreen() {
  const { data: overview, error, refetch } = useOverview()
  if (overview === undefined) {
    return (
      <div className="page">
        <PageTitle title="Overview" />
        {error === null ? (
          <SkeletonLines count={9} />
        ) : (
          <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
        )}
      </div>
    )
  }
  if (overview.databases.length === 0) return <EmptyOverview />
  return <FullOverview overview={overview} />
}

function FullOverview({ overview }: { readonly overview: OverviewView }) {
  const nowMs = useNow()
  const backUp = useTakeBackups()
  const permits = useVaultPermits()
  const backUpAll = (): void => {
    if (permits.canBackUp) backUp.mutate(overview.databases.map(({ id }) => id))
  }
  useShortcutTargets({ backUp: backUpAll })
  return (
    <div className="page">
      <PageTitle
        title="Overview"
        sentence={
          <>
            <StateMark state={permits.canRead ? worstState(overview.databases) : 'failed'} isBare size={18} />
            <strong>{overviewSentence(overview, nowMs, permits.canRead)}</strong>
          </>
        }
        actions={
          <>
            <ActButton
              act="databases.add"
              variant="default"
              onClick={() => setView({ isAddingDatabases: true })}
            >
              Add databases
            </ActButton>
            <ActButton
              act="backups.start"
              onClick={backUpAll}
              loading={backUp.isPending}
              disabled={!permits.canBackUp}
            >
              Back up all
            </ActButton>
          </>
        }
      />
      <DatabaseTiles databases={overview.databases} />
      <DayLane entries={overview.recent} count={overview.recentCount} />
      <div className="overview-columns">
        <NeedsPerson databases={overview.databases} />
        <StorageUse storage={overview.storage} />
      </div>
    </div>
  )
}

function EmptyOverview() {
  return (
    <div className="page">
      <PageTitle title="Overview" sentence="No database is registered yet." />
      <EmptyState
        title="Nothing is protected yet"
        actions={
          <ActButton act="databases.add" onClick={() => setView({ isAddingDatabases: true })}>
            Add databases
          </ActButton>
        }
      >
        <p>
          Register SQLite files by their path, by scanning a folder, or by dropping them on this window. The
          demo data shows everything with four small databases.
        </p>
      </EmptyState>
    </div>
  )
}
