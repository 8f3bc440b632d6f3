import { Modal, Select } from '@mantine/core'
import { useMemo, useState } from 'react'

import type { DatabaseView } from '../../../../shared/domain/views.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { listWords } from '../../../../shared/domain/words/list-words.ts'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { usePolicies } from '../../../state/use-policies.ts'
import { planApply } from './apply-plan.ts'
import { ApplySummary } from './apply-summary.tsx'
import { ConfirmApply } from './confirm-apply.tsx'

const noPolicy = 'none'

interface ApplyPolicyProps {
  readonly databases: readonly DatabaseView[]
  readonly onClose: () => void
}

/** Gives chosen databases a policy, or takes theirs away. */
export function ApplyPolicy({ databases, onClose }: ApplyPolicyProps) {
  const { data: view, error, refetch } = usePolicies()
  const [choice, setChoice] = useState<string | null>(null)
  const policies = useMemo(() => view?.policies ?? [], [view])
  const policy = policies.find(({ id }) => id === choice) ?? null
  const plan = useMemo(() => planApply(databases, policy, policies), [databases, policy, policies])
  const hasAny = databases.some(({ policyId }) => policyId !== undefined)
  const options = [
    ...policies
      .filter(({ scope }) => scope === 'databases')
      .map(({ id, name }) => ({ value: id, label: name })),
    ...(hasAny ? [{ value: noPolicy, label: 'No policy' }] : []),
  ]
  const [first] = databases
  const isOne = databases.length === 1
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Apply a policy to ${isOne ? (first?.name ?? '') : countOf(databases.length, 'database')}`}
      size={560}
    >
      <div className="stack">
        {!isOne && (
          <p className="soft">
            {listWords(
              databases.map(({ name }) => name),
              6,
            )}
          </p>
        )}
        {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
        {view === undefined && error === null && <SkeletonLines count={3} />}
        {view !== undefined && (
          <Select
            label="Policy"
            placeholder="Choose a policy"
            data={options}
            value={choice}
            onChange={setChoice}
            allowDeselect={false}
            data-autofocus
          />
        )}
        {choice !== null && (
          <>
            <ApplySummary plan={plan} policy={policy} />
            <ConfirmApply key={choice} plan={plan} policy={policy} onClose={onClose} />
          </>
        )}
      </div>
    </Modal>
  )
}
