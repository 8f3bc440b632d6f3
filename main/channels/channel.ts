import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { Delivery } from '../../shared/domain/alerts/delivery.ts'

/** One way to reach somebody. */
export interface Channel {
  /**
   * Tries once. What can be expected is an outcome, never an error. When the signal is aborted it ends at once with `again`: whether the
   * other side had taken the message by then is not known.
   */
  send(message: ChannelMessage, signal: AbortSignal): Promise<Delivery>
}

/** One try of a queue's, or that it gave a message up. For a record of what was sent and what failed. */
export interface Attempt {
  readonly channel: string
  readonly messageId: string
  /** UTC, ISO 8601. */
  readonly at: string
  /** Made so far, with this one. */
  readonly tries: number
  readonly delivery: Delivery
  /** When it is tried next; null: never, it is settled. UTC, ISO 8601. */
  readonly nextAt: string | null
  /** False: it could not be written down, and would be lost, or be sent once more, if the program ended now. */
  readonly isKept: boolean
}

/** Delivers messages, and tries again what failed for now. */
export interface DeliveryQueue {
  /**
   * Tries a message at once and keeps it for later if need be. Of one that is waiting or settled already (the same id and channel) it
   * answers what became of it last and sends nothing.
   */
  deliver(channel: string, message: ChannelMessage, signal: AbortSignal): Promise<Delivery>
  /** Tries all whose time has come. A channel that can't be reached is asked once and left for the next call. */
  tryDue(signal: AbortSignal): Promise<void>
  /** When the next one is due by the wall clock, milliseconds since 1970 UTC; null: none waits. */
  nextAt(): number | null
  /** How many wait. */
  waiting(): number
}
