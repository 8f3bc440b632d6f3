import type { JobReport } from '../../../shared/contract/jobs-contract.ts'
import type { JobView } from '../../../shared/domain/job.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { SchedulesView } from '../../../shared/domain/schedule/schedule-views.ts'
import type { ActivityEntry, DatabaseView, VaultStatus } from '../../../shared/domain/views.ts'

/** Everything a scene shows. */
export interface Scene {
  readonly vault: VaultStatus
  readonly databases: readonly DatabaseView[]
  /** Newest first. */
  readonly backups: readonly StoredBackup[]
  readonly jobs: readonly JobView[]
  readonly activity: readonly ActivityEntry[]
  readonly policies: readonly Policy[]
  readonly actedBy: SchedulesView['actedBy']
  readonly paused: SchedulesView['paused']
  /** What jobs that ended brought. */
  readonly reports?: readonly JobReport[]
}
