import type { DrillLevel } from '../drills/drill.ts'
import type { Fault } from '../fault.ts'
import type { PromisedScenario } from '../objectives/objective.ts'
import type { BrokenLink } from '../recovery-point.ts'
import type { MissedReason } from '../schedule/slot-memory.ts'

/** What of a database an alert can be about. */
interface OfDatabase {
  readonly databaseId: string
  readonly database: string
}

/** Which threshold a cause was judged by, and whence it is. */
export interface ThresholdUsed {
  /** Milliseconds. `schedule`: how long beyond its moment a run is waited for; `policy`, of a late backup: how old the newest may be. */
  readonly ms: number
  readonly from: 'policy' | 'schedule' | 'setting'
  /** The name of the policy that says it, or has the schedule; null: none does. */
  readonly policy: string | null
}

/** Left out of causes that an earlier version kept. */
interface Judged {
  readonly threshold?: ThresholdUsed | undefined
}

/** Why what was due is not there: its run was missed for that reason, or its policy was put to rest. */
export type DelayReason = MissedReason | 'policy_rests'

/** Why the program is not healthy: a code and the facts, never words. Moments are UTC, ISO 8601. */
export type HealthCause =
  /** The newest attempt failed, and none succeeded after it. */
  | (OfDatabase & {
      readonly kind: 'backup_failed'
      readonly failedAt: string
      readonly fault: Fault | null
    })
  /** So many verdicts one after the other were bad: the setting's number, or that on the newest backup alone. */
  | (OfDatabase & {
      readonly kind: 'validation_failed'
      readonly checkedAt: string
      readonly failuresInARow: number
    })
  /** The newest backup needs one that is gone or damaged: sound as it is, it can't be brought back. */
  | (OfDatabase & {
      readonly kind: 'chain_broken'
      readonly takenAt: string
      readonly link: BrokenLink
    })
  /** What was due by then is not there. `because` null: not known, nothing ran. */
  | (OfDatabase &
      Judged & {
        readonly kind: 'backup_delayed'
        readonly dueAt: string
        readonly newestAt: string | null
        readonly because: DelayReason | null
      })
  | (OfDatabase &
      Judged & {
        readonly kind: 'backup_slow'
        readonly takenAt: string
        readonly durationMs: number
      })
  /** The newest proved state is older than somebody promised. `provedAt` null: none was ever proved, since `registeredAt`. */
  | (OfDatabase & {
      readonly kind: 'rpo_breached'
      readonly promisedMs: number
      readonly provedAt: string | null
      readonly registeredAt: string
    })
  /** The newest restore or drill took longer than is promised. */
  | (OfDatabase & {
      readonly kind: 'rto_breached'
      readonly scenario: PromisedScenario
      readonly promisedMs: number
      readonly measuredMs: number
      readonly measuredAt: string
    })
  /** The last drill of a backup that came to a verdict did not bring it back as it was. It ends when one does, or the backup is gone. */
  | (OfDatabase & {
      readonly kind: 'drill_failed'
      readonly backupId: string
      readonly drilledAt: string
      readonly level: DrillLevel | null
      readonly detail: string
    })
  /** No drill came to a verdict for too long. `lastAt`: the last that did; null: none ever did. */
  | (OfDatabase &
      Judged & {
        readonly kind: 'drill_overdue'
        readonly dueAt: string
        readonly lastAt: string | null
      })
  | { readonly kind: 'storage_capacity'; readonly usedShare: number; readonly freeBytes: number }
  /** The vault can't be reached from a machine that works with it. `folder`: where it was. */
  | { readonly kind: 'vault_away'; readonly folder: string; readonly since: string }
  /** The vault can be read and not written, from a machine that works with it. */
  | {
      readonly kind: 'vault_unwritable'
      readonly folder: string
      readonly since: string
      readonly fault: Fault
    }
  /** What keeps a check from being made; `escalation`: what keeps it from being known who is told. */
  | { readonly kind: 'not_known'; readonly check: HealthCheckName | 'escalation'; readonly detail: string }

/** The product's five checks, by its names for them, and the one of drills. */
export const healthCheckNames = [
  'recent_backups',
  'validation_status',
  'storage_capacity',
  'backup_performance',
  'remote_sync_status',
  'recovery_drills',
] as const
export type HealthCheckName = (typeof healthCheckNames)[number]

/** What a cause is told apart by: while one of this key is open no other is opened. */
export function keyOfCause(cause: HealthCause): string {
  // Each way of bringing it back has its own promise.
  if (cause.kind === 'rto_breached') return `${cause.kind}:${cause.databaseId}:${cause.scenario}`
  // Who took one red chain on has not taken on the next.
  if (cause.kind === 'drill_failed') return `${cause.kind}:${cause.backupId}`
  if ('databaseId' in cause) return `${cause.kind}:${cause.databaseId}`
  return cause.kind === 'not_known' ? `${cause.kind}:${cause.check}` : cause.kind
}
