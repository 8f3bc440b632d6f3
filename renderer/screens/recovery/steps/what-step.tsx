import { useMemo, useState } from 'react'

import type { DatabaseView } from '../../../../shared/domain/views.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { Duration } from '../../../components/duration.tsx'
import { DataGrid } from '../../../components/grid/data-grid.tsx'
import type { GridColumn } from '../../../components/grid/grid-column.ts'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useShortcutTargets } from '../../../state/shortcut-targets.ts'
import { useDatabases } from '../../../state/use-answers.ts'
import { arrangeDatabases } from '../../inventory/arrange-databases.ts'
import { databaseColumns } from '../../inventory/inventory-columns.tsx'
import { heightOf } from './grid-height.ts'
import { ListSearch } from '../../search/list-search.tsx'

const shown: ReadonlySet<string> = new Set(['state', 'name', 'size', 'proved'])

const restoredIn: GridColumn<DatabaseView> = {
  id: 'restore',
  header: 'Restored in',
  width: 84,
  align: 'right',
  hint: 'The newest measured restore',
  spare: 1,
  cell: ({ measuredRestoreMs }) => (
    <Duration ms={measuredRestoreMs} unknown="No restore of it was measured yet" />
  ),
}

/** The name is no link here: a press chooses the database. */
const columns = [
  ...databaseColumns
    .filter(({ id }) => shown.has(id))
    .map((column) =>
      column.id === 'name'
        ? { ...column, cell: ({ name }: DatabaseView) => <span className="grid-name">{name}</span> }
        : column,
    ),
  restoredIn,
]

/** Which database is brought back; those that need it stand first. */
export function WhatStep({ onChoose }: { readonly onChoose: (databaseId: string) => void }) {
  const { data: databases, error, refetch } = useDatabases()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const rows = useMemo(() => {
    const restorable = (databases ?? []).filter(({ newestBackup }) => newestBackup !== null)
    return arrangeDatabases(restorable, search, { id: 'state', descending: false })
  }, [databases, search])
  useShortcutTargets({
    next: () => setAt(Math.min(rows.length - 1, at + 1)),
    previous: () => setAt(Math.max(0, at - 1)),
    open: () => rows[at] && onChoose(rows[at].id),
  })
  if (databases === undefined) {
    return error === null ? (
      <SkeletonLines />
    ) : (
      <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
    )
  }
  if (rows.length === 0 && search === '') {
    return (
      <EmptyState title="Nothing can be restored yet">
        No registered database has a backup in this vault.
      </EmptyState>
    )
  }
  return (
    <section className="section recovery-grid" style={heightOf(rows.length)}>
      <h2>Which database is brought back?</h2>
      <ListSearch
        label="Search databases"
        placeholder="Search name, tier, path or state"
        value={search}
        onChange={(typed) => {
          setSearch(typed)
          setAt(0)
        }}
      />
      <DataGrid
        label="Databases with a backup"
        columns={columns.map((column) => ({ ...column, isSortable: false }))}
        count={rows.length}
        rowAt={(index) => rows[index]}
        keyOf={(database) => database.id}
        nameOf={(database) => database.name}
        at={at}
        onAt={setAt}
        onOpen={(database) => onChoose(database.id)}
      />
      {rows.length === 0 && <p className="soft">No database with a backup matches the search.</p>}
    </section>
  )
}
