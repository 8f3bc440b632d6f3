/** A state of a database that can be brought back, and since when that is proved. */
export interface ProvedState {
  /** The moment of the state. */
  readonly atMs: number
  /** When it was proved: from then on it counts. */
  readonly provedAtMs: number
}

/** A tooth of the saw: from its begin on the same state is the newest proved one, and grows older. */
export interface RpoTooth {
  readonly fromMs: number
  readonly toMs: number
  /** The state's moment; null: none was proved yet, and everything would be lost. */
  readonly stateAtMs: number | null
}

/** The teeth of a span of time, in order and without gaps; none for an empty span. A proof of an older state than the newest changes nothing. */
export function rpoTeeth(states: readonly ProvedState[], fromMs: number, toMs: number): readonly RpoTooth[] {
  if (toMs <= fromMs) return []
  const inOrder = states.toSorted((one, other) => one.provedAtMs - other.provedAtMs)
  const teeth: RpoTooth[] = []
  let beginMs = fromMs
  let newestMs: number | null = null
  for (const { atMs, provedAtMs } of inOrder) {
    if (provedAtMs >= toMs) break
    if (newestMs !== null && atMs <= newestMs) continue
    if (provedAtMs > beginMs) {
      teeth.push({ fromMs: beginMs, toMs: provedAtMs, stateAtMs: newestMs })
      beginMs = provedAtMs
    }
    newestMs = atMs
  }
  teeth.push({ fromMs: beginMs, toMs, stateAtMs: newestMs })
  return teeth
}

/** How old the newest proved state was at a moment within the teeth; null: there was none, or the moment is outside. */
export function achievedRpoAt(teeth: readonly RpoTooth[], atMs: number): number | null {
  const tooth = teeth.find(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs)
  return tooth === undefined || tooth.stateAtMs === null ? null : Math.max(0, atMs - tooth.stateAtMs)
}

/** Which part of the time the newest proved state was no older than promised, 0 to 1; null for no time. Without any state it was not. */
export function shareWithin(teeth: readonly RpoTooth[], rpoMs: number): number | null {
  const wholeMs = teeth.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  if (wholeMs === 0) return null
  const withinMs = teeth.reduce((sum, { fromMs, toMs, stateAtMs }) => {
    if (stateAtMs === null) return sum
    return sum + Math.max(0, Math.min(toMs, stateAtMs + rpoMs) - fromMs)
  }, 0)
  return withinMs / wholeMs
}
