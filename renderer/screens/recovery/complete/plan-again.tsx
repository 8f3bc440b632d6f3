import { FaultNotice } from '../../../components/fault-notice.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useDatabases, useJobReport } from '../../../state/use-answers.ts'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import { beginAgain, completeRecovery } from './complete-steps.ts'
import { CompleteWizard } from './complete-wizard.tsx'

/** The wizard at the plan of a restore that was started before: the target is looked at anew, the rest is as it was chosen. */
export function PlanAgain({ jobId }: { readonly jobId: string }) {
  const { data: report, error, refetch } = useJobReport(jobId, undefined)
  const { data: databases, error: databasesError, refetch: askAgain } = useDatabases()
  if (report !== undefined && databases !== undefined) {
    const own = databases.find(({ id }) => id === report.job.databaseId)
    return <CompleteWizard begin={beginAgain(report.job, own?.path)} />
  }
  const failure = error ?? databasesError
  return (
    <RecoveryFrame scenario={completeRecovery} at="plan" sentence="Plans a restore again.">
      {failure === null ? (
        <SkeletonLines />
      ) : (
        <FaultNotice
          fault={readFault(failure)}
          onRetry={() => {
            void refetch()
            void askAgain()
          }}
        />
      )}
    </RecoveryFrame>
  )
}
