import { Button, Drawer } from '@mantine/core'
import { Link } from 'wouter'

import { JobCard } from '../../screens/activity/job-card.tsx'
import { PauseSchedules, SchedulesSentence } from '../../screens/policies/schedules-now.tsx'
import { useJobs } from '../../state/use-answers.ts'
import { useSchedules } from '../../state/use-policies.ts'
import { setView, useViewStore } from '../../state/view-store.ts'

/** Jobs shown at most in each part of the drawer; the rest is in Activity. */
const most = 30

/** The running and waiting jobs, and the last that ended. */
export function JobsDrawer() {
  const isOpen = useViewStore((view) => view.isJobsDrawerOpen)
  const { data: jobs = [] } = useJobs()
  const close = (): void => setView({ isJobsDrawerOpen: false })
  const live = jobs.filter(({ state }) => state === 'running' || state === 'waiting')
  const ended = jobs.filter(({ endedAt }) => endedAt !== undefined)
  return (
    <Drawer opened={isOpen} onClose={close} position="right" title="Jobs" size={440}>
      <div className="stack stack-wide">
        {isOpen && <DrawerSchedules onLeave={close} />}
        <section className="section">
          <h2>Running and waiting</h2>
          {live.length === 0 && <p className="soft">No job is running.</p>}
          {live.slice(0, most).map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
          {live.length > most && <p className="soft">and {live.length - most} more</p>}
        </section>
        {ended.length > 0 && (
          <section className="section">
            <h2>Ended</h2>
            {ended.slice(0, most).map((job) => (
              <JobCard key={job.id} job={job} />
            ))}
          </section>
        )}
        <Button component={Link} href="/activity" variant="default" onClick={close}>
          All activity
        </Button>
      </div>
    </Drawer>
  )
}

/** Who runs the schedules, with pause and resume: what is about to become a job. */
function DrawerSchedules({ onLeave }: { readonly onLeave: () => void }) {
  const { data: schedules } = useSchedules()
  if (schedules === undefined) return null
  return (
    <section className="section" aria-label="Schedules">
      <div className="section-head">
        <h2>Schedules</h2>
        <Link href="/settings/policies" className="small push" onClick={onLeave}>
          Policies
        </Link>
      </div>
      <div className="row drawer-schedules">
        <SchedulesSentence view={schedules} />
      </div>
      <div className="row">
        <PauseSchedules view={schedules} />
      </div>
    </section>
  )
}
