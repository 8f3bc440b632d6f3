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
  /** Its own bytes are wrong: what needs it does not come back either, until something shows that they are right again. */
  readonly isDamage?: boolean
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

/** The spans of time in which it was known that a backup's own bytes were wrong. */
function damagedSpans(findings: readonly BackupFinding[]): readonly Span[] {
  const spans: Span[] = []
  let sinceMs: number | null = null
  for (const { atMs, found, isDamage } of findings.toSorted((one, other) => one.atMs - other.atMs)) {
    if (isDamage === true) sinceMs ??= atMs
    else if (sinceMs !== null && (found === 'validation_passed' || found === 'drill_passed')) {
      spans.push({ fromMs: sinceMs, untilMs: atMs })
      sinceMs = null
    }
  }
  return sinceMs === null ? spans : [...spans, { fromMs: sinceMs, untilMs: null }]
}

/** What of spans is left without another. */
function without(spans: readonly Span[], gone: Span): readonly Span[] {
  const goneUntilMs = gone.untilMs ?? Infinity
  return spans.flatMap(({ fromMs, untilMs }): readonly Span[] => {
    const endMs = untilMs ?? Infinity
    if (goneUntilMs <= fromMs || gone.fromMs >= endMs) return [{ fromMs, untilMs }]
    return [
      ...(gone.fromMs > fromMs ? [{ fromMs, untilMs: gone.fromMs }] : []),
      ...(goneUntilMs < endMs ? [{ fromMs: goneUntilMs, untilMs }] : []),
    ]
  })
}

/** By the id of a backup: others that a restore of it reads. Those of which nothing bad was found may be left out. */
export type NeededOf = ReadonlyMap<string, readonly string[]>

/**
 * The states that were proved, and when each counted. A state of a backup that was never proved is none, nor is one that needs another
 * while that is known to be damaged.
 */
export function provedStates(
  held: readonly HeldState[],
  findings: readonly BackupFinding[],
  needed: NeededOf = new Map(),
): readonly ProvedState[] {
  const byBackup = new Map<string, BackupFinding[]>()
  for (const finding of findings) {
    const there = byBackup.get(finding.backupId)
    if (there === undefined) byBackup.set(finding.backupId, [finding])
    else there.push(finding)
  }
  const damaged = new Map([...byBackup].map(([backupId, all]) => [backupId, damagedSpans(all)]))
  const spansOf = (backupId: string, all: readonly BackupFinding[]): readonly Span[] =>
    (needed.get(backupId) ?? []).flatMap((id) => damaged.get(id) ?? []).reduce(without, provedSpans(all))
  const spans = new Map([...byBackup].map(([backupId, all]) => [backupId, spansOf(backupId, all)]))
  return held.flatMap(({ backupId, atMs, knownAtMs }) =>
    (spans.get(backupId) ?? []).flatMap(({ fromMs, untilMs }): readonly ProvedState[] => {
      const provedAtMs = Math.max(fromMs, knownAtMs)
      return untilMs !== null && untilMs <= provedAtMs ? [] : [{ atMs, provedAtMs, untilMs }]
    }),
  )
}
