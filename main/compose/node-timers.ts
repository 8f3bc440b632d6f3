import type { Timers } from '../operations/timers.ts'

/** The timers of this process. They keep no process alive that has nothing else to do. */
export const nodeTimers: Timers = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
