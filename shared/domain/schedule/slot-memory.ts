/** Why a run that was due was not made. */
export type MissedReason = 'not_running' | 'under_recovery' | 'paused' | 'overtaken' | 'interrupted'

/** Runs that were due and will not be made: so many, the first and the last of them. UTC, ISO 8601. */
export interface MissedRuns {
  readonly slots: number
  readonly from: string
  readonly to: string
  readonly reason: MissedReason
}

/** What is remembered of one schedule of one database (or of the complete system). A slot is a moment that a schedule names. */
export interface SlotMemory {
  readonly scheduleId: string
  /** Every slot up to here was run, or was missed and said so. UTC, ISO 8601. */
  readonly dealtUpTo: string
  /** The newest slots that were run, oldest first: what the clock may be set back to. UTC, ISO 8601. */
  readonly ran: readonly string[]
  /** The slot whose run began and has not said how it ended. Its program may have died. */
  readonly open: { readonly slotAt: string; readonly attempt: number; readonly claimedAt: string } | null
  /** What the history may not say yet; none once it does. */
  readonly missed: readonly MissedRuns[]
}

/** What is remembered of a database's schedules, kept in the vault (`.holdfast/slots/ID.json`). */
export interface SlotLedger {
  /** The database's id, or that of a system policy, of the daily clean-up or of the drills. */
  readonly id: string
  readonly slots: readonly SlotMemory[]
}

/** How many runs are remembered, for a clock that is set back. */
export const ranRemembered = 200

/** The file of the daily clean-up of expired backups. */
export const cleanUpLedgerId = '00000000-0000-4000-8000-000000000002'

/** The file of the drills that run by themselves. */
export const drillsLedgerId = '00000000-0000-4000-8000-000000000004'
