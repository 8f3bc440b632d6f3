import { countOf } from '../../../shared/domain/words/format-count.ts'
import { useJobs } from '../../state/use-answers.ts'
import { JobCard } from '../activity/job-card.tsx'

/** Drills shown one by one; of the others only how many wait. */
const mostShown = 3

/** Drills that run or wait now; of one database where it is named. */
export function DrillJobs({ databaseId }: { readonly databaseId?: string }) {
  const { data: jobs = [] } = useJobs()
  const live = jobs.filter(
    (job) =>
      job.kind === 'drill' &&
      job.endedAt === undefined &&
      (databaseId === undefined || job.databaseId === databaseId),
  )
  if (live.length === 0) return null
  const running = live.filter(({ state }) => state === 'running')
  const waiting = live.length - running.length
  return (
    <section className="drill-jobs" aria-label="Drills at work">
      {running.slice(0, mostShown).map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
      {waiting > 0 && <p className="soft small">{countOf(waiting, 'drill')} waiting</p>}
    </section>
  )
}
