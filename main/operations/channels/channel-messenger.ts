import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'

import {
  channelMessageId,
  channelMessageOf,
  messageIdOfChannel,
} from '../../../shared/domain/alerts/channel-message-of.ts'
import type { ChannelMessage } from '../../../shared/domain/alerts/channel-message.ts'
import type { Delivery } from '../../../shared/domain/alerts/delivery.ts'
import type { ChannelOutcome, Message, WrittenFor } from '../../../shared/domain/alerts/message.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import type { Attempt, DeliveryQueue, KnownDelivery, QueuePlace } from '../../channels/channel.ts'
import { lookRepeatedly } from '../look-repeatedly.ts'
import type { Messenger, TriedAgain } from '../monitoring/messenger.ts'
import { readClocks } from '../monitoring/read-clocks.ts'
import type { KnownVault } from '../vaults/vault-session.ts'
import { instantOf, type World } from '../world.ts'
import { outboxOf } from './outbox-of.ts'
import { channelStamp, openKeptChannel, openVaultChannel } from './open-vault-channel.ts'

const hourMs = 3_600_000

function detailOf({ delivery, missed }: KnownDelivery): string {
  if (delivery === null) return ''
  const rejected = delivery.outcome === 'failed' ? [] : delivery.rejected
  const faults = [
    ...(delivery.outcome === 'delivered' ? [] : [delivery.fault]),
    ...rejected.map(({ fault }) => fault),
  ]
  const unnamed = delivery.outcome === 'failed' && missed.length > 0
  return [
    ...faults.map((fault) => faultText(fault).message),
    ...(unnamed ? [`Not reached: ${listWords(missed, missed.length)}.`] : []),
  ].join(' ')
}

/** Why it was sent to nobody; null: that is not what became of it. */
function withheldOf(delivery: Delivery): 'withheld' | 'cause_gone' | null {
  if (delivery.outcome !== 'failed' || delivery.fault.code !== 'MESSAGE_GIVEN_UP') return null
  const { reason } = delivery.fault
  if (reason === 'answered') return 'withheld'
  return reason === 'cause_gone' ? 'cause_gone' : null
}

function isForRoom(delivery: Delivery): boolean {
  return (
    delivery.outcome === 'failed' &&
    delivery.fault.code === 'MESSAGE_GIVEN_UP' &&
    delivery.fault.reason === 'room'
  )
}

function stateOf({ delivery, hasReached, missed }: KnownDelivery): ChannelOutcome['state'] {
  if (delivery === null || delivery.outcome === 'again') return 'waiting'
  if (delivery.outcome === 'delivered') return missed.length === 0 ? 'sent' : 'partly'
  return hasReached ? 'partly' : (withheldOf(delivery) ?? 'failed')
}

function outcomeOf(known: KnownDelivery): ChannelOutcome {
  const { channel, nextAt } = known
  const state = stateOf(known)
  const missed = state === 'partly' ? known.missed : []
  return { channel, state, detail: detailOf(known), nextAt, missed }
}

/** Every channel of a message's receivers, each once. */
function channelsOfMessage({ receivers }: Message): readonly string[] {
  return [...new Set(receivers.flatMap(({ channels }) => channels))]
}

/** What a messenger needs of the world, and of the vault in whose name it tells. */
type Around = Pick<World, 'ports' | 'home' | 'channels' | 'timers'>
type TellingVault = Pick<KnownVault, 'facts' | 'access' | 'homeName'>

/** Messages that a queue gave up to make room, and by which channel. */
type Dropped = { readonly messageId: string; readonly channel: string }[]

class ChannelMessenger implements Messenger {
  private readonly world: Around
  private readonly vault: TellingVault
  private readonly queue: DeliveryQueue
  private readonly isOver = new AbortController()
  /** What made room for others and was not told yet. */
  private readonly dropped: Dropped
  private readonly stopForgetting: () => void

  constructor(world: Around, vault: TellingVault, queue: DeliveryQueue, dropped: Dropped) {
    this.world = world
    this.vault = vault
    this.queue = queue
    this.dropped = dropped
    const rhythm = { firstMs: hourMs, everyMs: hourMs }
    this.stopForgetting = lookRepeatedly(world.timers, () => this.forget(), rhythm)
  }

  async prepare(message: Message): Promise<void> {
    const { roles, receivers } = message
    const channelMessage = this.writtenOf(message)
    for (const channel of channelsOfMessage(message))
      await this.queue.put(channel, channelMessage, { roles, receivers })
  }

  async send(message: Message): Promise<readonly ChannelOutcome[]> {
    await this.prepare(message)
    const channelMessage = this.writtenOf(message)
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

  writtenFor(messageId: string): WrittenFor | null {
    const known = this.queue.known(channelMessageId(messageId))
    return known.find(({ writtenFor }) => writtenFor !== null)?.writtenFor ?? null
  }

  waiting(): readonly string[] {
    return this.queue.waitingIds().map(messageIdOfChannel)
  }

  withdraw(messageId: string, because: 'withheld' | 'cause_gone'): Promise<readonly TriedAgain[]> {
    const reason = because === 'withheld' ? 'answered' : because
    return this.whatTurned([messageId], () => this.queue.withdraw(channelMessageId(messageId), reason))
  }

  async retryDue(): Promise<readonly TriedAgain[]> {
    const turned = await this.whatTurned(this.waiting(), () => this.queue.tryDue(this.isOver.signal))
    const isTold = ({ messageId, channel }: Dropped[number]): boolean =>
      turned.some((one) => one.messageId === messageId && one.outcome.channel === channel)
    const untold = this.dropped.splice(0).filter((one) => !isTold(one))
    return [...turned, ...untold.flatMap((one) => this.turnedOf(one))]
  }

  close(): void {
    this.stopForgetting()
    this.isOver.abort()
  }

  private writtenOf(message: Message): ChannelMessage {
    const { ports } = this.world
    const { name: vault, vaultId } = this.vault.facts
    const origin = { vault, vaultId, hostName: ports.machine.hostName }
    return channelMessageOf(message, origin, instantOf(ports.clock))
  }

  private turnedOf({ messageId, channel }: Dropped[number]): readonly TriedAgain[] {
    const outcome = this.recall(messageId).find((one) => one.channel === channel)
    return outcome === undefined ? [] : [{ messageId, outcome }]
  }

  private async forget(): Promise<void> {
    await this.queue.forgetSettled().catch((error: unknown) => this.logDefect(error))
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
  world: Around,
  vault: TellingVault,
  isAway: boolean,
): Promise<Messenger> {
  const { ports, channels } = world
  const open = isAway ? openKeptChannel : openVaultChannel
  const folder = isAway ? path.join(vault.access.folder, 'outbox') : outboxOf(world, vault)
  const dropped: Dropped = []
  const place: Omit<QueuePlace, 'folder'> = {
    channelOf: (name) => open(world, vault.access, name),
    stampOf: (name) => channelStamp(world, vault.access, name),
    readClocks: () => readClocks(ports),
    onAttempt({ channel, messageId, isKept, delivery }: Attempt) {
      if (!isKept) ports.logger.error('messages.not_kept', { channel, messageId })
      if (isForRoom(delivery)) dropped.push({ messageId: messageIdOfChannel(messageId), channel })
    },
  }
  const queue = await channels.openQueue({ ...place, folder }).catch((error: unknown) => {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    ports.logger.error('messages.outbox_unreadable', { fault })
    return channels.memoryQueue(place)
  })
  return new ChannelMessenger(world, vault, queue, dropped)
}
