import type { Message } from '../../../shared/domain/alerts/message.ts'
import type { Logger } from '../../engine/engine.ts'

/** Brings messages to people. A port: how people are reached is not decided here. */
export interface Messenger {
  /** Whether what it takes goes out to people, or stands in the program's log only. */
  readonly reach: 'people' | 'log'
  /**
   * Resolves when the message is out, or is kept where it will be sent from until it is. Rejects with why it can't be. A message of an id
   * that was sent before is not sent again. Has time limits of its own.
   */
  send(message: Message): Promise<void>
}

/** For a program without any channel: the message stands in its log, which says that it reached nobody. */
export function logMessenger(logger: Logger): Messenger {
  return {
    reach: 'log',
    send: (message) => {
      logger.warn('alert.message_without_channel', { ...message })
      return Promise.resolve()
    },
  }
}
