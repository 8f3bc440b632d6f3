/** The five named checks of a backup, in the order they are made. */
export const checkNames = [
  'file_accessibility',
  'database_readable',
  'schema_integrity',
  'data_consistency',
  'checksum_match',
] as const
export type CheckName = (typeof checkNames)[number]

export type CheckStatus = 'passed' | 'failed' | 'not_applicable'

/** The outcome of one check: what was looked at or what was found wrong, in words, and how long it took. */
export interface CheckOutcome {
  readonly status: CheckStatus
  readonly detail: string
  readonly durationMs: number
}

/** The outcome of all five checks. `passed` only when every check is passed or not applicable. */
export interface Validation {
  readonly status: 'passed' | 'failed'
  /** UTC, ISO 8601. */
  readonly checkedAt: string
  readonly checks: Readonly<Record<CheckName, CheckOutcome>>
}

/** Sums five outcomes up. A check that did not apply can't fail a backup; one that failed always does. */
export function concludeValidation(
  checkedAt: string,
  checks: Readonly<Record<CheckName, CheckOutcome>>,
): Validation {
  const hasFailed = checkNames.some((name) => checks[name].status === 'failed')
  return { status: hasFailed ? 'failed' : 'passed', checkedAt, checks }
}
