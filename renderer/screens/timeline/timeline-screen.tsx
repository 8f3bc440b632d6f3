import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useTimelineLanes } from '../../state/use-timeline.ts'
import { setView } from '../../state/view-store.ts'
import { ActButton } from '../access/act-button.tsx'
import { LoadedTimeline } from './loaded-timeline.tsx'

/** Every backup by time. `query` is what the address says: `database`, `from`, `to`. */
export function TimelineScreen({ query }: { readonly query: string }) {
  const { data, error, refetch } = useTimelineLanes()
  if (data !== undefined && data.lanes.length > 0) return <LoadedTimeline timeline={data} query={query} />
  return (
    <div className="page page-fixed">
      <PageTitle title="Timeline" sentence={data === undefined ? undefined : 'Empty.'} />
      {data === undefined && error === null && <SkeletonLines />}
      {data === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {data !== undefined && (
        <EmptyState
          title="No database is registered yet"
          actions={
            <ActButton act="databases.add" onClick={() => setView({ isAddingDatabases: true })}>
              Add databases
            </ActButton>
          }
        >
          Each database has a lane here: its backups, how long each is kept, and what can be restored.
        </EmptyState>
      )}
    </div>
  )
}
