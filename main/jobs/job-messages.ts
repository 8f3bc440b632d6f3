import type { RowChangesView } from '../../shared/domain/comparison.ts'
import type { DetectionReport } from '../../shared/domain/drills/detection.ts'
import type { Fault } from '../../shared/domain/fault.ts'
import type { ChangeSeen } from '../../shared/domain/guard.ts'
import type { JobProgress } from '../../shared/domain/job.ts'
import type { PartialPreview } from '../../shared/domain/partial-restore.ts'
import type {
  BackupOutcome,
  BackupRequest,
  ChangeCheckRequest,
  MergeOutcome,
  MergeRequest,
  PartialPreviewRequest,
  PartialRestoreOutcome,
  PartialRestoreRequest,
  PartialRowsRequest,
  CompareOutcome,
  CompareRequest,
  LookOutcome,
  LookRequest,
  RestoreOutcome,
  RestoreRequest,
  SchemaCopyOutcome,
  SchemaCopyRequest,
  VerifyOutcome,
  VerifyRequest,
} from '../engine/engine-types.ts'
import type {
  DetectionRequest,
  DrillOutcome,
  DrillRequest,
  SystemBackupOutcome,
  SystemBackupRequest,
  SystemRestoreOutcome,
  SystemRestoreRequest,
  SystemVerifyOutcome,
  SystemVerifyRequest,
} from '../engine/engine.ts'

/** What one job process is told to do. */
export type JobOrder =
  | { readonly kind: 'backup'; readonly request: BackupRequest }
  | { readonly kind: 'verify'; readonly request: VerifyRequest }
  | { readonly kind: 'restore'; readonly request: RestoreRequest }
  | { readonly kind: 'drill'; readonly request: DrillRequest }
  | { readonly kind: 'prove_detection'; readonly request: DetectionRequest }
  | { readonly kind: 'merge'; readonly request: MergeRequest }
  | { readonly kind: 'schema_copy'; readonly request: SchemaCopyRequest }
  | { readonly kind: 'partial_preview'; readonly request: PartialPreviewRequest }
  | { readonly kind: 'partial_rows'; readonly request: PartialRowsRequest }
  | { readonly kind: 'partial_restore'; readonly request: PartialRestoreRequest }
  | { readonly kind: 'look'; readonly request: LookRequest }
  | { readonly kind: 'compare'; readonly request: CompareRequest }
  | { readonly kind: 'check_change'; readonly request: ChangeCheckRequest }
  | { readonly kind: 'system_backup'; readonly request: SystemBackupRequest }
  | { readonly kind: 'system_verify'; readonly request: SystemVerifyRequest }
  | { readonly kind: 'system_restore'; readonly request: SystemRestoreRequest }

/** The outcome that belongs to an order's kind. */
export interface OutcomeOf {
  backup: BackupOutcome
  verify: VerifyOutcome
  restore: RestoreOutcome
  drill: DrillOutcome
  prove_detection: DetectionReport
  merge: MergeOutcome
  schema_copy: SchemaCopyOutcome
  partial_preview: PartialPreview
  partial_rows: RowChangesView
  partial_restore: PartialRestoreOutcome
  look: LookOutcome
  compare: CompareOutcome
  check_change: ChangeSeen
  system_backup: SystemBackupOutcome
  system_verify: SystemVerifyOutcome
  system_restore: SystemRestoreOutcome
}

/** To the job process. */
export type ToJob =
  { readonly say: 'start'; readonly order: JobOrder } | { readonly say: 'cancel'; readonly fault: Fault }

/** From the job process. After `done` or `failed` it says nothing more and ends. */
export type FromJob =
  | { readonly say: 'ready' }
  | { readonly say: 'progress'; readonly progress: JobProgress }
  | {
      readonly say: 'log'
      readonly level: 'info' | 'warn' | 'error'
      readonly event: string
      readonly facts: Readonly<Record<string, unknown>>
    }
  | { readonly say: 'done'; readonly outcome: OutcomeOf[JobOrder['kind']] }
  | { readonly say: 'failed'; readonly fault: Fault }
