import type { ChangeEvent } from '../../shared/contract/jobs-contract.ts'
import type { JobView } from '../../shared/domain/job.ts'
import type { Change, ChangeBus } from '../operations/changes/change-bus.ts'
import type { Timers } from '../operations/timers.ts'

const restMs = 100
/** A window that takes nothing for so long has to ask for everything again. */
const mostWaiting = 500

/** What waits to be sent, each thing once however often it changed. */
class Pending {
  private readonly jobs = new Map<string, JobView>()
  private readonly events = new Map<string, ChangeEvent>()

  take(change: Change): void {
    if (this.events.has('lagged')) return
    if (change.topic === 'jobs') for (const job of change.jobs) this.jobs.set(job.id, job)
    else if (change.topic === 'everything') this.lag()
    else this.events.set(change.topic === 'backups' ? `backups ${change.databaseId}` : change.topic, change)
    if (this.jobs.size + this.events.size > mostWaiting) this.lag()
  }

  drain(): readonly ChangeEvent[] {
    const jobs: ChangeEvent[] = this.jobs.size === 0 ? [] : [{ topic: 'jobs', jobs: [...this.jobs.values()] }]
    const events = [...jobs, ...this.events.values()]
    this.jobs.clear()
    this.events.clear()
    return events
  }

  private lag(): void {
    this.jobs.clear()
    this.events.clear()
    this.events.set('lagged', { topic: 'lagged' })
  }
}

/**
 * Every change from now on, at most ten times a second, until the signal or `return`. Changes between two sendings are one; when a reader
 * is so slow that too many wait, they are dropped for one `lagged`.
 * Not an async generator: the `return` of one waits for the next change, and a window that left would be served until then.
 */
export function watchChanges(
  changes: ChangeBus,
  timers: Timers,
  signal?: AbortSignal,
): AsyncIteratorObject<ChangeEvent, void, void> {
  const pending = new Pending()
  let ready: ChangeEvent[] = []
  let isOver = false
  let isResting = false
  let wake: () => void = () => undefined
  const stopListening = changes.listen((change) => {
    pending.take(change)
    wake()
  })
  const end = (): void => {
    isOver = true
    stopListening()
    wake()
  }
  signal?.addEventListener('abort', end, { once: true })

  const refill = (): void => {
    if (isResting) return
    ready = [...pending.drain()]
    isResting = ready.length > 0
    if (!isResting) return
    timers.after(restMs, () => {
      isResting = false
      wake()
    })
  }

  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      for (;;) {
        if (isOver || signal?.aborted === true) return { done: true, value: undefined }
        if (ready.length === 0) refill()
        const event = ready.shift()
        if (event !== undefined) return { done: false, value: event }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    return() {
      end()
      return Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncDispose]() {
      end()
      return Promise.resolve()
    },
  }
}
