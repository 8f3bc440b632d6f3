import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'

import type { JobState, JobView } from '../../../shared/domain/job.ts'
import type { ProtectionState } from '../../../shared/domain/protection.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { Age } from '../../components/age.tsx'
import { ProgressLine } from '../../components/progress-line.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useJobReport } from '../../state/use-answers.ts'
import { useCancelJob } from '../../state/use-actions.ts'
import { errorWords } from '../../text/error-words.ts'
import {
  cancelLeaves,
  hasRunPage,
  jobDurationMs,
  jobFraction,
  jobKindWords,
  jobNumbers,
  jobStateWords,
} from '../../text/job-words.ts'
import { ActButton } from '../access/act-button.tsx'

const marks: Readonly<Record<JobState, ProtectionState>> = {
  waiting: 'stored',
  running: 'running',
  done: 'proved',
  failed: 'failed',
  cancelled: 'at_risk',
}

/** One job: how far it is while it runs, how it ended after that; cancelling says what it leaves. */
export function JobCard({ job }: { readonly job: JobView }) {
  const isLive = job.state === 'running' || job.state === 'waiting'
  return (
    <article className="job" aria-label={`${jobKindWords[job.kind]} of ${job.database}`}>
      <div className="row">
        <StateMark state={marks[job.state]} word={jobStateWords[job.state]} isBare />
        <span className="job-name ellipsis">
          {jobKindWords[job.kind]} of{' '}
          {job.databaseId === '' ? (
            job.database
          ) : (
            <Link href={`/database/${job.databaseId}`}>{job.database}</Link>
          )}
        </span>
        {job.isScheduled && (
          <span className="soft small" title="A schedule asked for it">
            scheduled
          </span>
        )}
        <span className="soft small push num">
          {isLive ? job.state === 'waiting' && 'waiting' : <Age at={job.endedAt} />}
        </span>
      </div>
      {job.state === 'running' && <RunningLines job={job} />}
      {job.state === 'done' && <EndedLine job={job} />}
      {job.state === 'failed' && <FailedLines job={job} />}
      {isLive && <CancelJob job={job} />}
    </article>
  )
}

function RunningLines({ job }: { readonly job: JobView }) {
  return (
    <>
      <ProgressLine fraction={jobFraction(job)} label={`${jobKindWords[job.kind]} of ${job.database}`} />
      <div className="row spread soft small">
        <span className="ellipsis">{job.progress.step}</span>
        <span className="num">{jobNumbers(job)}</span>
      </div>
    </>
  )
}

function EndedLine({ job }: { readonly job: JobView }) {
  const ms = jobDurationMs(job)
  return (
    <div className="row spread soft small">
      {job.kind === 'backup' ? (
        <BackupEnd job={job} ms={ms} />
      ) : (
        <span>{ms === null ? 'Done' : `Done in ${formatDuration(ms)}`}</span>
      )}
      {hasRunPage(job.kind) ? (
        <Link href={`/recovery/job/${job.id}`}>Proof</Link>
      ) : (
        job.backupId !== undefined && <EndedLink job={job} backupId={job.backupId} />
      )}
    </div>
  )
}

function EndedLink({ job, backupId }: { readonly job: JobView; readonly backupId: string }) {
  if (job.kind === 'drill') return <Link href={`/recovery/drills/backup/${backupId}`}>Evidence</Link>
  return <Link href={`/backup/${backupId}`}>Backup</Link>
}

/** A backup that found nothing changed wrote no file, and says since when the database is as it is. */
function BackupEnd({ job, ms }: { readonly job: JobView; readonly ms: number | null }) {
  const { data: report } = useJobReport(job.id, job.state)
  const since = report?.unchangedSince
  if (since !== undefined)
    return <span>No changes since {formatMoment(since.takenAt)}: no file was written</span>
  return <span>{ms === null ? 'Done' : `Done in ${formatDuration(ms)}`}</span>
}

function FailedLines({ job }: { readonly job: JobView }) {
  const words = errorWords(job.fault ?? null)
  return (
    <div className="stack stack-tight small">
      <span>{words.message}</span>
      <span className="soft">{words.remedy}</span>
    </div>
  )
}

/** Asks once more before a job is cancelled, with what that leaves. */
export function CancelJob({ job }: { readonly job: JobView }) {
  const [isAsking, setIsAsking] = useState(false)
  const cancel = useCancelJob()
  if (!isAsking) {
    return (
      <ActButton
        act="jobs.cancel"
        variant="subtle"
        size="compact-xs"
        className="flush-left"
        onClick={() => setIsAsking(true)}
        aria-label={`Cancel the job on ${job.database}`}
      >
        Cancel
      </ActButton>
    )
  }
  return (
    <div className="job-cancel small">
      <span>{cancelLeaves[job.kind]}</span>
      <div className="row">
        <ActButton
          act="jobs.cancel"
          size="compact-xs"
          color="red"
          loading={cancel.isPending}
          onClick={() => cancel.mutate(job.id)}
        >
          Cancel the job
        </ActButton>
        <Button size="compact-xs" variant="default" onClick={() => setIsAsking(false)}>
          Go on
        </Button>
      </div>
    </div>
  )
}
