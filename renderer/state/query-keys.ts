import type { AuditFilter } from '../../shared/domain/audit/audit-views.ts'
import type { JobState } from '../../shared/domain/job.ts'
import type { RowChangeKind } from '../../shared/domain/comparison.ts'
import type { RowCondition, RowSelection } from '../../shared/domain/row-filter.ts'
import type { TriggerChoice } from '../../shared/domain/partial-restore.ts'

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
  /** Instead of a backup: the newest point not after this moment. */
  readonly at?: string | undefined
  readonly targetPath?: string | undefined
}

/** Which rows would be brought back, and out of which backup. */
export interface PartialQuestion {
  readonly databaseId: string
  readonly backupId: string
  readonly selections: readonly RowSelection[]
  readonly triggers?: TriggerChoice | undefined
}

/** Which rows of a table of a backup are looked at, in what order. */
export interface LookQuestion {
  readonly backupId: string
  readonly table: string
  readonly conditions: readonly RowCondition[]
  readonly sort?: string | undefined
  readonly descending: boolean
}

/** The two sides of a comparison; without another backup the right one is the live database. */
export interface CompareQuestion {
  readonly backupId: string
  readonly otherBackupId?: string | undefined
}

/** Which differing rows of one table. */
export type ChangesQuestion =
  | {
      readonly of: 'comparison'
      readonly sides: CompareQuestion
      readonly table: string
      readonly kind?: RowChangeKind
    }
  | {
      readonly of: 'partial'
      readonly databaseId: string
      readonly backupId: string
      readonly selection: RowSelection
      readonly kind?: RowChangeKind
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
  keepMarks: (databaseId: string | undefined) => ['backups', 'keep-marks', databaseId ?? 'all'],
  removed: (databaseId: string) => ['backups', 'removed', databaseId],
  cleanUp: ['timeline', 'clean-up'],
  policies: ['policies'],
  access: ['access'],
  ownAccess: ['access', 'own'],
  accessRules: ['access', 'rules'],
  timeline: ['timeline'],
  timelineLanes: ['timeline', 'lanes'],
  timelineView: (
    databaseIds: readonly string[],
    range: { readonly fromMs: number; readonly toMs: number },
  ) => ['timeline', 'view', databaseIds, range],
  timelinePreview: ['timeline', 'preview'],
  fate: (backupId: string) => ['timeline', 'fate', backupId],
  archives: ['archives'],
  keys: ['keys'],
  health: ['health'],
  healthHistory: (limit: number) => ['health', 'history', limit],
  drills: ['drills'],
  drillList: ['drills', 'list'],
  drillsOf: (databaseId: string) => ['drills', 'of', databaseId],
  drilled: (databaseId: string, offset: number) => ['drills', 'drilled', databaseId, offset],
  drill: (backupId: string) => ['drills', 'one', backupId],
  assertions: (databaseId: string) => ['drills', 'assertions', databaseId],
  alerts: ['alerts'],
  auditLog: (filter: AuditFilter) => ['audit', 'log', filter],
  auditVerdict: ['audit', 'verdict'],
  objectives: ['objectives'],
  objectiveList: ['objectives', 'list'],
  objective: (databaseId: string, days: number) => ['objectives', 'view', databaseId, days],
  objectiveCalendar: (databaseId: string) => ['objectives', 'calendar', databaseId],
  objectiveSaid: (databaseId: string) => ['objectives', 'said', databaseId],
  alertPage: (offset: number, containing: string | null) => ['alerts', 'list', offset, containing],
  escalation: ['alerts', 'escalation'],
  messages: ['alerts', 'messages'],
  channels: ['alerts', 'channels'],
  removedArchives: ['archives', 'removed'],
  archivesCleanUp: ['archives', 'clean-up'],
  archivePlan: (archiveId: string, toFolder: string | undefined) => ['archive-plan', archiveId, toFolder],
  policyList: ['policies', 'list'],
  policyFile: ['policies', 'file'],
  schedules: ['policies', 'schedules'],
  cron: (cron: string, timeZone: string) => ['policies', 'cron', cron, timeZone],
  plan: (question: PlanQuestion) => ['plan', question],
  points: (databaseId: string) => ['backups', 'points', databaseId],
  pointAt: (databaseId: string, at: string) => ['backups', 'point-at', databaseId, at],
  content: (backupId: string) => ['content', backupId],
  contentRows: (question: LookQuestion, offset: number) => ['content', 'rows', question, offset],
  comparison: (question: CompareQuestion) => ['comparison', question],
  partialPreview: (question: PartialQuestion) => ['partial', question],
  changes: (question: ChangesQuestion, offset: number) => ['changes', question, offset],
} as const
