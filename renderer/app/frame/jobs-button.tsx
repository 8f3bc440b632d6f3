import { useJobs } from '../../state/use-answers.ts'
import { setView } from '../../state/view-store.ts'
import { jobFraction } from '../../text/job-words.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'

const radius = 10
const around = 2 * Math.PI * radius

/** A ring that fills as the running jobs do, with their number; opens the drawer. */
export function JobsButton() {
  const { data: jobs = [] } = useJobs()
  const live = jobs.filter(({ state }) => state === 'running' || state === 'waiting')
  const running = live.filter(({ state }) => state === 'running')
  const known = running.map(jobFraction).filter((fraction) => fraction !== null)
  const fraction = known.length === 0 ? 0 : known.reduce((sum, one) => sum + one, 0) / running.length
  const words = live.length === 0 ? 'No jobs running' : `${countOf(live.length, 'job')} running or waiting`
  return (
    <button
      type="button"
      className="jobs-button plain-button"
      title={words}
      onClick={() => setView({ isJobsDrawerOpen: true })}
    >
      <span className="jobs-ring" aria-hidden="true">
        <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" strokeWidth="2.5">
          <circle cx="12" cy="12" r={radius} stroke="var(--hf-line-strong)" />
          {live.length > 0 && (
            <circle
              cx="12"
              cy="12"
              r={radius}
              stroke="var(--hf-running)"
              strokeLinecap="round"
              strokeDasharray={`${Math.max(0.04, fraction) * around} ${around}`}
              transform="rotate(-90 12 12)"
            />
          )}
        </svg>
        <span className="jobs-ring-number num">{live.length > 99 ? '99' : live.length}</span>
      </span>
      <span className="soft">Jobs</span>
      <span className="visually-hidden">: {words}</span>
    </button>
  )
}
