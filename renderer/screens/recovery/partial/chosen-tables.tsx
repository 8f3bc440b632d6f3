import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'

import type { TableView } from '../../../../shared/domain/look.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { ConditionList } from '../../content/condition-list.tsx'
import type { ChosenTable, PartialEvent } from './partial-steps.ts'

interface ChosenTablesProps {
  readonly choosable: readonly TableView[]
  readonly tables: readonly ChosenTable[]
  readonly tell: (event: PartialEvent) => void
}

/** The chosen tables with their conditions. */
export function ChosenTables({ choosable, tables, tell }: ChosenTablesProps) {
  if (tables.length === 0) return null
  return (
    <div className="stack stack-tight">
      {tables.map(({ table, drafts }) => {
        const view = choosable.find(({ name }) => name === table)
        return (
          <section key={table} className="selection" aria-label={`Rows of ${table}`}>
            <div className="row">
              <h3 className="mono">{table}</h3>
              <span className="soft small">{whichRows(view, drafts.length)}</span>
              <ActionIcon
                className="push"
                aria-label={`Leave out ${table}`}
                onClick={() => tell({ kind: 'table_toggled', table })}
              >
                <IconX size={14} />
              </ActionIcon>
            </div>
            <ConditionList
              table={table}
              columns={view?.columns ?? []}
              drafts={drafts}
              onDrafts={(next) => tell({ kind: 'conditions_changed', table, drafts: next })}
            />
          </section>
        )
      })}
    </div>
  )
}

function whichRows(view: TableView | undefined, conditions: number): string {
  if (conditions > 0)
    return conditions === 1 ? 'rows that satisfy the condition' : 'rows that satisfy all conditions'
  const count = view?.rowCount ?? null
  return count === null
    ? 'all rows'
    : `the whole table, ${countOf(count, 'row')}; rows that came later are removed`
}
