import { Button, TextInput } from '@mantine/core'
import { useLocation } from 'wouter'

import type { RestorePlan } from '../../../shared/domain/restore-plan.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useRestorePlan } from '../../state/use-answers.ts'
import { useStartRestore } from '../../state/use-restore-actions.ts'
import { PlanFacts } from './plan-facts.tsx'
import { PlanMethod } from './plan-method.tsx'
import { PlanWarnings } from './plan-warnings.tsx'
import {
  mayStart,
  methodOf,
  mustTypeName,
  type RecoveryChoice,
  type RecoveryEvent,
} from './recovery-steps.ts'

interface PlanStepProps {
  readonly choice: RecoveryChoice
  readonly tell: (event: RecoveryEvent) => void
}

/** What would be read, replaced and lost, what stays safe, and who has the file open: before anything is done. */
export function PlanStep({ choice, tell }: PlanStepProps) {
  const {
    data: plan,
    error,
    isFetching,
    refetch,
  } = useRestorePlan({
    databaseId: choice.databaseId,
    ...(choice.backupId === '' ? {} : { backupId: choice.backupId }),
    ...(choice.place === 'other_file' ? { targetPath: choice.otherPath } : {}),
  })
  if (error !== null) {
    return (
      <FaultNotice
        fault={readFault(error)}
        onRetry={() => void refetch()}
        actions={
          <Button variant="default" onClick={() => tell({ kind: 'went_to', step: 'where' })}>
            Choose another place
          </Button>
        }
      />
    )
  }
  if (plan === undefined) return <SkeletonLines />
  return (
    <LoadedPlan
      choice={choice}
      tell={tell}
      plan={plan}
      isFetching={isFetching}
      onAgain={() => void refetch()}
    />
  )
}

interface LoadedPlanProps extends PlanStepProps {
  readonly plan: RestorePlan
  readonly isFetching: boolean
  readonly onAgain: () => void
}

function LoadedPlan({ choice, tell, plan, isFetching, onAgain }: LoadedPlanProps) {
  const [, go] = useLocation()
  const start = useStartRestore()
  const method = methodOf(choice, plan)
  const isReady = mayStart(choice, plan) && !isFetching
  const submit = (): void =>
    start.mutate(
      {
        databaseId: plan.databaseId,
        backupId: plan.chain.at(-1)?.id ?? choice.backupId,
        targetPath: plan.target.path,
        method,
        expectedTarget:
          plan.target.exists && plan.target.modifiedAt !== null
            ? { sizeBytes: plan.target.sizeBytes, modifiedAt: plan.target.modifiedAt }
            : null,
        confirmName: choice.typedName,
      },
      // The run has a place of its own: Back must not lead to a plan that was carried out.
      { onSuccess: (jobId) => go(`/recovery/job/${jobId}`, { replace: true }) },
    )
  return (
    <form
      className="stack stack-wide"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) submit()
      }}
    >
      <div className="row spread">
        <h2>The plan</h2>
        <Button variant="subtle" size="compact-xs" loading={isFetching} onClick={onAgain}>
          Look again
        </Button>
      </div>
      <PlanFacts plan={plan} method={method} />
      <PlanWarnings plan={plan} />
      <PlanMethod
        plan={plan}
        method={method}
        onMethod={(chosen) => tell({ kind: 'method_chosen', method: chosen })}
      />
      {mustTypeName(plan) && (
        <TextInput
          label={
            <>
              Type <span className="mono">{plan.database}</span> to replace what is at the target
            </>
          }
          value={choice.typedName}
          onChange={(event) => tell({ kind: 'name_typed', name: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
          maw={420}
        />
      )}
      {start.error !== null && <FaultNotice fault={readFault(start.error)} onRetry={onAgain} />}
      <div className="step-foot">
        <p className="soft">
          It can be cancelled until the new content is put in place; that leaves the target as it is.
        </p>
        <Button
          type="submit"
          size="sm"
          {...(mustTypeName(plan) ? { color: 'red' } : {})}
          disabled={!isReady}
          loading={start.isPending}
        >
          {mustTypeName(plan) ? `Replace and restore` : 'Restore'}
        </Button>
      </div>
    </form>
  )
}
