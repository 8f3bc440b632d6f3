import type { AssertionOutcome, DrillAssertion } from '../../../shared/domain/drills/assertion.ts'
import type { DrillVerdict, LevelOutcome } from '../../../shared/domain/drills/drill.ts'
import type { LatestValidation } from '../../../shared/domain/validation.ts'
import type { VaultAccess } from '../engine-types.ts'

/** One order to drill a backup. */
export interface DrillRequest {
  readonly vault: VaultAccess
  /** The manifest, relative to the vault. */
  readonly manifestFile: string
  readonly databaseId: string
  readonly database: string
  /** Absolute path of a folder outside the vault that is this drill's alone; it is gone afterwards. */
  readonly scratchFolder: string
  /** An image that is larger is not drilled. */
  readonly scratchLimitBytes: number
  readonly assertions: readonly DrillAssertion[]
  /** Why what is asserted is not all known, so that level D6 can't be found out; null or left out: it is. */
  readonly assertionsUnread?: string | null | undefined
  /** As a restore takes it: what is measured is a restore as it would be. */
  readonly lastValidation: LatestValidation
  readonly threads: number
}

/** What a drill found. */
export interface DrillOutcome {
  readonly verdict: DrillVerdict
  /** All eight, in order. */
  readonly levels: readonly LevelOutcome[]
  /** What became of each assertion; none where level D6 was not made. */
  readonly assertions: readonly AssertionOutcome[]
  /** How long the restore took, as it would for a user; null: it was not carried out. Milliseconds. */
  readonly restoreMs: number | null
  /** Of the image that was restored. */
  readonly bytes: number | null
  /** UTC, ISO 8601. */
  readonly drilledAt: string
  /** Of the whole drill. */
  readonly durationMs: number
}
