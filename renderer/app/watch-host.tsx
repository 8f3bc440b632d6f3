import { useEffect, useRef } from 'react'

import type { JobState, JobView } from '../../shared/domain/job.ts'
import { formatDuration } from '../../shared/domain/words/format-duration.ts'
import { useConnection } from '../state/connection.tsx'
import { useChanges } from '../state/follow-changes.ts'
import { useJobs } from '../state/use-answers.ts'
import { setView } from '../state/view-store.ts'
import { jobDurationMs, jobKindWords } from '../text/job-words.ts'
import { noticeDone, noticeFailedJob } from './notices.tsx'

/** More jobs than this ending at once are told in the list of jobs, not one by one. */
const mostNotices = 3

/** The jobs that ended since they were last looked at. */
export function endedSince(
  before: ReadonlyMap<string, JobState>,
  jobs: readonly JobView[],
): readonly JobView[] {
  return jobs.filter((job) => {
    const was = before.get(job.id)
    return (was === 'running' || was === 'waiting') && job.state !== was && job.endedAt !== undefined
  })
}

/** Follows the host's changes, tells of jobs that end, and takes files that are dropped on the window. */
export function WatchHost() {
  useChanges()
  const { data: jobs } = useJobs()
  const states = useRef(new Map<string, JobState>())
  useEffect(() => {
    if (jobs === undefined) return
    const ended = endedSince(states.current, jobs)
    states.current = new Map(jobs.map((job) => [job.id, job.state]))
    tellOf(ended)
  }, [jobs])
  const connection = useConnection()
  useEffect(
    () => connection.onPathsDropped((paths) => setView({ isAddingDatabases: true, droppedPaths: paths })),
    [connection],
  )
  return null
}

function tellOf(ended: readonly JobView[]): void {
  for (const job of ended.filter(({ state }) => state === 'failed').slice(0, mostNotices)) {
    noticeFailedJob(`${jobKindWords[job.kind]} of ${job.database} failed`, job.fault ?? null)
  }
  const done = ended.filter(({ state }) => state === 'done')
  if (done.length > mostNotices) return noticeDone(`${done.length} jobs are done.`)
  for (const job of done) {
    const ms = jobDurationMs(job)
    noticeDone(
      `${jobKindWords[job.kind]} of ${job.database} is done${ms === null ? '' : ` in ${formatDuration(ms)}`}.`,
    )
  }
}
