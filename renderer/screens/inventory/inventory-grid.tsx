import { Switch } from '@mantine/core'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { useLocation } from 'wouter'

import type { DatabaseView } from '../../../shared/domain/views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { addRange, toggleAll, toggleKey } from '../../components/grid/choose-rows.ts'
import { DataGrid } from '../../components/grid/data-grid.tsx'
import { type GridSort, nextSort } from '../../components/grid/grid-column.ts'
import { useObjectivesById } from '../../state/use-objectives.ts'
import { useShortcutTargets } from '../../state/shortcut-targets.ts'
import { ListSearch } from '../search/list-search.tsx'
import {
  arrangeDatabases,
  type InventoryLine,
  inventoryLines,
  type InventorySortId,
} from './arrange-databases.ts'
import { ChosenDatabases } from './chosen-databases.tsx'
import { inventoryColumns, type KnownObjectives } from './inventory-columns.tsx'
import { useDatabaseIntents } from './use-database-intents.ts'

/** Numbers are read largest first, words and states from their beginning. */
const startsDescending: ReadonlySet<string> = new Set(['size', 'backups', 'stored', 'rpo', 'restore'])

function columnsOf(objectives: KnownObjectives) {
  return inventoryColumns(objectives).map((column) => ({
    ...column,
    cell: (line: InventoryLine) => (line.kind === 'database' ? column.cell(line.database) : null),
  }))
}

/** The inventory's table with its search, sort, grouping and multi-select actions. */
export function InventoryGrid({ databases }: { readonly databases: readonly DatabaseView[] }) {
  const [, go] = useLocation()
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState<GridSort<InventorySortId>>({ id: 'state', descending: false })
  const [isGrouped, setIsGrouped] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState(0)
  const searched = useDeferredValue(search)
  const objectives = useObjectivesById()
  const columns = useMemo(() => columnsOf(objectives), [objectives])
  const arranged = useMemo(
    () => arrangeDatabases(databases, searched, sort, objectives),
    [databases, searched, sort, objectives],
  )
  const lines = useMemo(() => inventoryLines(arranged, isGrouped), [arranged, isGrouped])
  const keys = useMemo(() => lines.map((line) => (line.kind === 'database' ? line.database.id : '')), [lines])
  const picked = useMemo(() => databases.filter(({ id }) => chosen.has(id)), [databases, chosen])
  const rowAt = useCallback((index: number) => lines[index], [lines])
  const here = lines[at]
  const acted = picked.length > 0 ? picked : here?.kind === 'database' ? [here.database] : []
  const intents = useDatabaseIntents()
  const choose = (index: number, isRange: boolean): void => {
    const key = keys[index]
    if (key === undefined || key === '') return
    const next = isRange ? new Set(addRange(chosen, keys, at, index)) : new Set(toggleKey(chosen, key))
    next.delete('')
    setChosen(next)
  }
  useShortcutTargets({
    next: () => setAt(Math.min(lines.length - 1, at + 1)),
    previous: () => setAt(Math.max(0, at - 1)),
    open: () => here?.kind === 'database' && go(`/database/${here.database.id}`),
    toggle: () => choose(at, false),
    backUp: () => intents.backUp(acted),
    verify: () => intents.verify(acted),
    restore: () => acted[0] && go(`/recovery/complete/${acted[0].id}`),
  })
  return (
    <>
      <div className="tools">
        <ListSearch
          label="Search databases"
          placeholder="Search name, tier, policy, path or state"
          value={search}
          onChange={(typed) => {
            setSearch(typed)
            setAt(0)
          }}
        />
        <Switch
          size="xs"
          label="Group by tier"
          checked={isGrouped}
          onChange={(event) => setIsGrouped(event.currentTarget.checked)}
        />
        {picked.length > 0 ? (
          <ChosenDatabases chosen={picked} onClear={() => setChosen(new Set())} />
        ) : (
          <span className="soft small push">
            {searched === '' ? '' : `${countOf(arranged.length, 'database')} found`}
          </span>
        )}
      </div>
      <div className="grid-full grid">
        <DataGrid
          label="Databases"
          columns={columns}
          count={lines.length}
          rowAt={rowAt}
          keyOf={(line) => (line.kind === 'database' ? line.database.id : `tier ${line.tier}`)}
          nameOf={(line) => (line.kind === 'database' ? line.database.name : line.tier)}
          headingAt={(index) => headingOf(lines[index])}
          at={at}
          onAt={setAt}
          onOpen={(line) => line.kind === 'database' && go(`/database/${line.database.id}`)}
          sort={sort}
          onSort={(id) => setSort(nextSort(sort, id as InventorySortId, startsDescending.has(id)))}
          choice={{
            areAll: arranged.length > 0 && arranged.every(({ id }) => chosen.has(id)),
            areSome: chosen.size > 0,
            isChosen: (line) => line.kind === 'database' && chosen.has(line.database.id),
            onChoose: choose,
            onChooseAll: () =>
              setChosen(
                toggleAll(
                  chosen,
                  arranged.map(({ id }) => id),
                ),
              ),
          }}
        />
        {lines.length === 0 && <p className="soft grid-none">No database matches the search.</p>}
      </div>
    </>
  )
}

function headingOf(line: InventoryLine | undefined) {
  if (line?.kind !== 'tier') return undefined
  return (
    <span className="row">
      {line.tier}
      <span className="section-note">
        {countOf(line.count, 'database')}
        {line.notProved > 0 && `, ${line.notProved} not proved`}
      </span>
    </span>
  )
}
