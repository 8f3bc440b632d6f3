import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'

import type { PartialPreview, TablePreview } from '../../../../shared/domain/partial-restore.ts'
import { formatCount } from '../../../../shared/domain/words/format-count.ts'
import type { ChangesQuestion } from '../../../state/query-keys.ts'
import { ChangesGrid } from '../../content/changes-grid.tsx'
import { conditionWords } from '../../content/condition-draft.ts'

/** Per table: how many rows would be added, changed, removed or stay; and the rows themselves on demand. */
export function PreviewTables({ preview }: { readonly preview: PartialPreview }) {
  const [open, setOpen] = useState<string | null>(firstTouched(preview))
  if (preview.tables.length === 0) return null
  const shown = preview.tables.find(({ table }) => table === open)
  return (
    <section className="section">
      <TableCounts
        tables={preview.tables}
        open={open}
        onOpen={(table) => setOpen(table === open ? null : table)}
      />
      {shown !== undefined && (
        <TableRows
          key={shown.table}
          databaseId={preview.databaseId}
          backupId={preview.backupId}
          table={shown}
        />
      )}
    </section>
  )
}

function firstTouched({ tables }: PartialPreview): string | null {
  return tables.find(isTouched)?.table ?? null
}

function isTouched({ added, changed, removed }: TablePreview): boolean {
  return added + changed + removed > 0
}

interface TableCountsProps {
  readonly tables: readonly TablePreview[]
  /** Whose rows are shown. Left out with `onOpen`: none can be. */
  readonly open?: string | null
  readonly onOpen?: (table: string) => void
}

/** The counts of each table. */
export function TableCounts({ tables, open, onOpen }: TableCountsProps) {
  return (
    <table className="counts">
      <thead>
        <tr>
          <th scope="col">Table</th>
          {['Added', 'Changed', 'Removed', 'Same'].map((word) => (
            <th key={word} scope="col" className="is-right">
              {word}
            </th>
          ))}
          {onOpen !== undefined && (
            <th scope="col">
              <span className="visually-hidden">Rows</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {tables.map((one) => (
          <tr key={one.table}>
            <th scope="row">
              <span className="mono">{one.table}</span>
              <div className="soft small">{whichRows(one)}</div>
            </th>
            {[one.added, one.changed, one.removed, one.same].map((count, n) => (
              // oxlint-disable-next-line react/no-array-index-key -- the four counts never move
              <td key={n} className="is-right">
                {count === 0 ? <span className="soft">0</span> : formatCount(count)}
              </td>
            ))}
            {onOpen !== undefined && (
              <td className="is-right">
                {isTouched(one) && (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    aria-expanded={open === one.table}
                    aria-label={`${open === one.table ? 'Hide rows' : 'Show rows'} of ${one.table}`}
                    onClick={() => onOpen(one.table)}
                  >
                    {open === one.table ? 'Hide rows' : 'Show rows'}
                  </Button>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function whichRows({ conditions, makesTable }: TablePreview): string {
  const rows = conditions.length === 0 ? 'the whole table' : conditions.map(conditionWords).join(' and ')
  return makesTable ? `${rows}; the table is made, with its indexes and triggers` : rows
}

interface TableRowsProps {
  readonly databaseId: string
  readonly backupId: string
  readonly table: TablePreview
}

function TableRows({ databaseId, backupId, table }: TableRowsProps) {
  const question = useMemo(
    (): ChangesQuestion => ({
      of: 'partial',
      databaseId,
      backupId,
      selection: { table: table.table, conditions: table.conditions },
    }),
    [databaseId, backupId, table],
  )
  return <ChangesGrid question={question} counts={table} sides={['now', 'brought back']} />
}
