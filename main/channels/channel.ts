import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { ChannelSettings } from '../../shared/domain/alerts/channel-settings.ts'
import type { ClockReading } from '../../shared/domain/alerts/clock-reading.ts'
import type { Delivery } from '../../shared/domain/alerts/delivery.ts'
import type { WrittenFor } from '../../shared/domain/alerts/message.ts'

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

/**
 * Delivers messages, and tries again what failed for now. A channel that failed by its connection or its credentials is left alone for a
 * while: what is handed over meanwhile waits without a try, and goes when the first one went.
 */
export interface DeliveryQueue {
  /** Keeps a message as one that waits and is due, and sends nothing; one that is there already stays as it is. */
  put(channel: string, message: ChannelMessage, writtenFor: WrittenFor | null): Promise<void>
  /**
   * Tries a message at once and keeps it for later if need be. Of one that was tried or is settled already (the same id and channel) it
   * answers what became of it last and sends nothing.
   */
  deliver(channel: string, message: ChannelMessage, signal: AbortSignal): Promise<Delivery>
  /** Tries all whose time has come, the gravest first. A channel that can't be reached is asked once and left for a later call. */
  tryDue(signal: AbortSignal): Promise<void>
  /** When the next one is due by the wall clock, milliseconds since 1970 UTC; null: none waits. */
  nextAt(): number | null
  /** How many wait. */
  waiting(): number
  /** What is known of a message, by each channel that it was delivered to, or is to be; none: it never was here, or is forgotten. */
  known(messageId: string): readonly KnownDelivery[]
  /** The messages that wait, each once. */
  waitingIds(): readonly string[]
  /** Gives up what waits of a message, because nobody needs to hear of it any more; each is told as an attempt. */
  withdraw(messageId: string, because: 'answered' | 'cause_gone'): Promise<void>
  /** Forgets what was settled long ago. Done as a queue is opened and by `tryDue`; for where nothing waits. */
  forgetSettled(): Promise<void>
}

/** What became of a message by one channel. */
export interface KnownDelivery {
  readonly channel: string
  /** Null: it was not tried yet, or the program ended while it was. */
  readonly delivery: Delivery | null
  /** When it is tried next; null: never, it is settled. UTC, ISO 8601. */
  readonly nextAt: string | null
  /** Whether somebody of its recipients has it. */
  readonly hasReached: boolean
  /** Recipients that will not have it, as far as they are known. */
  readonly missed: readonly string[]
  /** Whom it was written for; null: that was not said. */
  readonly writtenFor: WrittenFor | null
}

/** Where a queue is, and what it asks and tells. */
export interface QueuePlace {
  /** Its own: one program at a time may have it open. */
  readonly folder: string
  /**
   * Asked at each try, so that settings and secrets are as they are then; null: there is no such channel any more. A fault that it throws
   * (a keychain that does not answer) is one of the try.
   */
  readonly channelOf: (name: string) => Promise<Channel | null>
  /** Names what a channel is set up as, its secret included, without holding it: another after it was saved. Null: that can't be told. */
  readonly stampOf?: (name: string) => Promise<string | null>
  /** What both clocks of this machine say. */
  readonly readClocks: () => ClockReading
  /** Told of each try and of each message that is given up. */
  readonly onAttempt: (attempt: Attempt) => void
}

/** What those who decide are handed of the ways by which people are told. */
export interface ChannelTools {
  /** The channel of some settings and its secret (null: none). What is wrong with either is said by its first delivery. */
  open(settings: ChannelSettings, secret: string | null): Channel
  /** Why some settings can't be used, each in words that end a sentence; none: they can. */
  problemsOf(settings: ChannelSettings, secret: string | null): readonly string[]
  /** Opens the queue of a folder. Throws FOLDER_UNREADABLE. */
  openQueue(place: QueuePlace): Promise<DeliveryQueue>
  /** A queue that keeps nothing on disk, for where that can't be. */
  memoryQueue(place: Omit<QueuePlace, 'folder'>): DeliveryQueue
  /** Says in the folder of a queue, which another program may have open, that a channel works. Rejects with the system's errors. */
  noteWorking(folder: string, channel: string): Promise<void>
}
