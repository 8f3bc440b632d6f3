import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { Link } from 'wouter'

import type { JobReport } from '../../../../shared/contract/jobs-contract.ts'
import type { Restored } from './restored.ts'
import { formatDuration } from '../../../../shared/domain/words/format-duration.ts'
import { ChecksList } from '../../../components/checks-list.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { Notice } from '../../../components/notice.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useBackup, useDatabase } from '../../../state/use-answers.ts'
import { useResumeOperations } from '../../../state/use-restore-actions.ts'
import { ProofFacts } from './proof-facts.tsx'
import type { RecoveryScenario } from '../stepper/recovery-scenario.ts'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import { StepFoot } from '../stepper/step-foot.tsx'

interface RecoveryProofProps {
  readonly scenario: RecoveryScenario
  readonly report: JobReport
  readonly restored: Restored
}

/** The proof of a restore: worth printing; and the step that ends the recovery. */
export function RecoveryProof({ scenario, report, restored }: RecoveryProofProps) {
  const { job } = report
  const { data: database } = useDatabase(job.databaseId)
  const { data: backup } = useBackup(job.backupId ?? report.backup?.id ?? '')
  const resume = useResumeOperations()
  const rests = database?.recoveryStartedAt !== undefined
  const isEqual = backup === undefined || backup.root === restored.root
  const isProved = restored.validation.status === 'passed' && isEqual
  return (
    <RecoveryFrame
      scenario={scenario}
      at={rests ? 'resume' : 'done'}
      sentence={
        isProved
          ? `${job.database} is back, proved equal to its backup, in ${formatDuration(restored.durationMs)}.`
          : `${job.database} was restored and did not pass every check.`
      }
    >
      <div className="stack stack-wide proof">
        <Notice
          kind={isProved ? 'good' : 'failed'}
          title={
            isProved
              ? 'What was restored is what was backed up'
              : 'The restored content did not pass every check'
          }
        >
          <p className="mono">{restored.target}</p>
        </Notice>
        <section className="section">
          <h2>Proof</h2>
          <ChecksList validation={restored.validation} />
        </section>
        <ProofFacts job={job} restored={restored} backup={backup} />
        {resume.error !== null && <FaultNotice fault={readFault(resume.error)} />}
        <StepFoot
          note={
            <span className="soft">
              {rests
                ? 'Schedules of this database rest until operations are resumed. Check the application first.'
                : 'Operations go on. Nothing is left to do here.'}
            </span>
          }
        >
          <Button variant="default" size="sm" leftSection={<IconPrinter size={15} />} onClick={() => print()}>
            Print
          </Button>
          {rests ? (
            <Button size="sm" loading={resume.isPending} onClick={() => resume.mutate(job.databaseId)}>
              Resume operations
            </Button>
          ) : (
            <Button size="sm" component={Link} href={`/database/${job.databaseId}`}>
              To the database
            </Button>
          )}
        </StepFoot>
      </div>
    </RecoveryFrame>
  )
}
