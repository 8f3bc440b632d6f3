import { countOf } from '../../../shared/domain/words/format-count.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useJobs } from '../../state/use-answers.ts'
import { HistoryList } from './history-list.tsx'
import { JobCard } from './job-card.tsx'

/** Live jobs shown here; the drawer has more. */
const mostLive = 6

/** What runs now, and everything that ran. */
export function ActivityScreen() {
  const { data: jobs = [], error, refetch } = useJobs()
  const live = jobs.filter(({ state }) => state === 'running' || state === 'waiting')
  const running = live.filter(({ state }) => state === 'running').length
  return (
    <div className="page page-fixed">
      <PageTitle
        title="Activity"
        sentence={
          live.length === 0
            ? 'No job is running.'
            : `${countOf(running, 'job')} running, ${live.length - running} waiting.`
        }
      />
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
      {live.length > 0 && (
        <section className="live-jobs" aria-label="Running and waiting jobs">
          {live.slice(0, mostLive).map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
        </section>
      )}
      {live.length > mostLive && (
        <p className="soft small">and {countOf(live.length - mostLive, 'more job')}, waiting</p>
      )}
      <HistoryList />
    </div>
  )
}
