import { Button, TextInput } from '@mantine/core'
import { useLocation } from 'wouter'

import type { RestorePlan } from '../../../../shared/domain/restore-plan.ts'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useRestorePlan } from '../../../state/use-answers.ts'
import type { PlanQuestion } from '../../../state/query-keys.ts'
import { useStartRestore } from '../../../state/use-restore-actions.ts'
import { StepFoot } from '../stepper/step-foot.tsx'
import { ActButton } from '../../access/act-button.tsx'
import { PlanFacts } from './plan-facts.tsx'
import { PlanMethod } from './plan-method.tsx'
import { PlanWarnings } from './plan-warnings.tsx'
import {
  type Confirmation,
  type ConfirmationEvent,
  mayStart,
  methodOf,
  mustTypeName,
} from './confirm-plan.ts'
import { LookAgainHead } from './look-again-head.tsx'

interface PlanStepProps {
  readonly question: PlanQuestion
  readonly confirmation: Confirmation
  readonly tell: (event: ConfirmationEvent) => void
  /** The place of a job that was started: of its scenario. */
  readonly runPath: (jobId: string) => string
  /** Back to the step that chooses the target. */
  readonly onBack: () => void
}

/** What would be read, replaced and lost, what stays safe, and who has the file open: before anything is done. */
export function PlanStep(props: PlanStepProps) {
  const { data: plan, error, isFetching, refetch } = useRestorePlan(props.question)
  if (error !== null) {
    return (
      <FaultNotice
        fault={readFault(error)}
        onRetry={() => void refetch()}
        actions={
          <Button variant="default" onClick={props.onBack}>
            Choose another place
          </Button>
        }
      />
    )
  }
  if (plan === undefined) return <SkeletonLines />
  return <LoadedPlan {...props} plan={plan} isFetching={isFetching} onAgain={() => void refetch()} />
}

interface LoadedPlanProps extends PlanStepProps {
  readonly plan: RestorePlan
  readonly isFetching: boolean
  readonly onAgain: () => void
}

function LoadedPlan({ confirmation, tell, runPath, onBack, plan, isFetching, onAgain }: LoadedPlanProps) {
  const [, go] = useLocation()
  const start = useStartRestore()
  const method = methodOf(confirmation, plan)
  const isReady = mayStart(confirmation, plan) && !isFetching
  const submit = (): void =>
    start.mutate(
      {
        databaseId: plan.databaseId,
        backupId: plan.chain.at(-1)?.id ?? '',
        targetPath: plan.target.path,
        method,
        expectedTarget:
          plan.target.exists && plan.target.modifiedAt !== null
            ? { sizeBytes: plan.target.sizeBytes, modifiedAt: plan.target.modifiedAt }
            : null,
        confirmName: confirmation.typedName,
        scenario: plan.askedFor === null ? 'complete' : 'point_in_time',
      },
      // The run has a place of its own: Back must not lead to a plan that was carried out.
      { onSuccess: (jobId) => go(runPath(jobId), { replace: true }) },
    )
  return (
    <form
      className="stack stack-wide"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) submit()
      }}
    >
      <LookAgainHead title="The plan" isFetching={isFetching} onAgain={onAgain} />
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
          value={confirmation.typedName}
          onChange={(event) => tell({ kind: 'name_typed', name: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
          maw={420}
        />
      )}
      {start.error !== null && <FaultNotice fault={readFault(start.error)} onRetry={onAgain} />}
      <StepFoot
        note={
          <span className="soft">
            It can be cancelled until the new content is put in place; that leaves the target as it is.
          </span>
        }
        onBack={onBack}
      >
        <ActButton
          act="restore.start"
          type="submit"
          size="sm"
          {...(mustTypeName(plan) ? { color: 'red' } : {})}
          disabled={!isReady}
          loading={start.isPending}
        >
          {mustTypeName(plan) ? 'Replace and restore' : 'Restore'}
        </ActButton>
      </StepFoot>
    </form>
  )
}
