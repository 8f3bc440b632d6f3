import { useJobs } from '../../state/use-answers.ts'
import { JobCard } from '../activity/job-card.tsx'

/** The jobs that run on a database now. */
export function DatabaseJobs({ databaseId }: { readonly databaseId: string }) {
  const { data: jobs = [] } = useJobs()
  const live = jobs.filter(
    (job) => job.databaseId === databaseId && (job.state === 'running' || job.state === 'waiting'),
  )
  return live.slice(0, 3).map((job) => <JobCard key={job.id} job={job} />)
}
