import type { Fault } from '../fault.ts'
import type { MissedReason } from '../schedule/slot-memory.ts'
import { healthCheckNames, type HealthCause, type HealthCheckName } from './health-cause.ts'
import type { HealthCheck, HealthReport, HealthThresholds } from './health-report.ts'

/** What the health of one database is judged by. Moments are UTC, ISO 8601. */
export interface DatabaseFacts {
  readonly databaseId: string
  readonly database: string
  /** The newest moment that its schedule named and whose patience is over; null: nothing was due yet, or it has no schedule. */
  readonly dueAt: string | null
  /** Why the run of that moment was missed, if that is known. */
  readonly missedBecause: MissedReason | null
  /** When it was last known to be as a backup has it: one was taken, or nothing had changed. */
  readonly newestAt: string | null
  /** The newest attempt, if it failed. */
  readonly failed: { readonly at: string; readonly fault: Fault | null } | null
  /** Bad verdicts one after the other, from the newest back. */
  readonly failuresInARow: number
  readonly newestVerdictAt: string | null
  /** The newest backup, and how long it took. */
  readonly newestRun: { readonly takenAt: string; readonly durationMs: number } | null
}

/** What the health of a vault is judged by. */
export interface HealthFacts {
  /** UTC, ISO 8601. */
  readonly now: string
  readonly databases: readonly DatabaseFacts[]
  /** Of the vault's file system; null: it does not tell. */
  readonly storage: { readonly totalBytes: number; readonly freeBytes: number } | null
  /** What could not be found out, by the check that it is needed for. */
  readonly unknown: readonly { readonly check: HealthCheckName; readonly detail: string }[]
}

type Judge = (facts: HealthFacts, thresholds: HealthThresholds) => Omit<HealthCheck, 'status'>

function ofDatabases(judge: (one: DatabaseFacts, thresholds: HealthThresholds) => HealthCause | null): Judge {
  return ({ databases }, thresholds) => ({
    checkedCount: databases.length,
    causes: databases.flatMap((one) => judge(one, thresholds) ?? []),
  })
}

function nameOf({ databaseId, database }: DatabaseFacts): Pick<DatabaseFacts, 'databaseId' | 'database'> {
  return { databaseId, database }
}

/** A failed attempt says more than that nothing came: one cause, and not two. */
function judgeRecent(one: DatabaseFacts): HealthCause | null {
  const { failed, dueAt, newestAt, missedBecause } = one
  if (failed !== null) {
    return { ...nameOf(one), kind: 'backup_failed', failedAt: failed.at, fault: failed.fault }
  }
  if (dueAt === null || (newestAt !== null && newestAt >= dueAt)) return null
  return { ...nameOf(one), kind: 'backup_delayed', dueAt, newestAt, because: missedBecause }
}

function judgeVerdicts(one: DatabaseFacts, { validationFailures }: HealthThresholds): HealthCause | null {
  const { failuresInARow, newestVerdictAt: checkedAt } = one
  if (checkedAt === null || failuresInARow < validationFailures) return null
  return { ...nameOf(one), kind: 'validation_failed', checkedAt, failuresInARow }
}

function judgeSpeed(one: DatabaseFacts, { backupDurationMs }: HealthThresholds): HealthCause | null {
  const { newestRun } = one
  if (newestRun === null || newestRun.durationMs <= backupDurationMs) return null
  return { ...nameOf(one), kind: 'backup_slow', ...newestRun }
}

const judgeStorage: Judge = ({ storage }, { storageShare }) => {
  if (storage === null || storage.totalBytes <= 0) return { checkedCount: 0, causes: [] }
  const { totalBytes, freeBytes } = storage
  const usedShare = Math.min(1, Math.max(0, 1 - freeBytes / totalBytes))
  const causes: HealthCause[] =
    usedShare < storageShare ? [] : [{ kind: 'storage_capacity', usedShare, freeBytes }]
  return { checkedCount: 1, causes }
}

const judges: Readonly<Record<HealthCheckName, Judge>> = {
  recent_backups: ofDatabases(judgeRecent),
  validation_status: ofDatabases(judgeVerdicts),
  storage_capacity: judgeStorage,
  backup_performance: ofDatabases(judgeSpeed),
  // No destination exists yet that anything is sent to.
  remote_sync_status: () => ({ checkedCount: 0, causes: [] }),
}

function statusOf(
  isUnknown: boolean,
  { checkedCount, causes }: Omit<HealthCheck, 'status'>,
): HealthCheck['status'] {
  if (causes.some(({ kind }) => kind !== 'not_known')) return 'degraded'
  if (isUnknown) return 'not_known'
  return checkedCount === 0 ? 'not_applicable' : 'passed'
}

/** Judges the health of a vault. DEGRADED where a check degrades, and where one could not be made. */
export function judgeHealth(facts: HealthFacts, thresholds: HealthThresholds): HealthReport {
  const judged = healthCheckNames.map((check): [HealthCheckName, HealthCheck] => {
    const found = judges[check](facts, thresholds)
    const unknown = facts.unknown.filter((one) => one.check === check)
    const causes = [...found.causes, ...unknown.map((one): HealthCause => ({ kind: 'not_known', ...one }))]
    const whole = { checkedCount: found.checkedCount, causes }
    return [check, { status: statusOf(unknown.length > 0, whole), ...whole }]
  })
  const isFine = judged.every(([, { status }]) => status === 'passed' || status === 'not_applicable')
  return {
    status: isFine ? 'HEALTHY' : 'DEGRADED',
    checkedAt: facts.now,
    checks: Object.fromEntries(judged) as Record<HealthCheckName, HealthCheck>,
  }
}
