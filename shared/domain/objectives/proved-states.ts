import type { ProvedState } from './achieved-rpo.ts'

/** What was found of one backup, at a moment. */
export interface BackupFinding {
  readonly backupId: string
  readonly atMs: number
  readonly found:
    | 'validation_passed'
    | 'validation_failed'
    | 'drill_passed'
    /** It could not be brought back, or not as it was: what validations say does not count until a drill passes. */
    | 'drill_failed'
    | 'removed'
    | 'put_back'
}

/** A backup, or the moment at which a database was found to be still as that backup has it. */
export interface HeldState {
  readonly backupId: string
  readonly atMs: number
  /** When that was known. */
  readonly knownAtMs: number
}

interface Span {
  readonly fromMs: number
  readonly untilMs: number | null
}

/** The spans of time in which a backup counted: its validation had passed, its last drill was not red, and it was there. */
function provedSpans(findings: readonly BackupFinding[]): readonly Span[] {
  const spans: Span[] = []
  let [isValid, isRed, isThere] = [false, false, true]
  let sinceMs: number | null = null
  for (const { atMs, found } of findings.toSorted((one, other) => one.atMs - other.atMs)) {
    if (found === 'validation_passed') isValid = true
    if (found === 'validation_failed') isValid = false
    if (found === 'drill_passed') isRed = false
    if (found === 'drill_failed') isRed = true
    if (found === 'removed') isThere = false
    if (found === 'put_back') isThere = true
    const isProved = isValid && !isRed && isThere
    if (isProved && sinceMs === null) sinceMs = atMs
    if (!isProved && sinceMs !== null) {
      spans.push({ fromMs: sinceMs, untilMs: atMs })
      sinceMs = null
    }
  }
  return sinceMs === null ? spans : [...spans, { fromMs: sinceMs, untilMs: null }]
}

/** The states that were proved, and when each counted. A state of a backup that was never proved is none. */
export function provedStates(
  held: readonly HeldState[],
  findings: readonly BackupFinding[],
): readonly ProvedState[] {
  const byBackup = new Map<string, BackupFinding[]>()
  for (const finding of findings) {
    const there = byBackup.get(finding.backupId)
    if (there === undefined) byBackup.set(finding.backupId, [finding])
    else there.push(finding)
  }
  const spans = new Map([...byBackup].map(([backupId, all]) => [backupId, provedSpans(all)]))
  return held.flatMap(({ backupId, atMs, knownAtMs }) =>
    (spans.get(backupId) ?? []).flatMap(({ fromMs, untilMs }): readonly ProvedState[] => {
      const provedAtMs = Math.max(fromMs, knownAtMs)
      return untilMs !== null && untilMs <= provedAtMs ? [] : [{ atMs, provedAtMs, untilMs }]
    }),
  )
}
