import type { Fault } from '../../shared/domain/fault.ts'
import type { ActivityEntry } from '../../shared/domain/views.ts'
import { countOf } from '../../shared/domain/words/format-count.ts'
import { formatWallTime, localZone } from './local-moment.ts'

type MissedFault = Extract<Fault, { code: 'RUN_MISSED' }>

/** The word of each kind of operation. */
export const activityKindWords: Readonly<Record<ActivityEntry['kind'], string>> = {
  backup: 'Backup',
  verify: 'Verification',
  restore: 'Restore',
  drill: 'Drill',
  prove_detection: 'Proof of detection',
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

/** The moment that a schedule named, in the clock of this place: 'scheduled for 06:00'. */
export function scheduledFor(slotAt: string): string {
  return `scheduled for ${formatWallTime(Date.parse(slotAt), localZone()).slice(11, 16)}`
}

const missedReasons: Readonly<Record<MissedFault['reason'], string>> = {
  not_running: 'no program ran',
  under_recovery: 'under recovery',
  paused: 'schedules were paused',
  interrupted: 'interrupted',
  overtaken: 'earlier runs took too long',
}

/** Why runs were missed, for a table's cell: '4 runs: no program ran'. */
export function missedWords({ reason, slots }: MissedFault): string {
  return `${countOf(slots, 'run')}: ${missedReasons[reason]}`
}
