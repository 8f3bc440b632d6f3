/**
 * Which process this is, and whether another still runs: what a lease is judged by.
 * On Linux all of it is exact; elsewhere `mark` is empty and a reused process number can't be told apart.
 */
export interface Machine {
  /** Names this machine and the space that its process numbers count in (host, boot, PID namespace). */
  readonly id: string
  /** Names this machine also after it was started anew. */
  readonly installation: string
  /** For people. */
  readonly hostName: string
  /** When this machine was started, by its wall clock (UTC milliseconds); null where the system does not tell. */
  readonly bootedAtMs: number | null
  /** Names the time from one start of this machine to the next; null where the system does not tell. */
  readonly boot: string | null
  /** How long this machine has been up, the time that it slept included, by a clock that nobody sets. Milliseconds; null: not told. */
  upMs(): number | null
  readonly pid: number
  /**
   * Tells a running process from another that got the same number earlier or later; null when none of that number
   * runs; empty where this system does not tell.
   */
  markOf(pid: number): string | null
}
