/** What a drill proves, in the order in which it does: each rests on those before it. */
export const drillLevels = ['D0', 'D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7'] as const
export type DrillLevel = (typeof drillLevels)[number]

/** What is found here is of the stored bytes; above, of what they hold, which takes nothing from another backup. */
export const levelsOfBytes: ReadonlySet<string> = new Set<DrillLevel>(['D0', 'D1', 'D2', 'D3'])

/** What each level shows, in words that end a sentence. */
export const drillLevelWords: Readonly<Record<DrillLevel, string>> = {
  D0: 'every file of the backup and of those that it needs is there, of the recorded size',
  D1: 'the stored bytes are the recorded ones (SHA-256)',
  D2: 'everything decrypts and decompresses',
  D3: 'the database was restored, and every page and the root are the recorded ones',
  D4: 'SQLite’s integrity check and foreign keys hold in it',
  D5: 'schema, row counts and content fingerprints are as they were at the source',
  D6: 'what its owner asserts of it holds',
  D7: 'how long it took was measured',
}

/**
 * How a level ended. `inconclusive`: it could not be found out here, for a reason that is not the backup's. `not_made`: a level before it
 * failed. `not_applicable`: there is nothing to show, as where nobody asserts anything.
 */
export type LevelStatus = 'passed' | 'failed' | 'inconclusive' | 'not_made' | 'not_applicable'

/** The outcome of one level: what was looked at or found wrong, in words, and how long it took. */
export interface LevelOutcome {
  readonly level: DrillLevel
  readonly status: LevelStatus
  readonly detail: string
  readonly durationMs: number
}

/** `inconclusive` is not `passed`: nothing was found wrong, and not everything was found out. */
export type DrillVerdict = 'passed' | 'failed' | 'inconclusive'

/** Sums the levels up: a failed one fails the drill, whatever else could not be found out. */
export function verdictOf(levels: readonly Pick<LevelOutcome, 'status'>[]): DrillVerdict {
  if (levels.some(({ status }) => status === 'failed')) return 'failed'
  const isWhole = levels.every(({ status }) => status === 'passed' || status === 'not_applicable')
  return isWhole && levels.length > 0 ? 'passed' : 'inconclusive'
}

/** Why a drill is not passed: its first level that failed, or else that could not be found out; null for one that passed. */
export function reasonOf(levels: readonly LevelOutcome[]): LevelOutcome | null {
  return (
    levels.find(({ status }) => status === 'failed') ??
    levels.find(({ status }) => status === 'inconclusive' || status === 'not_made') ??
    null
  )
}

/** The last level that was shown with every level before it; null: the first was not. */
export function levelReached(levels: readonly LevelOutcome[]): DrillLevel | null {
  const firstNot = levels.findIndex(({ status }) => status !== 'passed' && status !== 'not_applicable')
  const shown = firstNot === -1 ? levels : levels.slice(0, firstNot)
  return shown.at(-1)?.level ?? null
}

/** A drill that came to no end of its own (stopped at its time limit, or its process died): nothing was found out. */
export function levelsOfNone(detail: string): readonly LevelOutcome[] {
  return drillLevels.map((level) => ({
    level,
    status: level === 'D0' ? 'inconclusive' : 'not_made',
    detail: level === 'D0' ? detail : 'not made: see D0',
    durationMs: 0,
  }))
}
