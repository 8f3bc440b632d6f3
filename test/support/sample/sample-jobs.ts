import { AsyncIteratorClass } from '@orpc/client'

import type { Client } from '../../../shared/contract/contract.ts'
import { type SampleStore, SampleFault } from './sample-store.ts'
import type { SceneName } from './scenes.ts'

/** Jobs, their history, and the stream of changes. */
export function sampleJobs(store: SampleStore, name: SceneName): Client['jobs'] {
  return {
    list: async () => store.scene.jobs,
    report: async ({ jobId }) => {
      const job = store.scene.jobs.find(({ id }) => id === jobId)
      const report =
        store.reports.get(jobId) ??
        store.scene.reports?.find((one) => one.job.id === jobId) ??
        (job && { job })
      if (report === undefined) throw new SampleFault({ code: 'JOB_UNKNOWN', job: jobId })
      return report
    },
    cancel: async ({ jobId }) => store.cancelJob(jobId),
    watch: async (_input, options) => {
      if (name === 'lost') throw new Error('the host is gone')
      const changes = store.hub.listen(options?.signal)
      return new AsyncIteratorClass(
        () => changes.next(),
        async () => void (await changes.return()),
      )
    },
    activity: async ({ databaseId, onlyFailures = false, offset = 0, limit = 200 }) => {
      const rows = store.scene.activity.filter(
        (one) =>
          (databaseId === undefined || one.databaseId === databaseId) &&
          (!onlyFailures || one.result === 'failed'),
      )
      return { rows: rows.slice(offset, offset + limit), total: rows.length }
    },
  }
}
