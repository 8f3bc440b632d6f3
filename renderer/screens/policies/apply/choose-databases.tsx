import { Modal } from '@mantine/core'
import { useDeferredValue, useMemo, useState } from 'react'

import type { PolicyView } from '../../../../shared/domain/policies/policy-views.ts'
import type { DatabaseView } from '../../../../shared/domain/views.ts'
import { countOf, formatCount } from '../../../../shared/domain/words/format-count.ts'
import { addRange, toggleAll, toggleKey } from '../../../components/grid/choose-rows.ts'
import { DataGrid } from '../../../components/grid/data-grid.tsx'
import type { GridColumn } from '../../../components/grid/grid-column.ts'
import { arrangeDatabases } from '../../inventory/arrange-databases.ts'
import { ListSearch } from '../../search/list-search.tsx'
import { planApply } from './apply-plan.ts'
import { ApplySummary } from './apply-summary.tsx'
import { ConfirmApply } from './confirm-apply.tsx'

const columns: readonly GridColumn<DatabaseView>[] = [
  {
    id: 'name',
    header: 'Database',
    width: 150,
    grow: 2,
    cell: ({ name }) => <span className="grid-name">{name}</span>,
  },
  {
    id: 'tier',
    header: 'Tier',
    width: 60,
    grow: 1,
    cell: ({ tier }) => <span className="soft">{tier}</span>,
  },
  {
    id: 'policy',
    header: 'Policy now',
    width: 120,
    grow: 2,
    cell: ({ policy }) => <span className={policy === null ? 'is-at-risk' : 'soft'}>{policy ?? 'none'}</span>,
  },
]

interface ChooseDatabasesProps {
  readonly policy: PolicyView
  readonly policies: readonly PolicyView[]
  readonly databases: readonly DatabaseView[]
  readonly onClose: () => void
}

/** Chooses the databases that a policy is given to, out of however many there are. */
export function ChooseDatabases({ policy, policies, databases, onClose }: ChooseDatabasesProps) {
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState(0)
  const searched = useDeferredValue(search)
  const shown = useMemo(() => {
    const others = databases.filter(({ policyId }) => policyId !== policy.id)
    return arrangeDatabases(others, searched, { id: 'name', descending: false })
  }, [databases, policy, searched])
  const keys = useMemo(() => shown.map(({ id }) => id), [shown])
  const plan = useMemo(
    () =>
      planApply(
        databases.filter(({ id }) => chosen.has(id)),
        policy,
        policies,
      ),
    [databases, chosen, policy, policies],
  )
  const choose = (index: number, isRange: boolean): void => {
    const key = keys[index]
    if (key === undefined) return
    setChosen(isRange ? addRange(chosen, keys, at, index) : toggleKey(chosen, key))
    setAt(index)
  }
  return (
    <Modal opened onClose={onClose} title={`Apply ${policy.name}`} size={680}>
      <div className="stack">
        <div className="tools">
          <ListSearch
            label="Search databases without this policy"
            placeholder="Search name, tier, path or policy"
            value={search}
            onChange={(typed) => {
              setSearch(typed)
              setAt(0)
            }}
          />
          <span className="soft small push">
            {countOf(shown.length, 'database')} without it, {formatCount(chosen.size)} chosen
          </span>
        </div>
        <div className="content-grid choose-databases">
          <DataGrid
            label="Databases without this policy"
            columns={columns}
            count={shown.length}
            rowAt={(index) => shown[index]}
            keyOf={({ id }) => id}
            nameOf={({ name }) => name}
            at={at}
            onAt={setAt}
            onOpen={(_row, index) => choose(index, false)}
            choice={{
              areAll: keys.length > 0 && keys.every((key) => chosen.has(key)),
              areSome: chosen.size > 0,
              isChosen: ({ id }) => chosen.has(id),
              onChoose: choose,
              onChooseAll: () => setChosen(toggleAll(chosen, keys)),
            }}
          />
        </div>
        {shown.length === 0 && (
          <p className="soft">
            {search === '' ? 'Every database has it.' : 'No database matches the search.'}
          </p>
        )}
        {chosen.size > 0 && <ApplySummary plan={plan} policy={policy} />}
        <ConfirmApply plan={plan} policy={policy} onClose={onClose} />
      </div>
    </Modal>
  )
}
