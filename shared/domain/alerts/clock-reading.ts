/** What two clocks of a machine said at one moment. */
export interface ClockReading {
  /** Milliseconds since 1970 UTC: people, and programs, set it. */
  readonly wallMs: number
  /** Since the machine was started, counting the time that it slept; null where the system does not tell. */
  readonly upMs: number | null
  /** Names the time from one start of the machine to the next; null where the system does not tell. */
  readonly boot: string | null
}

/**
 * How much time passed between two readings, milliseconds, never less than 0. Within one run of a machine the clock that nobody sets says
 * it. Across a restart, or on two machines, only the wall clocks can: set back between the two, nothing counts.
 */
export function timePassed(before: ClockReading, now: ClockReading): number {
  const isSameBoot = before.boot !== null && before.boot === now.boot
  if (isSameBoot && before.upMs !== null && now.upMs !== null) return Math.max(0, now.upMs - before.upMs)
  return Math.max(0, now.wallMs - before.wallMs)
}
