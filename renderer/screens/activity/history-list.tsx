import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'

import type { ActivityEntry } from '../../../shared/domain/views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { DataGrid } from '../../components/grid/data-grid.tsx'
import { GridSkeleton } from '../../components/grid/grid-skeleton.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useShortcutTargets } from '../../state/shortcut-targets.ts'
import { useActivityRows } from '../../state/use-paged-rows.ts'
import { historyColumns } from './history-columns.tsx'
import { HistoryDetail } from './history-detail.tsx'

const filters = [
  { value: 'all', label: 'All' },
  { value: 'failures', label: 'Failures' },
]

/** Every operation, newest first, with the detail of one beside it: of one database, or of all. */
export function HistoryList({ databaseId }: { readonly databaseId?: string }) {
  const [filter, setFilter] = useState('all')
  const [at, setAt] = useState(0)
  const [open, setOpen] = useState<ActivityEntry | null>(null)
  const question = useMemo(
    () => ({ ...(databaseId === undefined ? {} : { databaseId }), onlyFailures: filter === 'failures' }),
    [databaseId, filter],
  )
  const rows = useActivityRows(question)
  const columns = useMemo(() => historyColumns(databaseId === undefined), [databaseId])
  const total = rows.total ?? 0
  useShortcutTargets({
    next: () => setAt(Math.min(total - 1, at + 1)),
    previous: () => setAt(Math.max(0, at - 1)),
    open: () => setOpen(rows.rowAt(at) ?? null),
  })
  return (
    <>
      <div className="tools">
        {databaseId === undefined && <h2>History</h2>}
        <SegmentedControl
          data={filters}
          value={filter}
          onChange={(value) => {
            setFilter(value)
            setAt(0)
            setOpen(null)
          }}
          aria-label="Which operations"
        />
        <span className="soft small push">{rows.total === null ? '' : countOf(total, 'operation')}</span>
      </div>
      {rows.error !== null && <FaultNotice fault={readFault(rows.error)} onRetry={rows.retry} />}
      {rows.total === null && rows.error === null && <GridSkeleton />}
      {rows.total === 0 && (
        <EmptyState title={filter === 'failures' ? 'Nothing has failed' : 'Nothing has run yet'}>
          Every backup, verification, restore and registration is recorded here.
        </EmptyState>
      )}
      {total > 0 && (
        <div className={`grid-full with-side ${open === null ? '' : 'is-open'}`}>
          <div className="grid">
            <DataGrid
              label="Operations"
              columns={columns}
              count={total}
              rowAt={rows.rowAt}
              keyOf={(entry) => entry.id}
              nameOf={(entry) => `${entry.kind} ${entry.database ?? ''}`}
              at={at}
              onAt={setAt}
              onOpen={(entry) => setOpen(entry)}
              onLook={rows.look}
            />
          </div>
          {open !== null && (
            <aside className="side" aria-label="Operation">
              <HistoryDetail key={open.id} entry={open} onClose={() => setOpen(null)} />
            </aside>
          )}
        </div>
      )}
    </>
  )
}
