import type { RetentionHorizon } from './retention-horizon.ts'
import type { Requirement, Verdict } from './requirement.ts'

/** What a verdict rests on: a code and its facts, never words. Moments are UTC, ISO 8601. */
export type Evidence =
  | { readonly kind: 'kept_by_policy'; readonly policy: string; readonly horizon: RetentionHorizon }
  /** It starts nothing: what is there is kept, and nothing new is taken. */
  | { readonly kind: 'policy_rests'; readonly policy: string }
  | { readonly kind: 'no_policy' }
  | { readonly kind: 'policy_unreadable' }
  | { readonly kind: 'vault_encrypted' }
  | { readonly kind: 'vault_not_encrypted' }
  /** Backups that are stored readable; the newest of them, as payloads relative to the vault. */
  | { readonly kind: 'stored_readable'; readonly count: number; readonly files: readonly string[] }
  | { readonly kind: 'nothing_stored' }
  | { readonly kind: 'audit_whole'; readonly entries: number; readonly checkedAt: string }
  | { readonly kind: 'audit_broken'; readonly detail: string; readonly checkedAt: string }
  /** `detail` ends a sentence; null: it was never looked at. */
  | { readonly kind: 'audit_not_known'; readonly detail: string | null }
  | { readonly kind: 'no_destination' }
  | { readonly kind: 'brought_back'; readonly at: string; readonly by: 'drill' | 'restore' }
  | { readonly kind: 'brought_back_long_ago'; readonly at: string; readonly by: 'drill' | 'restore' }
  | { readonly kind: 'never_brought_back' }
  /** The newest drill that came to a verdict did not bring it back. */
  | { readonly kind: 'drill_red'; readonly at: string }

/** The one change that would mend what is not met. */
export type Mend =
  /** `policy` is to keep archives of so many years. */
  | {
      readonly kind: 'keep_yearly'
      readonly policyId: string
      readonly policy: string
      readonly yearly: number
    }
  | { readonly kind: 'apply_policy'; readonly policy: string | null }
  | { readonly kind: 'enable_policy'; readonly policyId: string; readonly policy: string }
  | { readonly kind: 'repair_policy' }
  /** A vault’s encryption is chosen when it is made. */
  | { readonly kind: 'new_encrypted_vault' }
  /** They are replaced by encrypted ones, and go as their policy says. */
  | { readonly kind: 'back_up_encrypted' }
  | { readonly kind: 'verify_audit' }
  | { readonly kind: 'look_at_audit' }
  | { readonly kind: 'add_destination' }
  | { readonly kind: 'drill' }
  | { readonly kind: 'look_at_drill' }

/** A verdict with what it rests on. */
export interface Finding {
  readonly requirement: Requirement
  readonly verdict: Verdict
  readonly evidence: readonly Evidence[]
  /** Null where it is met. */
  readonly mend: Mend | null
}

/** What one database comes to: one finding for each requirement. */
export interface DatabaseCompliance {
  readonly databaseId: string
  readonly database: string
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
}

/** A requirement over all databases. */
export interface RequirementSum {
  readonly requirement: Requirement
  readonly verdict: Verdict
  readonly met: number
  readonly notMet: number
  readonly notKnown: number
  /** Those that most databases lack; null: all is met. */
  readonly mend: Mend | null
}

/** What a vault owes and keeps, at a moment. */
export interface ComplianceReport {
  readonly vaultId: string
  readonly vault: string
  /** UTC, ISO 8601. */
  readonly judgedAt: string
  /** `not_known` also for a vault without databases: there is nothing to judge. */
  readonly verdict: Verdict
  readonly sums: readonly RequirementSum[]
  /** By name. */
  readonly databases: readonly DatabaseCompliance[]
}
