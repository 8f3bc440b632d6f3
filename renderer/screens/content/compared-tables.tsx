import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'

import type { TableChange } from '../../../shared/domain/comparison.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { Unknown } from '../../components/unknown.tsx'
import type { ChangesQuestion, CompareQuestion } from '../../state/query-keys.ts'
import { ChangesGrid } from './changes-grid.tsx'

interface ComparedTablesProps {
  readonly sides: CompareQuestion
  readonly tables: readonly TableChange[]
}

const touched = ({ added, changed, removed }: TableChange): number => added + changed + removed

/** Per table how many rows differ, those that do first; and the rows themselves on demand. */
export function ComparedTables({ sides, tables }: ComparedTablesProps) {
  const [open, setOpen] = useState<string | null>(null)
  const rows = useMemo(
    () => tables.toSorted((one, other) => Number(touched(other) > 0) - Number(touched(one) > 0)),
    [tables],
  )
  const shown = tables.find(({ table }) => table === open)
  return (
    <section className="section">
      <h2>Tables</h2>
      <table className="counts">
        <thead>
          <tr>
            <th scope="col">Table</th>
            {['Added', 'Changed', 'Removed', 'Same'].map((word) => (
              <th key={word} scope="col" className="is-right">
                {word}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">Rows</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TableLine
              key={row.table}
              row={row}
              isOpen={row.table === open}
              onOpen={() => setOpen(row.table === open ? null : row.table)}
            />
          ))}
        </tbody>
      </table>
      {shown !== undefined && <TableRows key={shown.table} sides={sides} table={shown} />}
    </section>
  )
}

interface TableLineProps {
  readonly row: TableChange
  readonly isOpen: boolean
  readonly onOpen: () => void
}

function TableLine({ row, isOpen, onOpen }: TableLineProps) {
  const word = isOpen ? 'Hide rows' : 'Show rows'
  return (
    <tr>
      <th scope="row">
        <span className="mono">{row.table}</span>
        {row.notCompared !== null && <div className="is-at-risk small">Not compared: {row.notCompared}</div>}
      </th>
      {(['added', 'changed', 'removed', 'same'] as const).map((kind) => (
        <td key={kind} className="is-right">
          {row.notCompared !== null && touched(row) + row.same === 0 ? (
            <Unknown why="Not compared" />
          ) : row[kind] === 0 ? (
            <span className="soft">0</span>
          ) : (
            formatCount(row[kind])
          )}
        </td>
      ))}
      <td className="is-right">
        {touched(row) > 0 && (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-expanded={isOpen}
            aria-label={`${word} of ${row.table}`}
            onClick={onOpen}
          >
            {word}
          </Button>
        )}
      </td>
    </tr>
  )
}

function TableRows({ sides, table }: { readonly sides: CompareQuestion; readonly table: TableChange }) {
  const question = useMemo(
    (): ChangesQuestion => ({ of: 'comparison', sides, table: table.table }),
    [sides, table],
  )
  return <ChangesGrid question={question} counts={table} sides={['in the backup', 'on the other side']} />
}
