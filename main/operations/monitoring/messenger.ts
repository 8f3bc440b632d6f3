import type { ChannelOutcome, Message, WrittenFor } from '../../../shared/domain/alerts/message.ts'
import type { KnownVault } from '../vaults/vault-session.ts'

/** What became of a message that was tried again. */
export interface TriedAgain {
  readonly messageId: string
  readonly outcome: ChannelOutcome
}

/** Brings messages to people. A port: how people are reached is not decided here. */
export interface Messenger {
  /**
   * Keeps a message as one that waits, for every channel of its receivers, and sends nothing: whatever happens from here on, it is known. One
   * that is kept already stays as it is.
   */
  prepare(message: Message): Promise<void>
  /**
   * Tries at once to bring a message to its receivers by every channel that they have; what could not be sent for now is kept, and tried again
   * by `retryDue`. Answers what became of it by each channel; none: it has no receivers. A message of an id that was sent by a channel before
   * is not sent by it again. Has time limits of its own.
   */
  send(message: Message): Promise<readonly ChannelOutcome[]>
  /** What is known of a message by each channel; none: it was never handed over here, or is forgotten. */
  recall(messageId: string): readonly ChannelOutcome[]
  /** Whom a message was written for; null: it was never handed over here, or is forgotten. */
  writtenFor(messageId: string): WrittenFor | null
  /** Names of the messages that wait to be tried again. */
  waiting(): readonly string[]
  /** Sends what waits of a message to nobody: they need not hear of it any more. */
  withdraw(messageId: string, because: 'withheld' | 'cause_gone'): Promise<readonly TriedAgain[]>
  /** Tries all whose time has come; answers what became of each, and of those that made room for others since. */
  retryDue(): Promise<readonly TriedAgain[]>
  /** Ends what is being sent: it is due when there is a messenger again. */
  close(): void
}

/** Takes up, in the program that begins to act in a vault, what waits there. `isAway`: it is what stands for a vault that is away. */
export type OpenMessenger = (place: KnownVault, isAway: boolean) => Promise<Messenger>
