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

/** What is known of a backup whose latest validation can't be told: nothing, until the next one. Never stored in a vault. */
export interface UnknownValidation {
  readonly status: 'not_known'
  readonly checkedAt: null
  readonly integrity: null
  /** `detail` says why. */
  readonly checks: Readonly<
    Record<CheckName, { readonly status: 'not_known'; readonly detail: string; readonly durationMs: 0 }>
  >
}

/** What is known of a backup now. */
export type LatestValidation = Validation | UnknownValidation

/** The verdict of who can't know one, and why. */
export function unknownValidation(why: string): UnknownValidation {
  const check = { status: 'not_known', detail: why, durationMs: 0 } as const
  const checks = Object.fromEntries(checkNames.map((name) => [name, check])) as UnknownValidation['checks']
  return { status: 'not_known', checkedAt: null, integrity: null, checks }
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
export function fullyChecked(validation: LatestValidation): IntegrityCheck | null {
  const { integrity, checks } = validation
  return integrity?.extent === 'full' && checks.data_consistency.status === 'passed' ? integrity : null
}
