import { Button } from '@mantine/core'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { useLocation } from 'wouter'

import type { DatabaseDrills } from '../../../shared/domain/drills/drill-views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { addRange, toggleAll, toggleKey } from '../../components/grid/choose-rows.ts'
import { DataGrid } from '../../components/grid/data-grid.tsx'
import { type GridSort, nextSort } from '../../components/grid/grid-column.ts'
import { useShortcutTargets } from '../../state/shortcut-targets.ts'
import { useStartDrills } from '../../state/use-drills.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { ListSearch } from '../search/list-search.tsx'
import { ActButton } from '../access/act-button.tsx'
import { arrangeDrills, type DrillSortId } from './arrange-drills.ts'
import { drillColumns } from './drill-columns.tsx'

/** Numbers are read largest first, words and verdicts from their beginning. */
const startsDescending: ReadonlySet<string> = new Set(['reached', 'restore', 'assertions'])

/** Every database with its last drill. */
export function DrillsGrid({ databases }: { readonly databases: readonly DatabaseDrills[] }) {
  const [, go] = useLocation()
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState<GridSort<DrillSortId>>({ id: 'verdict', descending: false })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState(0)
  const searched = useDeferredValue(search)
  const rows = useMemo(() => arrangeDrills(databases, searched, sort), [databases, searched, sort])
  const keys = useMemo(() => rows.map(({ databaseId }) => databaseId), [rows])
  const rowAt = useCallback((index: number) => rows[index], [rows])
  const start = useStartDrills()
  const { canRead } = useVaultPermits()
  const here = rows[at]
  const choose = (index: number, isRange: boolean): void => {
    const key = keys[index]
    if (key === undefined) return
    setChosen(new Set(isRange ? addRange(chosen, keys, at, index) : toggleKey(chosen, key)))
  }
  const open = ({ databaseId }: DatabaseDrills): void => go(`/recovery/drills/${databaseId}`)
  useShortcutTargets({
    next: () => setAt(Math.min(rows.length - 1, at + 1)),
    previous: () => setAt(Math.max(0, at - 1)),
    open: () => here && open(here),
    toggle: () => choose(at, false),
    restore: () => here && go(`/recovery/complete/${here.databaseId}`),
  })
  return (
    <>
      <div className="tools">
        <ListSearch
          label="Search drills"
          placeholder="Search database or verdict"
          value={search}
          onChange={(typed) => {
            setSearch(typed)
            setAt(0)
          }}
        />
        {chosen.size > 0 ? (
          <div className="tools-selected">
            <strong>{countOf(chosen.size, 'database')} chosen</strong>
            <ActButton
              act="drills.start"
              loading={start.isPending}
              disabled={!canRead}
              onClick={() => start.mutate([...chosen], { onSuccess: () => setChosen(new Set()) })}
            >
              Drill newest
            </ActButton>
            <Button variant="subtle" className="push" onClick={() => setChosen(new Set())}>
              Clear
            </Button>
          </div>
        ) : (
          <span className="soft small push">
            {searched === '' ? '' : `${countOf(rows.length, 'database')} found`}
          </span>
        )}
      </div>
      <div className="grid-full grid">
        <DataGrid
          label="Drills"
          columns={drillColumns}
          count={rows.length}
          rowAt={rowAt}
          keyOf={({ databaseId }) => databaseId}
          nameOf={({ database }) => database}
          at={at}
          onAt={setAt}
          onOpen={open}
          sort={sort}
          onSort={(id) => {
            if (id === 'reason') return
            setSort(nextSort(sort, id as DrillSortId, startsDescending.has(id)))
          }}
          choice={{
            areAll: rows.length > 0 && rows.every(({ databaseId }) => chosen.has(databaseId)),
            areSome: chosen.size > 0,
            isChosen: ({ databaseId }) => chosen.has(databaseId),
            onChoose: choose,
            onChooseAll: () => setChosen(new Set(toggleAll(chosen, keys))),
          }}
        />
        {rows.length === 0 && <p className="soft grid-none">No database matches the search.</p>}
      </div>
    </>
  )
}
