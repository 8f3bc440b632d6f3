import { useMemo, useState } from 'react'

import type { TableView } from '../../../shared/domain/look.ts'
import { DataGrid } from '../../components/grid/data-grid.tsx'
import { useShortcutTargets } from '../../state/shortcut-targets.ts'
import { ListSearch } from '../search/list-search.tsx'
import { tableColumns } from './table-columns.tsx'

interface LookTablesProps {
  readonly tables: readonly TableView[]
  readonly shown: TableView
  readonly onShow: (table: string) => void
}

/** The tables and views of a backup, searched by their names and those of their columns. */
export function LookTables({ tables, shown, onShow }: LookTablesProps) {
  const [search, setSearch] = useState('')
  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    return tables.filter(
      ({ name, columns }) =>
        name.toLowerCase().includes(wanted) ||
        columns.some((column) => column.name.toLowerCase().includes(wanted)),
    )
  }, [tables, search])
  const at = rows.indexOf(shown)
  const show = (index: number): void => {
    const row = rows[index]
    if (row !== undefined) onShow(row.name)
  }
  useShortcutTargets({
    next: () => show(Math.min(rows.length - 1, at + 1)),
    previous: () => show(Math.max(0, at - 1)),
  })
  return (
    <div className="look-tables">
      <ListSearch
        label="Search tables"
        placeholder="Search table or column"
        value={search}
        onChange={setSearch}
      />
      <div className="content-grid">
        <DataGrid
          label="Tables of the backup"
          columns={tableColumns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          keyOf={({ name }) => name}
          nameOf={({ name }) => name}
          at={at}
          onAt={show}
          onOpen={(row) => onShow(row.name)}
        />
      </div>
      {rows.length === 0 && <p className="soft">No table matches the search.</p>}
    </div>
  )
}
