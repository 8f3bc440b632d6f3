/** A state of a database that can be brought back, and when that was proved. */
export interface ProvedState {
  /** The moment of the state. */
  readonly atMs: number
  /** When it was proved: from then on it counts. */
  readonly provedAtMs: number
  /** When it ceased to count: found damaged, or removed. Null: it still does. */
  readonly untilMs: number | null
}

/** A tooth of the saw: from its begin on the same state is the newest proved one, and grows older. */
export interface RpoTooth {
  readonly fromMs: number
  readonly toMs: number
  /** The state's moment; null: none was proved, and everything would be lost. */
  readonly stateAtMs: number | null
}

/** Shares of a span of time; together 1. */
export interface RpoShares {
  readonly within: number
  readonly outside: number
  /** Before the database was registered nobody looked. */
  readonly unknown: number
}

function insertByMoment(counting: ProvedState[], state: ProvedState): void {
  let place = counting.length
  while (place > 0 && counting[place - 1]!.atMs > state.atMs) place -= 1
  counting.splice(place, 0, state)
}

function momentsBetween(states: readonly ProvedState[], fromMs: number, toMs: number): readonly number[] {
  const moments = states.flatMap(({ provedAtMs, untilMs }) =>
    untilMs === null ? [provedAtMs] : [provedAtMs, untilMs],
  )
  return [...new Set([fromMs, ...moments.filter((ms) => ms > fromMs && ms < toMs)])].toSorted((a, b) => a - b)
}

/** The teeth of a span of time, in order and without gaps; none for an empty span. A proof of an older state than the newest changes nothing. */
export function rpoTeeth(states: readonly ProvedState[], fromMs: number, toMs: number): readonly RpoTooth[] {
  if (toMs <= fromMs) return []
  const inOrder = states.toSorted((one, other) => one.provedAtMs - other.provedAtMs)
  const counting: ProvedState[] = []
  const teeth: RpoTooth[] = []
  let next = 0
  for (const atMs of momentsBetween(states, fromMs, toMs)) {
    for (; next < inOrder.length && inOrder[next]!.provedAtMs <= atMs; next += 1) {
      insertByMoment(counting, inOrder[next]!)
    }
    for (let top = counting.at(-1); top !== undefined; top = counting.at(-1)) {
      if (top.untilMs === null || top.untilMs > atMs) break
      counting.pop()
    }
    const stateAtMs = counting.at(-1)?.atMs ?? null
    const before = teeth.at(-1)
    if (before !== undefined && before.stateAtMs === stateAtMs) continue
    if (before !== undefined) teeth[teeth.length - 1] = { ...before, toMs: atMs }
    teeth.push({ fromMs: atMs, toMs, stateAtMs })
  }
  return teeth
}

/** How old the newest proved state was at a moment within the teeth; null: there was none, or the moment is outside. */
export function achievedRpoAt(teeth: readonly RpoTooth[], atMs: number): number | null {
  const tooth = teeth.findLast(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs)
  return tooth === undefined || tooth.stateAtMs === null ? null : Math.max(0, atMs - tooth.stateAtMs)
}

/**
 * Which part of a span the newest proved state was no older than promised. Without any state it was not; `unknownMs` of the span, before
 * its teeth, is neither. Null for no time.
 */
export function rpoShares(teeth: readonly RpoTooth[], rpoMs: number, unknownMs: number): RpoShares | null {
  const knownMs = teeth.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  const wholeMs = knownMs + unknownMs
  if (wholeMs === 0) return null
  const withinMs = teeth.reduce((sum, { fromMs, toMs, stateAtMs }) => {
    if (stateAtMs === null) return sum
    return sum + Math.max(0, Math.min(toMs, stateAtMs + rpoMs) - fromMs)
  }, 0)
  return {
    within: withinMs / wholeMs,
    outside: (knownMs - withinMs) / wholeMs,
    unknown: unknownMs / wholeMs,
  }
}

/**
 * At most so many teeth and a few: of neighbours that could not be told apart the one that grew oldest is kept, so that no peak is lost, and
 * the first and the last are kept. Every tooth that is left is a true one; between two of them there may be a gap.
 */
export function thinnedTeeth(teeth: readonly RpoTooth[], most: number): readonly RpoTooth[] {
  if (teeth.length <= most) return teeth
  const size = Math.ceil(teeth.length / most)
  const ageOf = ({ toMs, stateAtMs }: RpoTooth): number => (stateAtMs === null ? Infinity : toMs - stateAtMs)
  const kept: RpoTooth[] = []
  for (let first = 0; first < teeth.length; first += size) {
    const group = teeth.slice(first, first + size)
    const oldest = group.reduce((found, one) => (ageOf(one) > ageOf(found) ? one : found))
    if (first === 0 && oldest !== teeth[0]) kept.push(teeth[0]!)
    kept.push(oldest)
  }
  const last = teeth.at(-1)!
  return kept.at(-1) === last ? kept : [...kept, last]
}
