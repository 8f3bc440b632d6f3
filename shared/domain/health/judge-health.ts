import type { DrillLevel } from '../drills/drill.ts'
import type { Fault } from '../fault.ts'
import type { PromisedScenario } from '../objectives/objective.ts'
import type { BrokenLink } from '../recovery-point.ts'
import {
  healthCheckNames,
  type DelayReason,
  type HealthCause,
  type HealthCheckName,
  type ThresholdUsed,
} from './health-cause.ts'
import type { HealthCheck, HealthReport, HealthThresholds } from './health-report.ts'

/** What the schedules of a database ask for by now. */
export type DueBackup =
  /** No schedule names anything. */
  | { readonly kind: 'unscheduled' }
  /** Its policy can't be read, or the times of its backups can't be true. */
  | { readonly kind: 'not_known' }
  /** Its patience is not over. */
  | { readonly kind: 'nothing_yet' }
  /** A job works on it now: whether it is late is told when that has ended. */
  | { readonly kind: 'at_work' }
  /**
   * The newest moment that a schedule named and whose patience is over, or at which the newest became older than its policy lets it.
   * `because`: why there may be nothing; null: not known.
   */
  | {
      readonly kind: 'due'
      readonly at: string
      readonly because: DelayReason | null
      readonly threshold: ThresholdUsed
    }

/** What is promised of a database, and what was achieved. Moments are UTC, ISO 8601. */
export interface ObjectiveFacts {
  /** Null: nobody promised one. */
  readonly rpo: {
    readonly promisedMs: number
    /** The moment of the newest state that is proved; null: none is. */
    readonly provedAt: string | null
    readonly registeredAt: string
  } | null
  /** The newest measurement of each scenario that was measured. */
  readonly rto: readonly {
    readonly scenario: PromisedScenario
    readonly promisedMs: number
    readonly measuredMs: number
    readonly measuredAt: string
  }[]
}

/** Why the newest backup of a database can't be relied on. Moments are UTC, ISO 8601. */
export type NewestRed =
  | { readonly kind: 'validation_failed'; readonly backupId: string; readonly checkedAt: string }
  | { readonly kind: 'chain_broken'; readonly takenAt: string; readonly link: BrokenLink }

/** What the health of one database is judged by; the complete system counts as one. Moments are UTC, ISO 8601. */
export interface DatabaseFacts {
  readonly databaseId: string
  readonly database: string
  readonly due: DueBackup
  /** When it was last known to be as a backup has it: one was taken, or nothing had changed. */
  readonly newestAt: string | null
  /** The newest attempt, if it failed. */
  readonly failed: {
    readonly at: string
    readonly fault: Fault | null
    /** What it stored all the same; null: nothing. */
    readonly backupId: string | null
  } | null
  /** Bad verdicts one after the other, from the newest back. */
  readonly failuresInARow: number
  readonly newestVerdictAt: string | null
  /** Null: nothing is known against its newest backup, or a drill of its chain is red, which is a cause of its own. */
  readonly newestRed: NewestRed | null
  /** Whose verdict can't be told: the newest backup's own, or that of one that it needs; null: they are there. */
  readonly newestUntold: 'own' | 'need' | null
  /** The newest backup, and how long it took. */
  readonly newestRun: { readonly takenAt: string; readonly durationMs: number } | null
  /** From when on that is slow, as its policy says; left out: as the setting does. */
  readonly slowAfter?: ThresholdUsed | undefined
  /** Left out: what is promised of it is not known. */
  readonly objectives?: ObjectiveFacts | undefined
}

/** What the drills of one database come to. Moments are UTC, ISO 8601. */
export interface DrillFacts {
  readonly databaseId: string
  readonly database: string
  /** From then on it could be drilled. */
  readonly drillableSince: string
  /** The last drill that came to a verdict; null: none did. */
  readonly lastConclusiveAt: string | null
  /** How long it may be without one, as its policy says; left out: as the setting does. */
  readonly patience?: ThresholdUsed | undefined
  /** Backups that the last drill that came to a verdict did not bring back: one of each full and what rests on it. */
  readonly reds: readonly {
    readonly backupId: string
    readonly drilledAt: string
    readonly level: DrillLevel | null
    readonly detail: string
  }[]
}

/** What the health of a vault is judged by. */
export interface HealthFacts {
  /** UTC, ISO 8601. */
  readonly now: string
  readonly databases: readonly DatabaseFacts[]
  /** Of databases with a backup that can be drilled; left out: they were not looked at. */
  readonly drills?: readonly DrillFacts[] | undefined
  /** Of the vault's file system; null: it does not tell. */
  readonly storage: { readonly totalBytes: number; readonly freeBytes: number } | null
  /** What could not be found out, by the check that it is needed for. */
  readonly unknown: readonly { readonly check: HealthCheckName; readonly detail: string }[]
}

type Judge = (facts: HealthFacts, thresholds: HealthThresholds) => Omit<HealthCheck, 'status'>

function ofDatabases(
  judge: (one: DatabaseFacts, thresholds: HealthThresholds) => HealthCause | null,
  isChecked: (one: DatabaseFacts) => boolean,
): Judge {
  return ({ databases }, thresholds) => ({
    checkedCount: databases.filter(isChecked).length,
    unscheduledCount: 0,
    causes: databases.flatMap((one) => judge(one, thresholds) ?? []),
  })
}

function nameOf({ databaseId, database }: DatabaseFacts): Pick<DatabaseFacts, 'databaseId' | 'database'> {
  return { databaseId, database }
}

/** A failed attempt says more than that nothing came: one cause, and not two. */
function judgeRecent(one: DatabaseFacts): HealthCause | null {
  const { failed, due, newestAt } = one
  if (failed !== null) {
    return { ...nameOf(one), kind: 'backup_failed', failedAt: failed.at, fault: failed.fault }
  }
  if (due.kind !== 'due' || (newestAt !== null && newestAt >= due.at)) return null
  return {
    ...nameOf(one),
    kind: 'backup_delayed',
    dueAt: due.at,
    newestAt,
    because: due.because,
    threshold: due.threshold,
  }
}

/** A promise is broken beside whatever else is wrong: who was promised it has to know. */
function judgeRpo(one: DatabaseFacts, now: string): HealthCause | null {
  const rpo = one.objectives?.rpo ?? null
  if (rpo === null) return null
  const ageMs = Date.parse(now) - Date.parse(rpo.provedAt ?? rpo.registeredAt)
  return ageMs <= rpo.promisedMs ? null : { ...nameOf(one), kind: 'rpo_breached', ...rpo }
}

function isExpected({ due, failed, objectives }: DatabaseFacts): boolean {
  return due.kind !== 'unscheduled' || failed !== null || (objectives?.rpo ?? null) !== null
}

const judgeAllRecent: Judge = (facts, thresholds) => {
  const judged = ofDatabases(judgeRecent, isExpected)(facts, thresholds)
  const breached = facts.databases.flatMap((one) => judgeRpo(one, facts.now) ?? [])
  return {
    ...judged,
    causes: [...judged.causes, ...breached],
    unscheduledCount: facts.databases.length - judged.checkedCount,
  }
}

function judgeRto(one: DatabaseFacts): readonly HealthCause[] {
  const measured = one.objectives?.rto ?? []
  return measured
    .filter(({ measuredMs, promisedMs }) => measuredMs > promisedMs)
    .map((rto): HealthCause => ({ ...nameOf(one), kind: 'rto_breached', ...rto }))
}

const judgeDurations: Judge = (facts, thresholds) => {
  const isChecked = ({ newestRun, objectives }: DatabaseFacts): boolean =>
    newestRun !== null || (objectives?.rto ?? []).length > 0
  const judged = ofDatabases(judgeSpeed, isChecked)(facts, thresholds)
  return { ...judged, causes: [...judged.causes, ...facts.databases.flatMap(judgeRto)] }
}

/**
 * What makes a database red makes health so, by one cause: a broken chain says more than the verdicts that found it, and a run that failed
 * because what it stored is bad is told as that.
 */
function judgeVerdicts(one: DatabaseFacts, { validationFailures }: HealthThresholds): HealthCause | null {
  const { failed, failuresInARow, newestVerdictAt, newestRed } = one
  if (newestRed?.kind === 'chain_broken') return { ...nameOf(one), ...newestRed }
  const isRow = newestVerdictAt !== null && failuresInARow >= validationFailures
  const isRed = newestRed !== null && newestRed.backupId !== failed?.backupId
  if (!isRow && !isRed) return null
  const checkedAt = isRow ? newestVerdictAt : newestRed!.checkedAt
  return {
    ...nameOf(one),
    kind: 'validation_failed',
    checkedAt,
    failuresInARow: Math.max(1, failuresInARow),
  }
}

function ofSetting(ms: number): ThresholdUsed {
  return { ms, from: 'setting', policy: null }
}

function judgeSpeed(one: DatabaseFacts, { backupDurationMs }: HealthThresholds): HealthCause | null {
  const { newestRun, slowAfter: threshold = ofSetting(backupDurationMs) } = one
  if (newestRun === null || newestRun.durationMs <= threshold.ms) return null
  return { ...nameOf(one), kind: 'backup_slow', ...newestRun, threshold }
}

const nothingChecked = { checkedCount: 0, unscheduledCount: 0, causes: [] } as const

const judgeStorage: Judge = ({ storage }, { storageShare }) => {
  if (storage === null || storage.totalBytes <= 0) return nothingChecked
  const { totalBytes, freeBytes } = storage
  const usedShare = Math.min(1, Math.max(0, 1 - freeBytes / totalBytes))
  const causes: HealthCause[] =
    usedShare < storageShare ? [] : [{ kind: 'storage_capacity', usedShare, freeBytes }]
  return { checkedCount: 1, unscheduledCount: 0, causes }
}

/** A red drill says more than that none came since. */
function judgeDrill(
  one: DrillFacts,
  nowMs: number,
  { drillPatienceMs }: HealthThresholds,
): readonly HealthCause[] {
  const { databaseId, database, reds, lastConclusiveAt: lastAt, drillableSince } = one
  if (reds.length > 0) return reds.map((red) => ({ databaseId, database, kind: 'drill_failed', ...red }))
  const threshold = one.patience ?? ofSetting(drillPatienceMs)
  const dueMs = Date.parse(lastAt ?? drillableSince) + threshold.ms
  if (dueMs > nowMs) return []
  const dueAt = new Date(dueMs).toISOString()
  return [{ databaseId, database, kind: 'drill_overdue', dueAt, lastAt, threshold }]
}

const judgeDrills: Judge = ({ drills = [], now }, thresholds) => ({
  checkedCount: drills.length,
  unscheduledCount: 0,
  causes: drills.flatMap((one) => judgeDrill(one, Date.parse(now), thresholds)),
})

const judges: Readonly<Record<HealthCheckName, Judge>> = {
  recent_backups: judgeAllRecent,
  validation_status: ofDatabases(
    judgeVerdicts,
    ({ newestVerdictAt, newestRed }) => newestVerdictAt !== null || newestRed !== null,
  ),
  storage_capacity: judgeStorage,
  backup_performance: judgeDurations,
  // No destination exists yet that anything is sent to.
  remote_sync_status: () => nothingChecked,
  recovery_drills: judgeDrills,
}

function statusOf(
  isUnknown: boolean,
  { checkedCount, causes }: Pick<HealthCheck, 'checkedCount' | 'causes'>,
): HealthCheck['status'] {
  if (causes.some(({ kind }) => kind !== 'not_known')) return 'degraded'
  if (isUnknown) return 'not_known'
  return checkedCount === 0 ? 'not_applicable' : 'passed'
}

/**
 * Whether a cause was looked for: one that was not is not gone because it is not there. A run that is at work, and a policy that can't be
 * read, end no delay.
 */
export function wasLookedFor({ databases, storage, drills }: HealthFacts): (cause: HealthCause) => boolean {
  const unsure = new Set(
    databases
      .filter(({ due }) => due.kind === 'at_work' || due.kind === 'not_known')
      .map(({ databaseId }) => databaseId),
  )
  const isPromiseUnknown = new Set(
    databases.filter(({ objectives }) => objectives === undefined).map(({ databaseId }) => databaseId),
  )
  return (cause) => {
    if (cause.kind === 'rpo_breached' || cause.kind === 'rto_breached') {
      return !isPromiseUnknown.has(cause.databaseId)
    }
    if (cause.kind === 'storage_capacity') return storage !== null
    if (cause.kind === 'drill_failed' || cause.kind === 'drill_overdue') return drills !== undefined
    return cause.kind !== 'backup_delayed' || !unsure.has(cause.databaseId)
  }
}

/** Judges the health of a vault. DEGRADED where a check degrades, and where one could not be made. */
export function judgeHealth(facts: HealthFacts, thresholds: HealthThresholds): HealthReport {
  const judged = healthCheckNames.map((check): [HealthCheckName, HealthCheck] => {
    const found = judges[check](facts, thresholds)
    const unknown = facts.unknown.filter((one) => one.check === check)
    const causes = [...found.causes, ...unknown.map((one): HealthCause => ({ kind: 'not_known', ...one }))]
    const whole = { ...found, causes }
    return [check, { status: statusOf(unknown.length > 0, whole), ...whole }]
  })
  const isFine = judged.every(([, { status }]) => status === 'passed' || status === 'not_applicable')
  return {
    status: isFine ? 'HEALTHY' : 'DEGRADED',
    checkedAt: facts.now,
    checks: Object.fromEntries(judged) as Record<HealthCheckName, HealthCheck>,
  }
}
