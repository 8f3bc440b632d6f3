import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'

import {
  channelMessageId,
  channelMessageOf,
  messageIdOfChannel,
} from '../../../shared/domain/alerts/channel-message-of.ts'
import type { Delivery } from '../../../shared/domain/alerts/delivery.ts'
import type { ChannelOutcome, Message } from '../../../shared/domain/alerts/message.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import type { DeliveryQueue, KnownDelivery, QueuePlace } from '../../channels/channel.ts'
import type { Messenger, TriedAgain } from '../monitoring/messenger.ts'
import type { KnownVault } from '../vaults/vault-session.ts'
import { instantOf, type World } from '../world.ts'
import { openKeptChannel, openVaultChannel } from './open-vault-channel.ts'

function detailOf(delivery: Delivery): string {
  const rejected = delivery.outcome === 'failed' ? [] : delivery.rejected
  const faults = [
    ...(delivery.outcome === 'delivered' ? [] : [delivery.fault]),
    ...rejected.map(({ fault }) => fault),
  ]
  return faults.map((fault) => faultText(fault).message).join(' ')
}

/** Why it was sent to nobody; null: that is not what became of it. */
function withheldOf(delivery: Delivery): 'withheld' | 'cause_gone' | null {
  if (delivery.outcome !== 'failed' || delivery.fault.code !== 'MESSAGE_GIVEN_UP') return null
  const { reason } = delivery.fault
  if (reason === 'answered') return 'withheld'
  return reason === 'cause_gone' ? 'cause_gone' : null
}

const states = { delivered: 'sent', again: 'waiting', failed: 'failed' } as const

function outcomeOf({ channel, delivery, nextAt }: KnownDelivery): ChannelOutcome {
  if (delivery === null) return { channel, state: 'waiting', detail: '', nextAt }
  const state = withheldOf(delivery) ?? states[delivery.outcome]
  return { channel, state, detail: detailOf(delivery), nextAt }
}

/** Every channel of a message's receivers, each once. */
function channelsOfMessage({ receivers }: Message): readonly string[] {
  return [...new Set(receivers.flatMap(({ channels }) => channels))]
}

class ChannelMessenger implements Messenger {
  private readonly world: World
  private readonly vault: KnownVault
  private readonly queue: DeliveryQueue
  private readonly isOver = new AbortController()

  constructor(world: World, vault: KnownVault, queue: DeliveryQueue) {
    this.world = world
    this.vault = vault
    this.queue = queue
  }

  async send(message: Message): Promise<readonly ChannelOutcome[]> {
    const { ports } = this.world
    const { name: vault, vaultId } = this.vault.facts
    const origin = { vault, vaultId, hostName: ports.machine.hostName }
    const channelMessage = channelMessageOf(message, origin, instantOf(ports.clock))
    const channels = channelsOfMessage(message)
    // Together: a server that hangs holds nobody up who is told by another way.
    const ended = await Promise.allSettled(
      channels.map((channel) => this.queue.deliver(channel, channelMessage, this.isOver.signal)),
    )
    for (const one of ended) if (one.status === 'rejected') this.logDefect(one.reason)
    return this.recall(message.id)
  }

  recall(messageId: string): readonly ChannelOutcome[] {
    return this.queue.known(channelMessageId(messageId)).map(outcomeOf)
  }

  waiting(): readonly string[] {
    return this.queue.waitingIds().map(messageIdOfChannel)
  }

  withdraw(messageId: string, because: 'withheld' | 'cause_gone'): Promise<readonly TriedAgain[]> {
    const reason = because === 'withheld' ? 'answered' : because
    return this.whatTurned([messageId], () => this.queue.withdraw(channelMessageId(messageId), reason))
  }

  retryDue(): Promise<readonly TriedAgain[]> {
    return this.whatTurned(this.waiting(), () => this.queue.tryDue(this.isOver.signal))
  }

  close(): void {
    this.isOver.abort()
  }

  /** A defect at one channel: the queue keeps its message, and the others went their way. */
  private logDefect(error: unknown): void {
    this.world.ports.logger.error('messages.defect', {
      stack: error instanceof Error ? error.stack : String(error),
    })
  }

  /** What became another of some messages by some work. */
  private async whatTurned(
    messageIds: readonly string[],
    work: () => Promise<void>,
  ): Promise<readonly TriedAgain[]> {
    const before = new Map(messageIds.map((id) => [id, this.recall(id)]))
    await work().catch((error: unknown) => this.logDefect(error))
    return messageIds.flatMap((messageId) =>
      this.recall(messageId)
        .filter((outcome) => !before.get(messageId)?.some((one) => isDeepStrictEqual(one, outcome)))
        .map((outcome) => ({ messageId, outcome })),
    )
  }
}

/**
 * A messenger over the channels of a vault, or of what stands for one that is away. Where the home folder can't be used, people are told all the
 * same, and what waits is forgotten with the program.
 */
export async function openChannelMessenger(
  world: World,
  vault: KnownVault,
  isAway: boolean,
): Promise<Messenger> {
  const { ports, home, channels } = world
  const open = isAway ? openKeptChannel : openVaultChannel
  const folder = isAway
    ? path.join(vault.access.folder, 'outbox')
    : path.join(home.outboxFolder, vault.homeName)
  const place: Omit<QueuePlace, 'folder'> = {
    channelOf: (name) => open(world, vault.access, name),
    onAttempt: ({ channel, messageId, isKept }) => {
      if (!isKept) ports.logger.error('messages.not_kept', { channel, messageId })
    },
  }
  const queue = await channels.openQueue({ ...place, folder }).catch((error: unknown) => {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    ports.logger.error('messages.outbox_unreadable', { fault })
    return channels.memoryQueue(place)
  })
  return new ChannelMessenger(world, vault, queue)
}
