import type { ReactNode } from 'react'

import type { JobReport } from '../../../../shared/contract/jobs-contract.ts'
import type { JobKind, JobView } from '../../../../shared/domain/job.ts'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { ProgressLine } from '../../../components/progress-line.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useJobReport, useJobs } from '../../../state/use-answers.ts'
import { jobFraction, jobKindWords, jobNumbers } from '../../../text/job-words.ts'
import { CancelJob } from '../../activity/job-card.tsx'
import { RecoveryProof } from '../proof/recovery-proof.tsx'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import type { RecoveryScenario } from '../stepper/recovery-scenario.ts'
import { EndedRestore } from './ended-restore.tsx'

const runWords: Partial<Readonly<Record<JobKind, string>>> = {
  partial_restore: 'Bringing rows back into',
  schema_copy: 'Making an empty copy of',
}

const isLive = ({ state }: JobView): boolean => state === 'running' || state === 'waiting'

interface RecoveryRunProps {
  readonly scenario: RecoveryScenario
  readonly jobId: string
  /** The proof of a job that brought something else than a restored file; null: it brought nothing. Left out: none does. */
  readonly proofOf?: (report: JobReport) => ReactNode
}

/** The run of a restore of any kind, its proof, and the last step. Has a place of its own: it can be left and come back to. */
export function RecoveryRun({ scenario, jobId, proofOf }: RecoveryRunProps) {
  const { data: jobs } = useJobs()
  const listed = jobs?.find(({ id }) => id === jobId)
  const { data: report, error, refetch } = useJobReport(jobId, listed?.state)
  // Trap: a job that was just started may be reported before the list of jobs has it, and then the report is of a running one.
  const job = listed ?? report?.job
  if (error !== null && job === undefined) {
    return (
      <RecoveryFrame scenario={scenario} at="run" sentence="This restore is not known any more.">
        <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
      </RecoveryFrame>
    )
  }
  if (job !== undefined && isLive(job)) {
    return (
      <RecoveryFrame
        scenario={scenario}
        at="run"
        sentence={`${runWords[job.kind] ?? 'Restoring'} ${job.database}.`}
      >
        <RunningRestore job={job} />
      </RecoveryFrame>
    )
  }
  if (report === undefined || isLive(report.job)) {
    return (
      <RecoveryFrame scenario={scenario} at="run" sentence="Reading how it ended.">
        <SkeletonLines />
      </RecoveryFrame>
    )
  }
  if (report.restored !== undefined)
    return <RecoveryProof scenario={scenario} report={report} restored={report.restored} />
  return proofOf?.(report) ?? <EndedRestore scenario={scenario} job={report.job} />
}

function RunningRestore({ job }: { readonly job: JobView }) {
  return (
    <section className="section">
      <h2>{job.state === 'waiting' ? 'Waiting for a free place' : `Step: ${job.progress.step}`}</h2>
      <ProgressLine
        fraction={job.state === 'waiting' ? 0 : jobFraction(job)}
        label={`${jobKindWords[job.kind]} of ${job.database}`}
        size={10}
      />
      <output className="num soft">
        {job.state === 'waiting' ? 'Other jobs run first.' : jobNumbers(job)}
      </output>
      <p className="soft">
        This page can be left: the work goes on, and the ring at the top leads back to it.
      </p>
      <CancelJob job={job} />
    </section>
  )
}
