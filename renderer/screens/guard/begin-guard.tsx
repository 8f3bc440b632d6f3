import { useEffect } from 'react'
import { useLocation } from 'wouter'

import type { DatabaseView } from '../../../shared/domain/views.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useJobReport, useJobs } from '../../state/use-answers.ts'
import { useBeginGuard } from '../../state/use-guard.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { JobCard } from '../activity/job-card.tsx'
import { StepFoot } from '../recovery/stepper/step-foot.tsx'
import { ActButton } from '../access/act-button.tsx'
import { GuardFrame } from './guard-frame.tsx'

interface BeginGuardProps {
  readonly database: DatabaseView
  /** The backup that is being taken; empty before it is asked for. */
  readonly jobId: string
}

/** The first step: what a guarded change is, and the backup it begins with. */
export function BeginGuard({ database, jobId }: BeginGuardProps) {
  return (
    <GuardFrame
      databaseId={database.id}
      name={database.name}
      at={0}
      sentence="A pre-update backup first; then the change, a check, and a way back."
    >
      {jobId === '' ? <Beginning database={database} /> : <TakingBackup database={database} jobId={jobId} />}
    </GuardFrame>
  )
}

function Beginning({ database }: { readonly database: DatabaseView }) {
  const { canBackUp } = useVaultPermits()
  return (
    <div className="stack stack-wide">
      <p>
        A full backup of {database.name} is taken and proved. Then the change is made by hand, in whatever
        program makes it. Afterwards a check tells what is wrong that was not wrong before, and what the
        change did; the change is kept, or rolled back to this backup.
      </p>
      {!database.sourceExists && (
        <Notice kind="risk" title="The database file is not at its path">
          <p>Without a backup of what is there now, no change can be guarded.</p>
        </Notice>
      )}
      <TakeBackup
        databaseId={database.id}
        isPossible={canBackUp && database.sourceExists}
        word="Take the pre-update backup"
      />
    </div>
  )
}

interface TakeBackupProps {
  readonly databaseId: string
  readonly isPossible: boolean
  readonly word: string
}

function TakeBackup({ databaseId, isPossible, word }: TakeBackupProps) {
  const [, go] = useLocation()
  const begin = useBeginGuard()
  const take = (): void =>
    begin.mutate(databaseId, {
      onSuccess: (jobId) => go(`/database/${databaseId}/guard/job/${jobId}`, { replace: true }),
    })
  return (
    <>
      {begin.error !== null && <FaultNotice fault={readFault(begin.error)} onRetry={take} />}
      <StepFoot note={<span className="soft">Nothing is changed by it. The database stays in use.</span>}>
        <ActButton
          act="guard.begin"
          size="sm"
          disabled={!isPossible}
          loading={begin.isPending}
          onClick={take}
        >
          {word}
        </ActButton>
      </StepFoot>
    </>
  )
}

function TakingBackup({ database, jobId }: BeginGuardProps) {
  const [, go] = useLocation()
  const { data: jobs } = useJobs()
  const listed = jobs?.find(({ id }) => id === jobId)
  const { data: report, error, refetch } = useJobReport(jobId, listed?.state)
  const job = listed ?? report?.job
  const isLive = job === undefined || job.state === 'running' || job.state === 'waiting'
  // Also one whose checks failed was stored: what it is good for is said where it is shown.
  const backupId = isLive ? undefined : job.backupId
  useEffect(() => {
    if (backupId !== undefined) go(`/database/${database.id}/guard/${backupId}`, { replace: true })
  }, [backupId, database.id, go])
  if (job === undefined && error !== null) {
    return <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
  }
  if (job === undefined || backupId !== undefined) return <SkeletonLines />
  if (isLive) {
    return (
      <div className="stack">
        <JobCard job={job} />
        <p className="soft">This page can be left: the backup goes on, and this address leads back to it.</p>
      </div>
    )
  }
  return (
    <div className="stack stack-wide">
      <FaultNotice fault={job.fault ?? null} />
      <TakeBackup databaseId={database.id} isPossible word="Take it again" />
    </div>
  )
}
