import { backOffMs } from '../../shared/domain/alerts/back-off.ts'
import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { Delivery } from '../../shared/domain/alerts/delivery.ts'
import { faultOf, type FaultOf } from '../../shared/domain/fault.ts'
import { faultText } from '../../shared/domain/faults/fault-text.ts'
import type { FileSystem } from '../engine/ports/file-system.ts'
import type { Clock, Logger } from '../engine/ports/ports.ts'
import type { Channel, DeliveryQueue, KnownDelivery, QueuePlace } from './channel.ts'
import { entryFileName, type QueueEntry } from './queue-entry.ts'
import { openQueueFolder } from './queue-folder.ts'

/** What bounds a queue. */
export interface QueueLimits {
  /** After so long a message is tried one last time. Milliseconds. */
  readonly ageMs: number
  /** The bound of the age where the clock was set. */
  readonly tries: number
  /** So many wait at most: a newer one ends the oldest. */
  readonly waiting: number
  /** So many settled ones are remembered, and so long. */
  readonly settled: number
  readonly settledMs: number
}

const hour = 3_600_000
const usualLimits: QueueLimits = {
  ageMs: 24 * hour,
  tries: 30,
  waiting: 500,
  settled: 2000,
  settledMs: 7 * 24 * hour,
}

/** What a queue works with. */
export interface QueueOptions extends QueuePlace {
  readonly files: FileSystem
  readonly clock: Clock
  readonly logger: Logger
  readonly limits?: Partial<QueueLimits>
}

const nameOf = ({ channel, message }: QueueEntry): string => entryFileName(channel, message.id)

function givenUp(
  { tries, delivery }: QueueEntry,
  reason: FaultOf<'MESSAGE_GIVEN_UP'>['reason'],
  last: Delivery | null = delivery,
): Delivery {
  const fault = last === null || last.outcome === 'delivered' ? null : faultText(last.fault).title
  return { outcome: 'failed', fault: { code: 'MESSAGE_GIVEN_UP', tries, reason, last: fault } }
}

/** What is owed of it after a try: those who have it, or never will, are not written to again. */
function stillOwed(message: ChannelMessage, delivery: Delivery): ChannelMessage {
  if (delivery.outcome !== 'again' || delivery.owedTo === null) return message
  return { ...message, onlyTo: delivery.owedTo }
}

function instantOrNull(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString()
}

class RetryQueue implements DeliveryQueue {
  readonly #options: Omit<QueueOptions, 'folder' | 'files'>
  readonly #limits: QueueLimits
  readonly #disk: Awaited<ReturnType<typeof openQueueFolder>>['disk']
  readonly #entries: Map<string, QueueEntry>
  /** Those that are being tried: no second try begins beside one. */
  readonly #busy = new Map<string, Promise<Delivery>>()

  constructor(
    options: Omit<QueueOptions, 'folder' | 'files'>,
    opened: Awaited<ReturnType<typeof openQueueFolder>>,
  ) {
    this.#options = options
    this.#limits = { ...usualLimits, ...options.limits }
    this.#disk = opened.disk
    this.#entries = new Map(opened.entries.map((entry) => [nameOf(entry), entry]))
  }

  deliver(channel: string, message: ChannelMessage, signal: AbortSignal): Promise<Delivery> {
    const name = entryFileName(channel, message.id)
    const busy = this.#busy.get(name)
    if (busy !== undefined) return busy
    const known = this.#entries.get(name)
    if (known?.delivery) return Promise.resolve(known.delivery)
    if (known !== undefined) return this.#begin(known, signal, true)
    const now = this.#options.clock.now()
    const entry: QueueEntry = {
      version: 1,
      channel,
      message,
      firstAt: now,
      triedAt: now,
      nextAt: now,
      tries: 0,
      delivery: null,
    }
    this.#entries.set(name, entry)
    return this.#begin(entry, signal, false)
  }

  async tryDue(signal: AbortSignal): Promise<void> {
    await this.#forgetSettled()
    const now = this.#options.clock.now()
    const due = [...this.#entries.values()]
      .filter((entry) => isDue(entry, now) && !this.#busy.has(nameOf(entry)))
      .sort((a, b) => a.firstAt - b.firstAt)
    const channels = Map.groupBy(due, ({ channel }) => channel)
    const done = await Promise.allSettled([...channels.values()].map((some) => this.#tryInTurn(some, signal)))
    for (const one of done) if (one.status === 'rejected') throw one.reason
  }

  nextAt(): number | null {
    const now = this.#options.clock.now()
    const times = this.#waiting().map((entry) => (isDue(entry, now) ? now : entry.nextAt))
    return times.length === 0 ? null : Math.min(...times)
  }

  waiting(): number {
    return this.#waiting().length
  }

  known(messageId: string): readonly KnownDelivery[] {
    return [...this.#entries.values()]
      .filter(({ message }) => message.id === messageId)
      .map(({ channel, delivery, nextAt }) => ({ channel, delivery, nextAt: instantOrNull(nextAt) }))
  }

  waitingIds(): readonly string[] {
    return [...new Set(this.#waiting().map(({ message }) => message.id))]
  }

  async withdraw(messageId: string, because: 'answered' | 'cause_gone'): Promise<void> {
    for (const entry of this.#waiting()) {
      if (entry.message.id !== messageId || this.#busy.has(nameOf(entry))) continue
      await this.#settle({ ...entry, triedAt: this.#options.clock.now() }, givenUp(entry, because))
    }
  }

  #waiting(): readonly (QueueEntry & { readonly nextAt: number })[] {
    return [...this.#entries.values()].filter(
      (entry): entry is QueueEntry & { readonly nextAt: number } => entry.nextAt !== null,
    )
  }

  async #tryInTurn(entries: readonly QueueEntry[], signal: AbortSignal): Promise<void> {
    for (const { channel, message } of entries) {
      const name = entryFileName(channel, message.id)
      const entry = this.#entries.get(name)
      if (signal.aborted) return
      if (entry === undefined || this.#busy.has(name)) continue
      if (!isDue(entry, this.#options.clock.now())) continue
      const delivery = await this.#begin(entry, signal, true)
      if (delivery.outcome === 'again' && delivery.fault.code.startsWith('CHANNEL_')) return
    }
  }

  /** Marks an entry as being tried, without a gap in which a second try could begin. */
  #begin(entry: QueueEntry, signal: AbortSignal, isOnDisk: boolean): Promise<Delivery> {
    const trying = this.#try(entry, signal, isOnDisk).finally(() => this.#busy.delete(nameOf(entry)))
    this.#busy.set(nameOf(entry), trying)
    return trying
  }

  async #try(entry: QueueEntry, signal: AbortSignal, isOnDisk: boolean): Promise<Delivery> {
    // Before it is sent: a program that is killed while it sends finds it there again.
    if (!isOnDisk) {
      await this.#makeRoom(entry)
      await this.#disk.keep(entry)
    }
    let delivery: Delivery | null
    try {
      delivery = await this.#send(entry, signal)
    } catch (error) {
      await this.#postpone(entry)
      throw error
    }
    if (delivery === null) return this.#settle(entry, givenUp(entry, 'channel_gone'))
    const tried = { ...entry, tries: entry.tries + 1, triedAt: this.#options.clock.now(), delivery }
    if (delivery.outcome !== 'again') return this.#settle(tried, delivery)
    // The program ends: nothing is known of this try, and it is due when there is a program again.
    if (signal.aborted) return delivery
    const isTooOld = tried.triedAt - tried.firstAt >= this.#limits.ageMs || tried.tries >= this.#limits.tries
    if (isTooOld) return this.#settle(tried, givenUp(tried, 'age'))
    const waitMs = Math.max(backOffMs(tried.tries, entry.message.id), delivery.afterMs ?? 0)
    const message = stillOwed(entry.message, delivery)
    await this.#record({ ...tried, message, nextAt: tried.triedAt + waitMs }, delivery)
    return delivery
  }

  /** Null: there is no such channel any more. */
  async #send({ channel, message }: QueueEntry, signal: AbortSignal): Promise<Delivery | null> {
    let open: Channel | null
    try {
      open = await this.#options.channelOf(channel)
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined) throw error
      return { outcome: 'again', fault, afterMs: null, owedTo: null, rejected: [] }
    }
    return open === null ? null : open.send(message, signal)
  }

  /** After a defect, so that it is not met again at once. */
  async #postpone(entry: QueueEntry): Promise<void> {
    const triedAt = this.#options.clock.now()
    const tries = entry.tries + 1
    const later = { ...entry, tries, triedAt, nextAt: triedAt + backOffMs(tries, entry.message.id) }
    this.#entries.set(nameOf(entry), later)
    await this.#disk.keep(later)
  }

  async #settle(entry: QueueEntry, delivery: Delivery): Promise<Delivery> {
    await this.#record({ ...entry, delivery, nextAt: null }, delivery)
    return delivery
  }

  async #record(entry: QueueEntry, delivery: Delivery): Promise<void> {
    const { channel, message, tries, triedAt, nextAt } = entry
    this.#entries.set(nameOf(entry), entry)
    // Where a settled one can't be written it is taken away: what is left would be sent once more.
    const isKept = (await this.#disk.keep(entry)) || (nextAt === null && (await this.#disk.drop(entry)))
    this.#options.onAttempt({
      channel,
      messageId: message.id,
      at: new Date(triedAt).toISOString(),
      tries,
      delivery,
      nextAt: instantOrNull(nextAt),
      isKept,
    })
  }

  async #makeRoom(forEntry: QueueEntry): Promise<void> {
    const others = this.#waiting()
      .filter((entry) => nameOf(entry) !== nameOf(forEntry))
      .sort((a, b) => a.firstAt - b.firstAt)
    const tooMany = others.length + 1 - this.#limits.waiting
    const idle = others.filter((entry) => !this.#busy.has(nameOf(entry)))
    for (const entry of idle.slice(0, Math.max(tooMany, 0)))
      await this.#settle({ ...entry, triedAt: this.#options.clock.now() }, givenUp(entry, 'room'))
  }

  async #forgetSettled(): Promise<void> {
    const now = this.#options.clock.now()
    const newestFirst = [...this.#entries.values()]
      .filter(({ nextAt }) => nextAt === null)
      .sort((a, b) => b.triedAt - a.triedAt)
    for (const [at, entry] of newestFirst.entries()) {
      if (at < this.#limits.settled && now - entry.triedAt < this.#limits.settledMs) continue
      if (await this.#disk.drop(entry)) this.#entries.delete(nameOf(entry))
    }
  }
}

/** A clock that was set back to before the last try says nothing of how long it waited: then it is due. */
function isDue({ nextAt, triedAt }: QueueEntry, nowMs: number): boolean {
  return nextAt !== null && (nowMs >= nextAt || nowMs < triedAt)
}

/**
 * The messages that wait in a folder. Each is on disk before it is sent for the first time and until it is settled, and is remembered a week
 * after that: a program that is killed at any moment sends it at least once, and once more only if it was killed between the sending
 * and the writing of what became of it, and then with the same id. Throws FOLDER_UNREADABLE.
 */
export async function openRetryQueue(options: QueueOptions): Promise<DeliveryQueue> {
  const opened = await openQueueFolder(options.files, options.logger, options.folder)
  return new RetryQueue(options, opened)
}

/** A queue for where no folder can be had: it tries again while this program lives, and says of each message that it is not kept. */
export function memoryQueue(options: Omit<QueueOptions, 'folder' | 'files'>): DeliveryQueue {
  const disk = { keep: () => Promise.resolve(false), drop: () => Promise.resolve(true) }
  return new RetryQueue(options, { disk, entries: [] })
}
