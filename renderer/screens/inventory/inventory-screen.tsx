import { countOf } from '../../../shared/domain/words/format-count.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { GridSkeleton } from '../../components/grid/grid-skeleton.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useDatabases } from '../../state/use-answers.ts'
import { setView } from '../../state/view-store.ts'
import { ActButton } from '../access/act-button.tsx'
import { InventoryGrid } from './inventory-grid.tsx'
import { InventoryTabs } from './inventory-tabs.tsx'

/** Every database in one table. */
export function InventoryScreen() {
  const { data: databases, error, refetch } = useDatabases()
  return (
    <div className="page page-fixed">
      <PageTitle
        title="Inventory"
        sentence={databases === undefined ? undefined : inventorySentence(databases)}
        actions={
          <ActButton act="databases.add" onClick={() => setView({ isAddingDatabases: true })}>
            Add databases
          </ActButton>
        }
      />
      <InventoryTabs />
      {databases === undefined && error === null && <GridSkeleton />}
      {databases === undefined && error !== null && (
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      )}
      {databases?.length === 0 && (
        <EmptyState
          title="No database is registered yet"
          actions={
            <ActButton act="databases.add" onClick={() => setView({ isAddingDatabases: true })}>
              Add databases
            </ActButton>
          }
        >
          Register SQLite files by their path, by scanning a folder, or by dropping them on this window.
        </EmptyState>
      )}
      {databases !== undefined && databases.length > 0 && <InventoryGrid databases={databases} />}
    </div>
  )
}

function inventorySentence(databases: readonly DatabaseView[]): string {
  if (databases.length === 0) return 'Empty.'
  const backups = databases.reduce((sum, { backupCount }) => sum + backupCount, 0)
  return `${countOf(databases.length, 'database')}, ${countOf(backups, 'backup')}.`
}
