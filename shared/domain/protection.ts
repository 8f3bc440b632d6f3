import type { BackupRecord } from './backup-record.ts'
import { concludedOf, type DrillSummary } from './drills/drill-record.ts'
import type { BrokenLink } from './recovery-point.ts'
import type { CheckName, LatestValidation } from './validation.ts'

/**
 * The five states, everywhere the same. `proved`: the newest backup was rebuilt and found equal to its source.
 * `stored`: there is one, not yet proved. `at_risk`: none, or the source is gone. `failed`: the last attempt or check failed.
 */
export const protectionStates = ['proved', 'stored', 'running', 'at_risk', 'failed'] as const
export type ProtectionState = (typeof protectionStates)[number]

/** Why a state is what it is: a code for the words, never words. */
export type ProtectionReason =
  | { readonly code: 'proved'; readonly provedAt: string }
  | { readonly code: 'not_yet_proved' }
  /** It was checked, and what was found can't be told any more. */
  | { readonly code: 'validation_not_known'; readonly because: string }
  | { readonly code: 'never_backed_up' }
  | { readonly code: 'source_missing' }
  | { readonly code: 'last_backup_failed'; readonly at: string }
  | { readonly code: 'validation_failed'; readonly at: string; readonly checks: readonly CheckName[] }
  /** It could not be brought back, or not as it was: a green backup with a red drill is red. */
  | { readonly code: 'drill_failed'; readonly at: string }
  /** What it needs is gone or damaged: it can't be brought back, sound as it is. */
  | { readonly code: 'chain_broken'; readonly link: BrokenLink }
  | { readonly code: 'running' }
  | { readonly code: 'in_recovery'; readonly since: string }

/** What the state of a database is judged by. */
export interface ProtectionFacts {
  readonly isRunning: boolean
  readonly sourceExists: boolean
  readonly recoveryStartedAt: string | undefined
  readonly newestBackup: StoredBackup | null
  /** What the newest backup needs and a restore would not find whole; null: nothing is known to be so. */
  readonly brokenLink: BrokenLink | null
  /** The file of one that the newest backup needs and whose verdict can't be told; null: there is none. */
  readonly untoldNeed: string | null
  /** The newest attempt that ended in a failure, if none succeeded after it. UTC. */
  readonly failedSince: string | null
}

/** A backup with its newest validation: the one made when it was taken, or a later one. */
export interface StoredBackup extends BackupRecord {
  /** Stays what it was at the manifest until a later verification; then that one, or not known where its record can't be read. */
  readonly lastValidation: LatestValidation
  /** Its newest drill; null: it had none. */
  readonly lastDrill: DrillSummary | null
}

/** The state, judged from the worst down: a failure outranks everything, then risk, then what runs, then what is proved. */
export function judgeProtection(facts: ProtectionFacts): {
  state: ProtectionState
  reason: ProtectionReason
} {
  const newest = facts.newestBackup
  if (newest?.lastValidation.status === 'failed') {
    const checks = Object.entries(newest.lastValidation.checks)
    const failed = checks
      .filter(([, outcome]) => outcome.status === 'failed')
      .map(([name]) => name as CheckName)
    return {
      state: 'failed',
      reason: { code: 'validation_failed', at: newest.lastValidation.checkedAt, checks: failed },
    }
  }
  if (facts.brokenLink !== null) {
    return { state: 'failed', reason: { code: 'chain_broken', link: facts.brokenLink } }
  }
  const drilled = concludedOf(newest?.lastDrill ?? null)
  if (drilled?.verdict === 'failed') {
    return { state: 'failed', reason: { code: 'drill_failed', at: drilled.drilledAt } }
  }
  if (facts.failedSince !== null)
    return { state: 'failed', reason: { code: 'last_backup_failed', at: facts.failedSince } }
  if (facts.isRunning) return { state: 'running', reason: { code: 'running' } }
  if (facts.recoveryStartedAt !== undefined) {
    return { state: 'at_risk', reason: { code: 'in_recovery', since: facts.recoveryStartedAt } }
  }
  if (!facts.sourceExists) return { state: 'at_risk', reason: { code: 'source_missing' } }
  if (newest === null) return { state: 'at_risk', reason: { code: 'never_backed_up' } }
  if (newest.lastValidation.status === 'not_known') {
    const because = newest.lastValidation.checks.checksum_match.detail
    return { state: 'stored', reason: { code: 'validation_not_known', because } }
  }
  if (facts.untoldNeed !== null) {
    const because = `it needs ${facts.untoldNeed}, whose validation can’t be read`
    return { state: 'stored', reason: { code: 'validation_not_known', because } }
  }
  if (newest.lastValidation.checks.checksum_match.status !== 'passed') {
    return { state: 'stored', reason: { code: 'not_yet_proved' } }
  }
  return { state: 'proved', reason: { code: 'proved', provedAt: newest.lastValidation.checkedAt } }
}
