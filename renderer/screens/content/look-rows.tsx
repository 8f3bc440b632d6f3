import { useDebouncedValue } from '@mantine/hooks'
import { type CSSProperties, useMemo, useState } from 'react'

import type { Cell } from '../../../shared/domain/cell.ts'
import type { RowsView, TableView } from '../../../shared/domain/look.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { CellValue, isNumberCell } from '../../components/cell-value.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { DataGrid } from '../../components/grid/data-grid.tsx'
import { type GridColumn, type GridSort, nextSort } from '../../components/grid/grid-column.ts'
import { GridSkeleton } from '../../components/grid/grid-skeleton.tsx'
import type { LookQuestion } from '../../state/query-keys.ts'
import { readFault } from '../../state/read-fault.ts'
import { useContentRows } from '../../state/use-content.ts'
import { columnWidths, leastRowWidth } from './column-widths.ts'
import { ConditionList } from './condition-list.tsx'
import { type ConditionDraft, conditionsOf } from './condition-draft.ts'

type Row = readonly Cell[]
/** A row and its place: rows of a view have no key, so the place stands for them. */
interface PlacedRow {
  readonly index: number
  readonly cells: Row
}

/** Rows of one table, sorted by a column, under conditions. */
export function LookRows({ backupId, table }: { readonly backupId: string; readonly table: TableView }) {
  const [drafts, setDrafts] = useState<readonly ConditionDraft[]>([])
  const [sort, setSort] = useState<GridSort | null>(null)
  const [at, setAt] = useState(0)
  const [asked] = useDebouncedValue(drafts, 250)
  const question = useMemo(
    (): LookQuestion => ({
      backupId,
      table: table.name,
      // While a condition is not whole, the rows stay those of the others.
      conditions: conditionsOf(asked) ?? asked.flatMap((draft) => conditionsOf([draft]) ?? []),
      ...(sort === null ? {} : { sort: sort.id }),
      descending: sort?.descending ?? false,
    }),
    [backupId, table.name, asked, sort],
  )
  const rows = useContentRows(question)
  const { firstPage } = rows
  const columns = useMemo(() => columnsOf(firstPage), [firstPage])
  const least = leastRowWidth(columns.map(({ width }) => width))
  const total = rows.total ?? 0
  return (
    <>
      <ConditionList table={table.name} columns={table.columns} drafts={drafts} onDrafts={setDrafts} />
      {rows.error !== null && <FaultNotice fault={readFault(rows.error)} onRetry={rows.retry} />}
      {rows.total === null && rows.error === null && <GridSkeleton />}
      {rows.total !== null && (
        <>
          <output className="soft small">
            {countOf(total, 'row')}
            {question.conditions.length > 0 && ' under these conditions'}
          </output>
          <div
            className="content-grid grid-wide look-grid"
            style={{ '--grid-least': `${least}px` } as CSSProperties}
          >
            <DataGrid
              label={`Rows of ${table.name}`}
              columns={columns}
              count={total}
              rowAt={(index) => placed(index, rows.rowAt(index))}
              keyOf={({ index }) => String(index)}
              nameOf={({ index }) => `row ${index + 1}`}
              at={at}
              onAt={setAt}
              onOpen={(_row, index) => setAt(index)}
              onLook={rows.look}
              {...(sort === null ? {} : { sort })}
              onSort={(id) => setSort(nextSort(sort ?? { id: '', descending: false }, id, false))}
            />
          </div>
        </>
      )}
    </>
  )
}

function placed(index: number, cells: Row | undefined): PlacedRow | undefined {
  return cells === undefined ? undefined : { index, cells }
}

function columnsOf(page: RowsView | null): readonly GridColumn<PlacedRow>[] {
  const names = page?.columns ?? []
  const rows = page?.rows ?? []
  const widths = columnWidths(
    names,
    rows.map((row) => row.map((cell) => [cell])),
  )
  return names.map((name, place): GridColumn<PlacedRow> => ({
    id: name,
    header: name,
    width: widths[place] ?? 0,
    grow: 1,
    isSortable: true,
    ...(isNumberCell(rows[0]?.[place]) ? { align: 'right' as const } : {}),
    cell: ({ cells }) => {
      const cell = cells[place]
      return cell === undefined ? null : <CellValue cell={cell} />
    },
  }))
}
