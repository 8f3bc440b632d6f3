import type { ActivityEntry } from '../../shared/domain/views.ts'

/** The word of each kind of operation. */
export const activityKindWords: Readonly<Record<ActivityEntry['kind'], string>> = {
  backup: 'Backup',
  verify: 'Verification',
  restore: 'Restore',
  merge: 'Merge',
  partial_restore: 'Partial restore',
  schema_copy: 'Schema copy',
  guard: 'Guarded change',
  system_backup: 'System backup',
  system_verify: 'System verification',
  system_restore: 'System restore',
  register: 'Registration',
  remove: 'Removal',
  vault: 'Vault',
  prune: 'Clean-up',
  set_aside: 'Set aside',
  put_back: 'Put back',
  keep_mark: 'Pin or hold',
}

/** The word of each result. */
export const activityResultWords: Readonly<Record<ActivityEntry['result'], string>> = {
  success: 'Done',
  no_changes_required: 'No changes',
  failed: 'Failed',
  cancelled: 'Cancelled',
  missed: 'Missed',
}
