import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'

import type { PolicyView } from '../../../../shared/domain/policies/policy-views.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useApplyPolicy } from '../../../state/use-policies.ts'
import type { ApplyPlan } from './apply-plan.ts'

interface ConfirmApplyProps {
  readonly plan: ApplyPlan
  /** Null: their policy is taken away. */
  readonly policy: PolicyView | null
  readonly onClose: () => void
}

/** Applies a policy; where databases would keep less than before only after its name was typed. */
export function ConfirmApply({ plan, policy, onClose }: ConfirmApplyProps) {
  const [typed, setTyped] = useState('')
  const apply = useApplyPolicy()
  const asksName = plan.less.length > 0 && policy !== null
  const isReady = plan.changed.length > 0 && (!asksName || typed === policy.name)
  const count = countOf(plan.changed.length, 'database')
  const word = policy === null ? `Take it away from ${count}` : `Apply to ${count}`
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isReady) return
        const databaseIds = plan.changed.map(({ id }) => id)
        apply.mutate({ policyId: policy?.id ?? null, databaseIds }, { onSuccess: onClose })
      }}
    >
      {asksName && (
        <TextInput
          label={
            <>
              Type <span className="mono">{policy.name}</span> to confirm
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {apply.error !== null && <FaultNotice fault={readFault(apply.error)} />}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          type="submit"
          disabled={!isReady}
          loading={apply.isPending}
          {...(asksName ? { color: 'red' } : {})}
        >
          {word}
        </Button>
      </div>
    </form>
  )
}
