import type { Timers } from './timers.ts'

/**
 * What some work comes to, or `late` where that takes longer than the limit, in milliseconds. Work that is late goes on by itself: what a
 * file system that hangs was asked can’t be taken back.
 */
export async function withinLimit<T, L>(
  timers: Timers,
  limitMs: number,
  work: Promise<T>,
  late: L,
): Promise<T | L> {
  let stopTimer: () => void = () => undefined
  const limit = new Promise<L>((resolve) => {
    stopTimer = timers.after(limitMs, () => resolve(late))
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    stopTimer()
  }
}
