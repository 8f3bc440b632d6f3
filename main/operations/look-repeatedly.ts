import type { Timers } from './timers.ts'

/** When it is looked. */
export interface Rhythm {
  /** Before the first look; 0: it is made at once. Milliseconds. */
  readonly firstMs: number
  /** From the end of one look to the next. Milliseconds. */
  readonly everyMs: number
}

/**
 * Looks again and again, one look at a time. `look` must never reject. Returns what ends it: no further look begins, and one that is under way
 * comes to its own end.
 */
export function lookRepeatedly(
  timers: Timers,
  look: () => Promise<void>,
  { firstMs, everyMs }: Rhythm,
): () => void {
  let isStopped = false
  let stopTimer: () => void = () => undefined
  const after = (delayMs: number): void => {
    if (!isStopped) stopTimer = timers.after(delayMs, () => void once())
  }
  const once = async (): Promise<void> => {
    await look()
    after(everyMs)
  }
  if (firstMs === 0) void once()
  else after(firstMs)
  return () => {
    isStopped = true
    stopTimer()
  }
}
