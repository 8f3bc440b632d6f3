import type { DrillVerdict } from '../drills/drill.ts'
import type { MissedReason } from '../schedule/slot-memory.ts'
import type { RpoShares, RpoTooth } from './achieved-rpo.ts'
import type { AchievedRto, MeasuredRestore } from './achieved-rto.ts'
import type { PromisedOf, PromisedScenario, Promised } from './objective.ts'

/** Over so many days the share of a row is taken. */
export const shareDays = 30

/** A day without anything. */
export const nothingThatDay: Omit<CalendarDay, 'day'> = {
  backups: 0,
  unchanged: 0,
  drills: 0,
  inconclusive: 0,
  failures: 0,
  missed: 0,
}

/** What is promised and what is achieved of one database now. Moments are milliseconds since 1970 UTC. */
export interface ObjectiveRow {
  readonly databaseId: string
  readonly database: string
  readonly tier: string
  /** Before it nobody looked. */
  readonly registeredAtMs: number
  readonly promised: PromisedOf
  /** The newest state that is proved now; null: none is. Its age is the achieved RPO. */
  readonly provedStateAtMs: number | null
  /** Of a complete recovery. */
  readonly rto: AchievedRto
  /** Of the last 30 days; null: no RPO is promised. */
  readonly shares: RpoShares | null
  /** The newest drill of any of its backups; null: there was none. */
  readonly lastDrill: { readonly atMs: number; readonly verdict: DrillVerdict } | null
}

/** Every database's objectives. */
export interface ObjectivesView {
  readonly rows: readonly ObjectiveRow[]
  readonly nowMs: number
  /** Why what was said can't be read, and defaults are shown; null: it can. */
  readonly problem: string | null
}

/** Time in which nothing ran that was due. */
export interface NothingRan {
  readonly fromMs: number
  readonly toMs: number
  readonly reason: MissedReason
}

/** What was achieved of one database through a span of time. */
export interface ObjectiveDetail {
  readonly row: ObjectiveRow
  readonly fromMs: number
  readonly toMs: number
  /** True teeth, with the peaks kept where there are too many. */
  readonly teeth: readonly RpoTooth[]
  /** How many there were before. */
  readonly toothCount: number
  /** Of all of them; null: no RPO is promised. */
  readonly shares: RpoShares | null
  readonly nothingRan: readonly NothingRan[]
  readonly rto: Readonly<Record<PromisedScenario, AchievedRto>>
  /** Newest first; of `measuredCount` the newest. */
  readonly measured: readonly MeasuredRestore[]
  readonly measuredCount: number
}

/** One day of a year that has anything to show. UTC: `2026-11-28`. */
export interface CalendarDay {
  readonly day: string
  /** Runs that stored a backup. */
  readonly backups: number
  /** Runs that found that nothing had changed since the newest one. */
  readonly unchanged: number
  /** Drills that passed. */
  readonly drills: number
  /** Drills that came to no verdict. */
  readonly inconclusive: number
  /** Of backups, verifications and drills. */
  readonly failures: number
  /** Runs that were due and not made. */
  readonly missed: number
}

/** A year of one database, up to today. */
export interface ObjectiveCalendar {
  /** The first day; a Monday. UTC. */
  readonly fromDay: string
  readonly toDay: string
  /** Before it nobody looked. UTC. */
  readonly registeredDay: string
  /** In order; days without anything are left out. */
  readonly days: readonly CalendarDay[]
}

/** Clocks of two machines differ a little; one that is wrong differs by more. */
const usualSkewMs = 5 * 60_000

/** Whether a state is of a moment that has not come: some clock was wrong, and how old the state is can't be told. */
export function isYetToCome(stateAtMs: number, nowMs: number): boolean {
  return stateAtMs > nowMs + usualSkewMs
}

/** Whether what is achieved keeps what is promised; null: nothing is promised, or nothing known. */
export function keepsRpo(promised: Promised, stateAtMs: number | null, nowMs: number): boolean | null {
  if (promised.kind === 'not_promised') return null
  if (stateAtMs !== null && isYetToCome(stateAtMs, nowMs)) return null
  return stateAtMs !== null && nowMs - stateAtMs <= promised.ms
}

/** The same of a measured time. An estimate keeps and breaks nothing. */
export function keepsRto(promised: Promised, achieved: AchievedRto): boolean | null {
  if (promised.kind === 'not_promised' || achieved.kind !== 'measured') return null
  return achieved.durationMs <= promised.ms
}
