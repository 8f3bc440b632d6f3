import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'

import type { AuditedOperation } from '../../../../shared/domain/audit/operations-of-entries.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { DataGrid } from '../../../components/grid/data-grid.tsx'
import { GridSkeleton } from '../../../components/grid/grid-skeleton.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useShortcutTargets } from '../../../state/shortcut-targets.ts'
import { useAuditLog } from '../../../state/use-audit.ts'
import { auditColumns } from './audit-columns.tsx'
import { AuditDetail } from './audit-detail.tsx'
import { AuditFilters, everything, filterOf } from './audit-filters.tsx'

/** The next part is asked for when so many rows are left below what is looked at. */
const askAheadRows = 100
/** A search that finds little goes on by itself until there is something to look at. */
const leastRows = 50

/** Every operation in the audit log, newest first, with the detail of one beside it. */
export function AuditList() {
  const [{ choice, chosenAtMs }, setChosen] = useState({ choice: everything, chosenAtMs: 0 })
  const [at, setAt] = useState(0)
  const [open, setOpen] = useState<AuditedOperation | null>(null)
  const asked = useDeferredValue(choice)
  const filter = useMemo(() => filterOf(asked, chosenAtMs), [asked, chosenAtMs])
  const log = useAuditLog(filter)
  const { operations, hasNextPage, isFetchingNextPage, fetchNextPage, error } = log
  const isKnown = log.data !== undefined
  const count = operations.length
  const goOn = (lastRow: number): void => {
    if (hasNextPage && !isFetchingNextPage && lastRow + askAheadRows >= count) void fetchNextPage()
  }
  useEffect(() => {
    if (count < leastRows && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [count, hasNextPage, isFetchingNextPage, fetchNextPage])
  useShortcutTargets({
    next: () => setAt(Math.min(count - 1, at + 1)),
    previous: () => setAt(Math.max(0, at - 1)),
    open: () => setOpen(operations[at] ?? null),
  })
  const isFiltered = Object.keys(filter).length > 0
  return (
    <>
      <div className="tools">
        <AuditFilters
          choice={choice}
          onChoice={(chosen) => {
            setChosen({ choice: chosen, chosenAtMs: Date.now() })
            setAt(0)
            setOpen(null)
          }}
        />
        <Button
          variant="default"
          leftSection={<IconRefresh size={14} />}
          loading={log.isRefetching && !isFetchingNextPage}
          onClick={() => void log.refetch()}
        >
          Look again
        </Button>
        <span className="soft small push">
          {isKnown ? `${countOf(count, 'operation')}${hasNextPage ? ', and older ones' : ''}` : ''}
        </span>
      </div>
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void log.refetch()} />}
      {!isKnown && error === null && <GridSkeleton />}
      {isKnown && count === 0 && !hasNextPage && (
        <EmptyState title={isFiltered ? 'Nothing like that was done' : 'Nothing was done yet'}>
          What changes the vault, reads contents or is refused is recorded here, with who did it and what came
          of it.
        </EmptyState>
      )}
      {count > 0 && (
        <div className={`grid-full with-side ${open === null ? '' : 'is-open'}`}>
          <div className="grid">
            <DataGrid
              label="Audit log"
              columns={auditColumns}
              count={count}
              rowAt={(index) => operations[index]}
              keyOf={({ entry }) => String(entry.seq)}
              nameOf={({ entry }) => `entry ${entry.seq}`}
              at={at}
              onAt={setAt}
              onOpen={(operation) => setOpen(operation)}
              onLook={(_, last) => goOn(last)}
            />
          </div>
          {open !== null && (
            <aside className="side" aria-label="Entry">
              <AuditDetail key={open.entry.seq} operation={open} onClose={() => setOpen(null)} />
            </aside>
          )}
        </div>
      )}
    </>
  )
}
