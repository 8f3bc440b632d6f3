import type { JobProgress } from '../../../shared/domain/job.ts'

/** What a job's progress tells of its speed. */
export interface SpeedReading {
  /** Over the last seconds, measured; null while not known. */
  readonly bytesPerSecond: number | null
  /** Milliseconds; null while not known. */
  readonly timeLeftMs: number | null
}

const windowMs = 5000
const leastMs = 250

/** Measures a job's speed over its last seconds. Each step is measured by itself: reading and proving differ. */
export class SpeedGauge {
  private step = ''
  private samples: { atMs: number; doneBytes: number }[] = []

  /** Takes one report, at a moment of the monotonic clock. */
  read(progress: JobProgress, atMs: number): SpeedReading {
    if (progress.step !== this.step) this.samples = []
    this.step = progress.step
    this.samples.push({ atMs, doneBytes: progress.doneBytes })
    while (this.samples.length > 2 && atMs - this.samples[1]!.atMs >= windowMs) this.samples.shift()
    const first = this.samples[0]!
    const elapsedMs = atMs - first.atMs
    const doneBytes = progress.doneBytes - first.doneBytes
    if (elapsedMs < leastMs || doneBytes <= 0) return { bytesPerSecond: null, timeLeftMs: null }
    const leftBytes =
      progress.totalBytes === null ? null : Math.max(0, progress.totalBytes - progress.doneBytes)
    return {
      bytesPerSecond: Math.round((doneBytes / elapsedMs) * 1000),
      timeLeftMs: leftBytes === null ? null : Math.round((leftBytes / doneBytes) * elapsedMs),
    }
  }
}
