import type { Fault } from './fault.ts'

/** What a job does. One job is one engine use case in one process. */
export type JobKind =
  | 'backup'
  | 'verify'
  | 'restore'
  | 'drill'
  | 'prove_detection'
  | 'merge'
  | 'partial_restore'
  | 'schema_copy'
  | 'prune'
  | 'system_backup'
  | 'system_verify'
  | 'system_restore'

/** How far a job is. `totalBytes` is null where it is not known yet: "not known" is never shown as 0. */
export interface JobProgress {
  /** The step, in a DBA's words: 'reading pages', 'proving', 'writing'. */
  readonly step: string
  readonly doneBytes: number
  readonly totalBytes: number | null
}

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/**
 * What a backup job that is done came to, where that is not what was asked for: nothing had changed and nothing was stored, or
 * a full was taken because no earlier backup could be built on.
 */
export type JobRemark = 'unchanged' | 'full_instead'

/** A job as the window and the command line see it. */
export interface JobView {
  readonly id: string
  readonly kind: JobKind
  readonly state: JobState
  readonly databaseId: string
  readonly database: string
  /** The backup that is verified, restored, or was taken. */
  readonly backupId?: string | undefined
  /** Where a restore brings it back to. */
  readonly targetPath?: string | undefined
  /** A schedule asked for it, not a person: it waits while schedules are paused. */
  readonly isScheduled: boolean
  readonly queuedAt: string
  readonly startedAt?: string | undefined
  readonly endedAt?: string | undefined
  readonly progress: JobProgress
  /** Bytes a second over the last seconds, measured; null while not known. */
  readonly bytesPerSecond: number | null
  /** Estimated from the measured speed, milliseconds; null while not known. */
  readonly timeLeftMs: number | null
  readonly fault?: Fault | undefined
  readonly remark?: JobRemark | undefined
}
