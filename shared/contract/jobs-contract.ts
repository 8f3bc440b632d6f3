import { eventIterator, type } from '@orpc/contract'
import { z } from 'zod'

import type { DetectionReport } from '../domain/drills/detection.ts'
import type { JobView } from '../domain/job.ts'
import type { Page } from '../domain/page.ts'
import type { PartialReport, SchemaCopyReport } from '../domain/partial-restore.ts'
import type { StoredBackup } from '../domain/protection.ts'
import type { PruneReport } from '../domain/retention/prune-views.ts'
import type { SystemRestoreReport } from '../domain/system-archive.ts'
import type { Validation } from '../domain/validation.ts'
import type { Settings, VaultStatus, ActivityEntry } from '../domain/views.ts'
import { forOperator, forViewer } from './base.ts'
import { idField, pageFields } from './fields.ts'

/** What a job brought in the end, for the screen that started it. */
export interface JobReport {
  readonly job: JobView
  readonly backup?: StoredBackup | undefined
  /** A backup job that found nothing changed: the backup whose state still is the database's. No file was written. */
  readonly unchangedSince?: StoredBackup | undefined
  readonly partial?: PartialReport | undefined
  readonly schemaCopy?: SchemaCopyReport | undefined
  readonly pruned?: PruneReport | undefined
  readonly system?: SystemRestoreReport | undefined
  readonly detection?: DetectionReport | undefined
  readonly restored?:
    | {
        readonly target: string
        readonly root: string
        readonly bytes: number
        readonly durationMs: number
        readonly safetyBackupId: string | null
        readonly setAside: string | null
        readonly validation: Validation
      }
    | undefined
}

/**
 * What changed, so that the window asks again for just that. `jobs` carries the views of jobs that moved
 * (at most ten a second in all); `lagged` says that events were dropped and everything should be asked again.
 */
export type ChangeEvent =
  | { readonly topic: 'jobs'; readonly jobs: readonly JobView[] }
  | { readonly topic: 'databases' }
  | { readonly topic: 'backups'; readonly databaseId: string }
  | { readonly topic: 'activity' }
  | { readonly topic: 'policies' }
  | { readonly topic: 'archives' }
  | { readonly topic: 'keys' }
  | { readonly topic: 'alerts' }
  | { readonly topic: 'vault'; readonly status: VaultStatus }
  | { readonly topic: 'settings'; readonly settings: Settings }
  | { readonly topic: 'lagged' }

export const jobsContract = {
  /** Running and waiting jobs, and the last 200 that ended. */
  list: forViewer.output(type<readonly JobView[]>()),
  report: forViewer.input(z.object({ jobId: idField })).output(type<JobReport>()),
  cancel: forOperator.input(z.object({ jobId: idField })),
  /** Everything that changes, as it changes. Ends when the host does; a client reconnects. */
  watch: forViewer.output(eventIterator(type<ChangeEvent>())),
  activity: forViewer
    .input(
      z.object({ databaseId: idField.optional(), onlyFailures: z.boolean().default(false), ...pageFields }),
    )
    .output(type<Page<ActivityEntry>>()),
}
