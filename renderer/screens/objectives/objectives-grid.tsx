import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { useLocation } from 'wouter'

import type { ObjectiveRow } from '../../../shared/domain/objectives/objective-views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { DataGrid } from '../../components/grid/data-grid.tsx'
import { type GridSort, nextSort } from '../../components/grid/grid-column.ts'
import { useShortcutTargets } from '../../state/shortcut-targets.ts'
import { ListSearch } from '../search/list-search.tsx'
import { arrangeObjectives, type ObjectiveSortId } from './arrange-objectives.ts'
import { objectiveColumns } from './objective-columns.tsx'

/** What is graver is read first; a share is graver the smaller it is. */
const startsDescending: ReadonlySet<string> = new Set(['rpo', 'rto', 'rpo_promised', 'rto_promised'])

/** Every database's objectives, searched and sorted. */
export function ObjectivesGrid({ rows }: { readonly rows: readonly ObjectiveRow[] }) {
  const [, go] = useLocation()
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState<GridSort<ObjectiveSortId>>({ id: 'share', descending: false })
  const [at, setAt] = useState(0)
  const searched = useDeferredValue(search)
  const arranged = useMemo(() => arrangeObjectives(rows, searched, sort), [rows, searched, sort])
  const rowAt = useCallback((index: number) => arranged[index], [arranged])
  const open = (row: ObjectiveRow | undefined): void => {
    if (row !== undefined) go(`/objectives/${row.databaseId}`)
  }
  useShortcutTargets({
    next: () => setAt(Math.min(arranged.length - 1, at + 1)),
    previous: () => setAt(Math.max(0, at - 1)),
    open: () => open(arranged[at]),
  })
  return (
    <>
      <div className="tools">
        <ListSearch
          label="Search databases"
          placeholder="Search name or tier"
          value={search}
          onChange={(typed) => {
            setSearch(typed)
            setAt(0)
          }}
        />
        <span className="soft small push">
          {searched === '' ? '' : `${countOf(arranged.length, 'database')} found`}
        </span>
      </div>
      <div className="grid-full grid">
        <DataGrid
          label="Objectives"
          columns={objectiveColumns}
          count={arranged.length}
          rowAt={rowAt}
          keyOf={({ databaseId }) => databaseId}
          nameOf={({ database }) => database}
          at={at}
          onAt={setAt}
          onOpen={open}
          sort={sort}
          onSort={(id) => setSort(nextSort(sort, id as ObjectiveSortId, startsDescending.has(id)))}
        />
        {arranged.length === 0 && <p className="soft grid-none">No database matches the search.</p>}
      </div>
    </>
  )
}
