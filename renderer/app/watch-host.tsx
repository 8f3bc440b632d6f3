import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'

import type { JobState, JobView } from '../../shared/domain/job.ts'
import { useConnection } from '../state/connection.tsx'
import { useChanges } from '../state/follow-changes.ts'
import { useJobs } from '../state/use-answers.ts'
import { setView } from '../state/view-store.ts'
import { jobKindWords } from '../text/job-words.ts'
import { noticeDone, noticeFailedJob } from './notices.tsx'

/** More failures than this at once are told in the list of jobs, not one by one. */
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
  const [place] = useLocation()
  const { data: jobs } = useJobs()
  const states = useRef(new Map<string, JobState>())
  useEffect(() => {
    if (jobs === undefined) return
    const ended = endedSince(states.current, jobs)
    states.current = new Map(jobs.map((job) => [job.id, job.state]))
    tellOf(ended, place)
  }, [jobs, place])
  const connection = useConnection()
  useEffect(
    () => connection.onPathsDropped((paths) => setView({ isAddingDatabases: true, droppedPaths: paths })),
    [connection],
  )
  return null
}

/** A restore whose page is looked at needs no notice: the page says more. */
function tellOf(ended: readonly JobView[], place: string): void {
  for (const job of ended.filter(({ state }) => state === 'failed').slice(0, mostNotices)) {
    noticeFailedJob(`${jobKindWords[job.kind]} of ${job.database} failed`, job.fault ?? null)
  }
  const done = ended.filter(({ id, state }) => state === 'done' && !place.endsWith(`/job/${id}`))
  if (done.length > 0) noticeDone(done)
}
