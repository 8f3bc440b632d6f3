import { Button } from '@mantine/core'
import { Link } from 'wouter'

import { leavesTargetUnsure } from '../../../../shared/domain/faults/leaves-target-unsure.ts'
import type { JobView } from '../../../../shared/domain/job.ts'
import { cancelLeft, jobKindWords } from '../../../text/job-words.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import type { RecoveryScenario } from '../stepper/recovery-scenario.ts'
import { TargetNow } from './target-now.tsx'

interface EndedRestoreProps {
  readonly scenario: RecoveryScenario
  readonly job: JobView
}

/** A restore that ended and brought nothing: what is known of its target, and the way to plan it again. */
export function EndedRestore({ scenario, job }: EndedRestoreProps) {
  const again = (
    <Button component={Link} href={scenario.again(job)}>
      Plan it again
    </Button>
  )
  if (job.state === 'cancelled') {
    return (
      <RecoveryFrame scenario={scenario} at="run" sentence="Cancelled.">
        <EmptyState title={`The ${jobKindWords[job.kind].toLowerCase()} was cancelled`} actions={again}>
          {cancelLeft[job.kind]}
        </EmptyState>
      </RecoveryFrame>
    )
  }
  const isUnsure = leavesTargetUnsure(job.fault)
  return (
    <RecoveryFrame
      scenario={scenario}
      at="run"
      sentence={
        isUnsure
          ? `Whether ${job.database} is back is not known: ${job.databaseId === '' ? 'plan it again to see what is there' : 'look at the target'}.`
          : `The ${jobKindWords[job.kind].toLowerCase()} of ${job.database} failed.`
      }
    >
      <div className="stack stack-wide">
        <FaultNotice fault={job.fault ?? null} actions={again} />
        {isUnsure && job.databaseId !== '' && <TargetNow job={job} />}
      </div>
    </RecoveryFrame>
  )
}
