import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { Link } from 'wouter'

import type { JobReport } from '../../../../shared/contract/jobs-contract.ts'
import type { Restored } from './restored.ts'
import { ChecksList } from '../../../components/checks-list.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { Notice } from '../../../components/notice.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useBackup, useDatabase } from '../../../state/use-answers.ts'
import { useResumeOperations } from '../../../state/use-restore-actions.ts'
import { judgeProof } from './judge-proof.ts'
import { proofLevels } from './proof-levels.ts'
import { ProofLines } from './proof-lines.tsx'
import { ProofFacts } from './proof-facts.tsx'
import { proofSentence, verdictWords } from './proof-words.ts'
import type { RecoveryScenario } from '../stepper/recovery-scenario.ts'
import { RecoveryFrame } from '../stepper/recovery-frame.tsx'
import { StepFoot } from '../stepper/step-foot.tsx'
import { ActButton } from '../../access/act-button.tsx'

interface RecoveryProofProps {
  readonly scenario: RecoveryScenario
  readonly report: JobReport
  readonly restored: Restored
}

/** The proof of a restore: worth printing; and the step that ends the recovery. */
export function RecoveryProof({ scenario, report, restored }: RecoveryProofProps) {
  const { job } = report
  const { data: database } = useDatabase(job.databaseId)
  const { data: backup, isLoading } = useBackup(job.backupId ?? report.backup?.id ?? '')
  const resume = useResumeOperations()
  const rests = database?.recoveryStartedAt !== undefined
  // No verdict before both roots are at hand: a green one must not turn red a moment later.
  if (isLoading) {
    return (
      <RecoveryFrame scenario={scenario} at="proof" sentence="Reading what was shown.">
        <SkeletonLines />
      </RecoveryFrame>
    )
  }
  const verdict = judgeProof(restored, backup?.root)
  const words = verdictWords[verdict]
  return (
    <RecoveryFrame
      scenario={scenario}
      at={rests ? 'resume' : 'done'}
      sentence={proofSentence(job.database, verdict, restored)}
    >
      <div className="stack stack-wide proof">
        <Notice kind={words.kind} title={words.title}>
          {words.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p className="mono">{restored.target}</p>
        </Notice>
        <section className="section">
          <h2>What this proves</h2>
          <ProofLines lines={proofLevels(restored.validation, verdict)} />
        </section>
        <section className="section">
          <h2>Checks</h2>
          <ChecksList validation={restored.validation} />
        </section>
        <ProofFacts job={job} restored={restored} backup={backup} verdict={verdict} />
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
            <ActButton
              act="restore.resumeOperations"
              size="sm"
              loading={resume.isPending}
              onClick={() => resume.mutate(job.databaseId)}
            >
              Resume operations
            </ActButton>
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
