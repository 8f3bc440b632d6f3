import { pauseKindOf, pauseMs, type PauseKind } from '../../shared/domain/alerts/channel-pause.ts'
import { timePassed, type ClockReading } from '../../shared/domain/alerts/clock-reading.ts'
import type { Delivery } from '../../shared/domain/alerts/delivery.ts'
import type { Fault } from '../../shared/domain/fault.ts'
import type { QueueEntry } from './queue-entry.ts'
import { untilDueMs } from './queue-time.ts'

/** A channel that is left alone for a while. */
export interface Pause {
  readonly kind: PauseKind
  /** In a row. */
  readonly failures: number
  /** What it failed by last. */
  readonly fault: Fault
  /** What the channel was set up as then; null: that is not known. */
  readonly stamp: string | null
  readonly since: ClockReading
  readonly waitMs: number
  /** One message is sent by it to see whether it works again: the others wait for what becomes of that. */
  readonly isTried: boolean
}

/** Which channels are left alone. */
export class ChannelPauses {
  readonly #pauses = new Map<string, Pause>()
  readonly #now: () => ClockReading

  constructor(now: () => ClockReading, entries: readonly QueueEntry[]) {
    this.#now = now
    // Those of the program before: starting again is no reason to try a refused password once more.
    for (const entry of entries.toSorted((a, b) => a.triedAt - b.triedAt)) this.#restore(entry)
  }

  /** The pause of a channel that must not be tried now. */
  inForce(channel: string): Pause | null {
    const pause = this.#pauses.get(channel)
    return pause !== undefined && (pause.isTried || this.leftMs(pause) > 0) ? pause : null
  }

  /** Milliseconds. */
  leftMs({ since, waitMs }: Pause): number {
    return Math.max(0, waitMs - timePassed(since, this.#now()))
  }

  /** A try begins by a channel whose pause is over: until it ends nothing else is sent by it. */
  begin(channel: string): void {
    const pause = this.#pauses.get(channel)
    if (pause !== undefined) this.#pauses.set(channel, { ...pause, isTried: true })
  }

  /** A try ended that said nothing of the channel. */
  leave(channel: string): void {
    const pause = this.#pauses.get(channel)
    if (pause !== undefined) this.#pauses.set(channel, { ...pause, isTried: false })
  }

  /** A try failed: answers for how long the channel is left alone, null where the failure is not the channel’s. Milliseconds. */
  fail(channel: string, delivery: Delivery, stamp: string | null): number | null {
    if (delivery.outcome !== 'again') return null
    const kind = pauseKindOf(delivery.fault)
    if (kind === null) return null
    const before = this.#pauses.get(channel)
    const failures = before?.kind === kind ? before.failures + 1 : 1
    const waitMs = Math.max(pauseMs(kind, failures, channel), delivery.afterMs ?? 0)
    const { fault } = delivery
    this.#pauses.set(channel, { kind, failures, fault, stamp, since: this.#now(), waitMs, isTried: false })
    return waitMs
  }

  /** It works, or is to be tried as if it did. Answers whether it was paused. */
  lift(channel: string): boolean {
    return this.#pauses.delete(channel)
  }

  #restore(entry: QueueEntry): void {
    const { channel, delivery, nextAt, tries, stamp } = entry
    if (nextAt === null || delivery?.outcome !== 'again') return
    const kind = pauseKindOf(delivery.fault)
    if (kind === null) return
    const since = this.#now()
    const waitMs = untilDueMs({ ...entry, nextAt }, since)
    const before = this.#pauses.get(channel)
    const failures = Math.max(tries, before?.kind === kind ? before.failures : 1)
    this.#pauses.set(channel, { kind, failures, fault: delivery.fault, stamp, since, waitMs, isTried: false })
  }
}
