/** Which rows are chosen, by key. */
export type ChosenKeys = ReadonlySet<string>

/** Adds a key, or takes it away. */
export function toggleKey(chosen: ChosenKeys, key: string): ChosenKeys {
  const next = new Set(chosen)
  if (!next.delete(key)) next.add(key)
  return next
}

/** Adds every key between two rows, both included: a click with Shift. */
export function addRange(chosen: ChosenKeys, keys: readonly string[], from: number, to: number): ChosenKeys {
  const [first, last] = from < to ? [from, to] : [to, from]
  return new Set([...chosen, ...keys.slice(Math.max(0, first), last + 1)])
}

/** Chooses all of these, or none of them if all are chosen. Others stay as they are. */
export function toggleAll(chosen: ChosenKeys, keys: readonly string[]): ChosenKeys {
  const next = new Set(chosen)
  const areAll = keys.length > 0 && keys.every((key) => next.has(key))
  for (const key of keys) {
    if (areAll) next.delete(key)
    else next.add(key)
  }
  return next
}
