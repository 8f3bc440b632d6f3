import type { RetentionRefusal } from './retention-policy.ts'

/** Why nothing of a database is removed, although something would go. */
export type PruneRefusal =
  | RetentionRefusal
  /** What keeps backups, or what they need, can't be read: not known is not free. Relative to the vault. */
  | { readonly because: 'records_damaged'; readonly files: readonly string[] }
  /** More would go now than was shown. */
  | { readonly because: 'plan_changed'; readonly files: readonly string[] }

/** Why retention leaves a database alone, without anything being wrong. */
export type PruneRest =
  /** It has no policy: nothing is ever removed. */
  | 'no_policy'
  /** Its policy rests. */
  | 'policy_rests'
  | 'under_recovery'
  /** A job of it runs; the next clean-up looks again. */
  | 'at_work'
