import { SegmentedControl } from '@mantine/core'
import { IconCircleMinus, IconCirclePlus, IconReplace } from '@tabler/icons-react'
import { type CSSProperties, useMemo, useState } from 'react'

import type { Cell } from '../../../shared/domain/cell.ts'
import type { RowChange, RowChangeKind, RowChangesView } from '../../../shared/domain/comparison.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { CellValue } from '../../components/cell-value.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { DataGrid } from '../../components/grid/data-grid.tsx'
import type { GridColumn } from '../../components/grid/grid-column.ts'
import { GridSkeleton } from '../../components/grid/grid-skeleton.tsx'
import type { ChangesQuestion } from '../../state/query-keys.ts'
import { readFault } from '../../state/read-fault.ts'
import { useRowChanges } from '../../state/use-content.ts'
import { columnWidths, leastRowWidth } from './column-widths.ts'

/** As high as its rows up to ten, and as wide as its columns need. */
function styleOf(columns: readonly GridColumn<RowChange>[], total: number): CSSProperties {
  const least = leastRowWidth(columns.map(({ width }) => width))
  return { height: 33 * Math.min(total, mostRows) + 34, '--grid-least': `${least}px` } as CSSProperties
}

/** How many rows there are of each kind, and the words for them here. */
export interface ChangeCounts {
  readonly added: number
  readonly changed: number
  readonly removed: number
}

interface ChangesGridProps {
  /** Without a kind: it is chosen here. */
  readonly question: ChangesQuestion
  readonly counts: ChangeCounts
  /** What the two sides of a changed cell are: `now`, `brought back`. */
  readonly sides: readonly [string, string]
}

const kindPx = 92
const mostRows = 10

const kinds = ['changed', 'added', 'removed'] as const

/** Rows that differ, with their differing cells marked: struck through what goes, underlined what comes. */
export function ChangesGrid({ question, counts, sides }: ChangesGridProps) {
  const [kind, setKind] = useState<RowChangeKind | 'all'>('all')
  const [at, setAt] = useState(0)
  const asked = useMemo(
    (): ChangesQuestion => (kind === 'all' ? question : { ...question, kind }),
    [question, kind],
  )
  const rows = useRowChanges(asked)
  const { firstPage } = rows
  const gridColumns = useMemo(() => columnsOf(firstPage), [firstPage])
  const total = rows.total ?? 0
  return (
    <div className="changes">
      <div className="tools">
        <SegmentedControl
          aria-label="Kind of change"
          value={kind}
          onChange={(value) => {
            setKind(value)
            setAt(0)
          }}
          data={[
            { value: 'all', label: `All ${formatCount(counts.added + counts.changed + counts.removed)}` },
            ...kinds.map((one) => ({ value: one, label: `${kindWords[one]} ${formatCount(counts[one])}` })),
          ]}
        />
        <span className="soft small push">
          <del className="cell-gone">{sides[0]}</del> <ins className="cell-new">{sides[1]}</ins>
        </span>
      </div>
      {rows.error !== null && <FaultNotice fault={readFault(rows.error)} onRetry={rows.retry} />}
      {rows.total === null && rows.error === null && <GridSkeleton />}
      {rows.total !== null && total === 0 && <p className="soft">No row of this kind.</p>}
      {total > 0 && (
        <div className="content-grid grid-wide" style={styleOf(gridColumns, total)}>
          <DataGrid
            label={`Rows that differ, ${countOf(total, 'row')}`}
            columns={gridColumns}
            count={total}
            rowAt={rows.rowAt}
            keyOf={(row) => JSON.stringify([row.kind, row.key])}
            nameOf={(row) => JSON.stringify(row.key)}
            at={at}
            onAt={setAt}
            onOpen={(_row, index) => setAt(index)}
            onLook={rows.look}
          />
        </div>
      )}
    </div>
  )
}

const kindWords: Readonly<Record<RowChangeKind, string>> = {
  added: 'Added',
  changed: 'Changed',
  removed: 'Removed',
}
const kindIcons = { added: IconCirclePlus, changed: IconReplace, removed: IconCircleMinus }
const kindLooks = { added: 'is-proved', changed: 'is-running', removed: 'is-failed' }

/** The mark of a kind of change: a shape, a colour and a word. */
export function ChangeMark({ kind }: { readonly kind: RowChangeKind }) {
  const Icon = kindIcons[kind]
  return (
    <span className={`state ${kindLooks[kind]}`}>
      <Icon size={15} aria-hidden="true" />
      {kindWords[kind]}
    </span>
  )
}

function columnsOf(page: RowChangesView | null): readonly GridColumn<RowChange>[] {
  const names = page?.columns ?? []
  const shown = (page?.rows ?? []).map((row) => names.map((_, place) => valuesAt(row, place)))
  const widths = columnWidths(names, shown)
  return [
    { id: 'kind', header: 'Change', width: kindPx, cell: ({ kind }) => <ChangeMark kind={kind} /> },
    ...names.map((name, place): GridColumn<RowChange> => ({
      id: `column-${place}`,
      header: name,
      width: widths[place] ?? kindPx,
      grow: 1,
      cell: (row) => <ChangedCell row={row} place={place} />,
    })),
  ]
}

/** What a cell shows: both values where they differ. */
function valuesAt({ before, after, differing }: RowChange, place: number): readonly (Cell | undefined)[] {
  if (differing.includes(place)) return [before?.[place], after?.[place]]
  return [(after ?? before)?.[place]]
}

function ChangedCell({ row, place }: { readonly row: RowChange; readonly place: number }) {
  const before: Cell | undefined = row.before?.[place]
  const after: Cell | undefined = row.after?.[place]
  const gone = before !== undefined && (
    <del className="cell-gone">
      <CellValue cell={before} />
    </del>
  )
  const fresh = after !== undefined && (
    <ins className="cell-new">
      <CellValue cell={after} />
    </ins>
  )
  if (row.kind === 'removed') return gone
  if (row.kind === 'added') return fresh
  if (row.differing.includes(place)) {
    return (
      <span className="cell-differs">
        {gone} {fresh}
      </span>
    )
  }
  return after === undefined ? null : <CellValue cell={after} />
}
