import type { Timers } from '../timers.ts'

/** Keeps a file in step with what it tells of, without writing it for each change. */
export interface CoalescedWriter {
  /** Something changed: it is written soon. */
  touch(): void
  /** Resolves when what was touched before is written, or could not be. */
  flush(): Promise<void>
  /** Flushes, and takes nothing more. */
  close(): Promise<void>
}

const restMs = 1000

/**
 * Calls `write` once for all touches of about a second; one call at a time. `write` must not reject: what it can't do it reports itself.
 */
export function createCoalescedWriter(timers: Timers, write: () => Promise<void>): CoalescedWriter {
  let isDirty = false
  let isClosed = false
  let stopTimer: (() => void) | null = null
  let writing: Promise<void> = Promise.resolve()

  async function writeAfter(earlier: Promise<void>): Promise<void> {
    await earlier
    if (!isDirty) return
    isDirty = false
    await write()
  }

  function writeNow(): Promise<void> {
    stopTimer?.()
    stopTimer = null
    writing = writeAfter(writing)
    return writing
  }

  return {
    touch() {
      isDirty = true
      if (isClosed || stopTimer !== null) return
      stopTimer = timers.after(restMs, () => void writeNow())
    },
    flush: writeNow,
    close() {
      isClosed = true
      return writeNow()
    },
  }
}
