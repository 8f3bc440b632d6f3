/** Waits. A port, so that tests decide when a moment has come. Callbacks must not throw. */
export interface Timers {
  /** Calls back once after a while; returns what calls it off. */
  after(delayMs: number, callback: () => void): () => void
}
