import type { ActivityEntry } from '../../shared/domain/views.ts'

/** The word of each kind of operation. */
export const activityKindWords: Readonly<Record<ActivityEntry['kind'], string>> = {
  backup: 'Backup',
  verify: 'Verification',
  restore: 'Restore',
  register: 'Registration',
  remove: 'Removal',
  vault: 'Vault',
}

/** The word of each result. A backup that was not needed is recorded as a success by the log and said here as such. */
export const activityResultWords: Readonly<Record<ActivityEntry['result'], string>> = {
  success: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
}
