import { listActivity } from '../operations/activity/list-activity.ts'
import { cancelJob, reportJob } from '../operations/queue/report-job.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'
import { watchChanges } from './watch-changes.ts'

/** Answers `jobs`: what runs, what it brought, what changes, and the history. */
export function jobsApi({ operations }: ApiSurroundings) {
  const { jobs } = guarded
  return {
    list: jobs.list.handler(() => operations.queue.views()),
    report: jobs.report.handler(({ input }) => reportJob(operations, input.jobId)),
    cancel: jobs.cancel.handler(({ input }) => cancelJob(operations, input.jobId)),
    watch: jobs.watch.handler(({ signal }) =>
      watchChanges(operations.changes, operations.world.timers, signal),
    ),
    activity: jobs.activity.handler(({ input }) => listActivity(operations, input)),
  }
}
