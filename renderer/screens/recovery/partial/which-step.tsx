import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'

import type { ContentView, TableView } from '../../../../shared/domain/look.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { DataGrid } from '../../../components/grid/data-grid.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useShortcutTargets } from '../../../state/shortcut-targets.ts'
import { useContent } from '../../../state/use-content.ts'
import { tableColumns } from '../../content/table-columns.tsx'
import { ListSearch } from '../../search/list-search.tsx'
import { heightOf } from '../steps/grid-height.ts'
import { StepFoot } from '../stepper/step-foot.tsx'
import { ChosenTables } from './chosen-tables.tsx'
import { type ChosenTable, type PartialEvent, selectionsOf } from './partial-steps.ts'

interface WhichStepProps {
  readonly backupId: string
  readonly tables: readonly ChosenTable[]
  readonly tell: (event: PartialEvent) => void
  readonly onBack: () => void
  readonly onContinue: () => void
}

/** Which tables, and which of their rows. */
export function WhichStep(props: WhichStepProps) {
  const { data: content, error, refetch } = useContent(props.backupId)
  if (content === undefined) {
    return error === null ? (
      <section className="section">
        <p className="soft">Reading what is in the backup. The first look at a large one takes a while.</p>
        <SkeletonLines />
      </section>
    ) : (
      <FaultNotice
        fault={readFault(error)}
        onRetry={() => void refetch()}
        actions={
          <Button variant="default" onClick={props.onBack}>
            Choose another moment
          </Button>
        }
      />
    )
  }
  return <LoadedTables {...props} content={content} />
}

function LoadedTables({
  content,
  tables,
  tell,
  onBack,
  onContinue,
}: WhichStepProps & { readonly content: ContentView }) {
  const choosable = useMemo(
    () => content.tables.filter(({ kind }) => kind !== 'view' && kind !== 'shadow'),
    [content],
  )
  if (choosable.length === 0) {
    return (
      <EmptyState
        title="This backup has no table"
        actions={
          <Button variant="default" onClick={onBack}>
            Choose another moment
          </Button>
        }
      />
    )
  }
  const isReady = selectionsOf(tables) !== null
  const leftOut = content.tables.length - choosable.length
  return (
    <section className="section recovery-which">
      <h2>Which tables, and which of their rows?</h2>
      <TableChoice choosable={choosable} tables={tables} tell={tell} />
      {leftOut > 0 && (
        <p className="soft small">
          {countOf(leftOut, 'view or table of an index is', 'views and tables of indexes are')} not listed: no
          rows of their own.
        </p>
      )}
      <ChosenTables choosable={choosable} tables={tables} tell={tell} />
      <StepFoot
        note={
          <span className="soft">
            {tables.length === 0
              ? 'No table is chosen yet.'
              : isReady
                ? 'The preview compares them with the live database. Nothing is done yet.'
                : 'A condition is not whole yet.'}
          </span>
        }
        onBack={onBack}
      >
        <Button size="sm" disabled={!isReady} onClick={onContinue}>
          Show the preview
        </Button>
      </StepFoot>
    </section>
  )
}

interface TableChoiceProps {
  readonly choosable: readonly TableView[]
  readonly tables: readonly ChosenTable[]
  readonly tell: (event: PartialEvent) => void
}

function TableChoice({ choosable, tables, tell }: TableChoiceProps) {
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    return choosable.filter(
      ({ name, columns }) =>
        name.toLowerCase().includes(wanted) ||
        columns.some((column) => column.name.toLowerCase().includes(wanted)),
    )
  }, [choosable, search])
  const chosen = useMemo(() => new Set(tables.map(({ table }) => table)), [tables])
  const toggle = (table: TableView | undefined): void => {
    if (table !== undefined) tell({ kind: 'table_toggled', table: table.name })
  }
  useShortcutTargets({
    next: () => setAt(Math.min(rows.length - 1, at + 1)),
    previous: () => setAt(Math.max(0, at - 1)),
    toggle: () => toggle(rows[at]),
    open: () => toggle(rows[at]),
  })
  const chosenHere = rows.filter(({ name }) => chosen.has(name)).length
  return (
    <div className="recovery-grid stack" style={heightOf(rows.length)}>
      <ListSearch
        label="Search tables"
        placeholder="Search table or column"
        value={search}
        onChange={(typed) => {
          setSearch(typed)
          setAt(0)
        }}
      />
      <DataGrid
        label="Tables of the backup"
        columns={tableColumns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        keyOf={({ name }) => name}
        nameOf={({ name }) => name}
        at={at}
        onAt={setAt}
        onOpen={toggle}
        choice={{
          areAll: rows.length > 0 && chosenHere === rows.length,
          areSome: chosenHere > 0,
          isChosen: ({ name }) => chosen.has(name),
          onChoose: (index) => toggle(rows[index]),
          onChooseAll: () => {
            const areAll = chosenHere === rows.length
            for (const row of rows) if (chosen.has(row.name) === areAll) toggle(row)
          },
        }}
      />
      {rows.length === 0 && <p className="soft">No table matches the search.</p>}
    </div>
  )
}
