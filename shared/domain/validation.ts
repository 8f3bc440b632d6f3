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

/** `full`: SQLite's integrity check. `quick`: its quick check, which does not compare indexes with their tables. */
export const integrityExtents = ['full', 'quick'] as const
export type IntegrityExtent = (typeof integrityExtents)[number]

/**
 * SQLite's own check of an image, which `data_consistency` rests on. What it finds depends on the image's bytes alone, so
 * it speaks of every image with this root, also of one that is rebuilt later.
 */
export interface IntegrityCheck {
  readonly extent: IntegrityExtent
  /** The image's identity, hex. */
  readonly root: string
  /** When SQLite made it: UTC, ISO 8601. Earlier than the validation where it was not repeated. */
  readonly checkedAt: string
}

/** The outcome of all five checks. `passed` only when every check is passed or not applicable. */
export interface Validation {
  readonly status: 'passed' | 'failed'
  /** UTC, ISO 8601. */
  readonly checkedAt: string
  /** Null: SQLite's own check could not be made. */
  readonly integrity: IntegrityCheck | null
  readonly checks: Readonly<Record<CheckName, CheckOutcome>>
}

/** Sums five outcomes up. A check that did not apply can't fail a backup; one that failed always does. */
export function concludeValidation(
  checkedAt: string,
  checks: Readonly<Record<CheckName, CheckOutcome>>,
  integrity: IntegrityCheck | null,
): Validation {
  const hasFailed = checkNames.some((name) => checks[name].status === 'failed')
  return { status: hasFailed ? 'failed' : 'passed', checkedAt, integrity, checks }
}

/** The verdict of SQLite's full check that nothing was wrong with an image; null where a validation does not give it. */
export function fullyChecked(validation: Validation): IntegrityCheck | null {
  const { integrity, checks } = validation
  return integrity?.extent === 'full' && checks.data_consistency.status === 'passed' ? integrity : null
}
