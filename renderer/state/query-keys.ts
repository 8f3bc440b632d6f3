import type { JobState } from '../../shared/domain/job.ts'
/** Which databases' backups, in what order. */
export interface BackupsQuestion {
  readonly databaseId?: string | undefined
  readonly search?: string | undefined
  readonly sort: 'takenAt' | 'database' | 'sizeBytes' | 'type' | 'label' | 'status'
  readonly descending: boolean
}

/** Which lines of the history of operations. */
export interface ActivityQuestion {
  readonly databaseId?: string | undefined
  readonly onlyFailures: boolean
}

/** What a restore would be planned for. */
export interface PlanQuestion {
  readonly databaseId: string
  readonly backupId?: string | undefined
  readonly targetPath?: string | undefined
}

/** One home for every key: a change event makes stale by the first words of a key. */
export const queryKeys = {
  system: ['system'],
  folder: (path: string) => ['folder', path],
  settings: ['settings'],
  vault: ['vault', 'status'],
  recentVaults: ['vault', 'recent'],
  databases: ['databases'],
  overview: ['databases', 'overview'],
  databaseList: ['databases', 'list'],
  database: (id: string) => ['databases', 'one', id],
  backups: ['backups'],
  backupList: (question: BackupsQuestion, offset: number) => ['backups', 'list', question, offset],
  backup: (id: string) => ['backups', 'one', id],
  jobs: ['jobs', 'list'],
  jobReport: (id: string, state: JobState | 'not_listed') => ['jobs', 'report', id, state],
  activity: ['activity'],
  activityList: (question: ActivityQuestion, offset: number) => ['activity', question, offset],
  plan: (question: PlanQuestion) => ['plan', question],
} as const
