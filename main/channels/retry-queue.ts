import { randomUUID } from 'node:crypto'

import { backOffMs } from '../../shared/domain/alerts/back-off.ts'
import { pauseKindOf } from '../../shared/domain/alerts/channel-pause.ts'
import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { ClockReading } from '../../shared/domain/alerts/clock-reading.ts'
import type { Delivery } from '../../shared/domain/alerts/delivery.ts'
import type { WrittenFor } from '../../shared/domain/alerts/message.ts'
import { faultOf, type FaultOf } from '../../shared/domain/fault.ts'
import type { FileSystem } from '../engine/ports/file-system.ts'
import type { Logger } from '../engine/ports/ports.ts'
import type { Channel, DeliveryQueue, KnownDelivery, QueuePlace } from './channel.ts'
import { ChannelPauses, type Pause } from './channel-pauses.ts'
import { entryFileName, type QueueEntry } from './queue-entry.ts'
import { openQueueFolder } from './queue-folder.ts'
import {
  byHaste,
  byWeight,
  givenUp,
  heldBy,
  metBy,
  missedOf,
  saysThatItWorks,
  withRejected,
} from './queue-outcome.ts'
import { ageMs, untilDueMs } from './queue-time.ts'

/** What bounds a queue. */
export interface QueueLimits {
  /** After so long a message is tried one last time. Milliseconds. */
  readonly ageMs: number
  /** The bound of the age where no clock says how old it is. */
  readonly tries: number
  /** So many wait at most: beyond, the least severe goes, of those the oldest. */
  readonly waiting: number
  /** So many settled ones are remembered, and so long. */
  readonly settled: number
  readonly settledMs: number
}

const hour = 3_600_000
const usualLimits: QueueLimits = {
  ageMs: 24 * hour,
  tries: 200,
  waiting: 500,
  settled: 2000,
  settledMs: 7 * 24 * hour,
}

/** What a queue works with. */
export interface QueueOptions extends QueuePlace {
  readonly files: FileSystem
  readonly logger: Logger
  readonly limits?: Partial<QueueLimits>
}

/** One that waits. */
type Waiting = QueueEntry & { readonly nextAt: number }

const nameOf = ({ channel, message }: QueueEntry): string => entryFileName(channel, message.id)

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
  readonly #pauses: ChannelPauses
  /** Where the system names no run of the machine, that of this program stands for it. */
  readonly #run = randomUUID()

  constructor(
    options: Omit<QueueOptions, 'folder' | 'files'>,
    opened: Awaited<ReturnType<typeof openQueueFolder>>,
  ) {
    this.#options = options
    this.#limits = { ...usualLimits, ...options.limits }
    this.#disk = opened.disk
    this.#entries = new Map(opened.entries.map((entry) => [nameOf(entry), entry]))
    this.#pauses = new ChannelPauses(() => this.#now(), opened.entries)
  }

  async put(channel: string, message: ChannelMessage, writtenFor: WrittenFor | null): Promise<void> {
    const name = entryFileName(channel, message.id)
    if (this.#entries.has(name)) return
    const entry = this.#newEntry(channel, message, writtenFor)
    this.#entries.set(name, entry)
    await this.#disk.keep(entry)
  }

  deliver(channel: string, message: ChannelMessage, signal: AbortSignal): Promise<Delivery> {
    const name = entryFileName(channel, message.id)
    const busy = this.#busy.get(name)
    if (busy !== undefined) return busy
    const known = this.#entries.get(name)
    if (known?.delivery) return Promise.resolve(known.delivery)
    if (known !== undefined) return this.#begin(known, signal, true)
    const entry = this.#newEntry(channel, message, null)
    this.#entries.set(name, entry)
    return this.#begin(entry, signal, false)
  }

  async tryDue(signal: AbortSignal): Promise<void> {
    await this.forgetSettled()
    const waiting = this.#waiting().filter((entry) => !this.#busy.has(nameOf(entry)))
    const channels = Map.groupBy(waiting, ({ channel }) => channel)
    const done = await Promise.allSettled(
      [...channels].map(([channel, some]) => this.#tryInTurn(channel, some, signal)),
    )
    for (const one of done) if (one.status === 'rejected') throw one.reason
  }

  nextAt(): number | null {
    const now = this.#now()
    const times = this.#waiting().map((entry) => {
      const pause = this.#pauses.inForce(entry.channel)
      const leftMs = pause === null ? 0 : this.#pauses.leftMs(pause)
      return now.wallMs + Math.max(untilDueMs(entry, now), leftMs)
    })
    return times.length === 0 ? null : Math.min(...times)
  }

  waiting(): number {
    return this.#waiting().length
  }

  known(messageId: string): readonly KnownDelivery[] {
    return [...this.#entries.values()]
      .filter(({ message }) => message.id === messageId)
      .map((entry) => {
        const { channel, delivery, nextAt, hasReached, writtenFor } = entry
        const missed = missedOf(entry)
        return { channel, delivery, nextAt: instantOrNull(nextAt), hasReached, missed, writtenFor }
      })
  }

  waitingIds(): readonly string[] {
    return [...new Set(this.#waiting().map(({ message }) => message.id))]
  }

  async withdraw(messageId: string, because: 'answered' | 'cause_gone'): Promise<void> {
    for (const entry of this.#waiting()) {
      if (entry.message.id !== messageId || this.#busy.has(nameOf(entry))) continue
      await this.#giveUp(entry, because)
    }
  }

  async forgetSettled(): Promise<void> {
    const now = this.#now().wallMs
    const newestFirst = [...this.#entries.values()]
      .filter(({ nextAt }) => nextAt === null)
      .sort((a, b) => b.triedAt - a.triedAt)
    for (const [at, entry] of newestFirst.entries()) {
      if (at < this.#limits.settled && now - entry.triedAt < this.#limits.settledMs) continue
      if (await this.#disk.drop(entry)) this.#entries.delete(nameOf(entry))
    }
  }

  #now(): ClockReading {
    const now = this.#options.readClocks()
    return { ...now, boot: now.boot ?? this.#run }
  }

  #newEntry(channel: string, message: ChannelMessage, writtenFor: WrittenFor | null): QueueEntry {
    const counted = this.#now()
    const now = counted.wallMs
    const times = { firstAt: now, triedAt: now, nextAt: now, agedMs: 0, counted }
    const fresh = { tries: 0, delivery: null, stamp: null, hasReached: false, rejected: [] }
    return { version: 1, channel, message, ...times, ...fresh, writtenFor }
  }

  /** The entry with its age counted up to now. */
  #aged<T extends QueueEntry>(entry: T): T {
    const counted = this.#now()
    return { ...entry, triedAt: counted.wallMs, agedMs: ageMs(entry, counted), counted }
  }

  #isTooOld(aged: QueueEntry): boolean {
    return aged.agedMs >= this.#limits.ageMs || aged.tries >= this.#limits.tries
  }

  #waiting(): readonly Waiting[] {
    return [...this.#entries.values()].filter((entry): entry is Waiting => entry.nextAt !== null)
  }

  async #tryInTurn(channel: string, entries: readonly Waiting[], signal: AbortSignal): Promise<void> {
    if ((await this.#pauseOf(channel)) !== null) return
    for (const { message } of entries.toSorted(byHaste)) {
      const name = entryFileName(channel, message.id)
      const entry = this.#entries.get(name)
      if (signal.aborted) return
      if (entry === undefined || entry.nextAt === null || this.#busy.has(name)) continue
      if (untilDueMs({ ...entry, nextAt: entry.nextAt }, this.#now()) > 0) continue
      await this.#begin(entry, signal, true)
      // Its failure is that of all that wait for this channel.
      if (this.#pauses.inForce(channel) !== null) return this.#giveUpOld(channel)
    }
  }

  async #giveUpOld(channel: string): Promise<void> {
    for (const entry of this.#waiting()) {
      if (entry.channel !== channel || this.#busy.has(nameOf(entry))) continue
      if (this.#isTooOld(this.#aged(entry))) await this.#giveUp(entry, 'age')
    }
  }

  /** Why nothing may be sent by a channel now; null: it may. Settings that were saved, or a test that went well, end a pause. */
  async #pauseOf(channel: string): Promise<Pause | null> {
    const pause = this.#pauses.inForce(channel)
    if (pause === null || pause.isTried) return pause
    const isTested = await this.#disk.takeNote(channel)
    const stamp = await this.#stampOf(channel)
    const isOther = stamp !== null && pause.stamp !== null && stamp !== pause.stamp
    if (!isTested && !isOther) return this.#pauses.inForce(channel)
    this.#lift(channel)
    return null
  }

  async #stampOf(channel: string): Promise<string | null> {
    try {
      return (await this.#options.stampOf?.(channel)) ?? null
    } catch (error) {
      // The try itself meets what is wrong, and tells it.
      this.#options.logger.warn('channels.stamp-not-read', { channel, error: String(error) })
      return null
    }
  }

  /** What waited because of the channel is due. */
  #lift(channel: string): void {
    if (!this.#pauses.lift(channel)) return
    for (const entry of this.#waiting()) {
      const isHeld = entry.delivery?.outcome === 'again' && pauseKindOf(entry.delivery.fault) !== null
      if (entry.channel !== channel || !isHeld) continue
      this.#entries.set(nameOf(entry), { ...entry, nextAt: entry.triedAt })
    }
  }

  /** Marks an entry as being tried, without a gap in which a second try could begin. */
  #begin(entry: QueueEntry, signal: AbortSignal, isOnDisk: boolean): Promise<Delivery> {
    const trying = this.#try(entry, signal, isOnDisk).finally(() => this.#busy.delete(nameOf(entry)))
    this.#busy.set(nameOf(entry), trying)
    return trying
  }

  async #try(entry: QueueEntry, signal: AbortSignal, isOnDisk: boolean): Promise<Delivery> {
    const pause = await this.#pauseOf(entry.channel)
    if (pause !== null) return this.#hold(entry, pause)
    this.#pauses.begin(entry.channel)
    try {
      // Before it is sent: a program that is killed while it sends finds it there again.
      if (!isOnDisk) await this.#disk.keep(entry)
      const stamp = await this.#stampOf(entry.channel)
      const delivery = await this.#send(entry, signal)
      return await this.#keepOutcome(this.#aged({ ...entry, stamp }), delivery, signal)
    } catch (error) {
      await this.#postpone(entry)
      throw error
    } finally {
      this.#pauses.leave(entry.channel)
    }
  }

  /** `tried`: the entry as it is after the try, but for what became of it. */
  async #keepOutcome(tried: QueueEntry, delivery: Delivery | null, signal: AbortSignal): Promise<Delivery> {
    const { channel, message } = tried
    if (delivery === null) return this.#settle(tried, givenUp(tried, 'channel_gone'))
    // The program ends: nothing is known of this try, and it is due when there is a program again.
    if (delivery.outcome === 'again' && signal.aborted) return delivery
    const pausedMs = this.#pauses.fail(channel, delivery, tried.stamp)
    if (pausedMs !== null) await this.#disk.takeNote(channel)
    else if (saysThatItWorks(delivery)) this.#lift(channel)
    const met = metBy(tried, delivery)
    if (delivery.outcome !== 'again') return this.#settle(met, withRejected(met, delivery))
    if (this.#isTooOld(met)) return this.#settle(met, givenUp(met, 'age'))
    const waitMs = pausedMs ?? Math.max(backOffMs(met.tries, message.id), delivery.afterMs ?? 0)
    await this.#record({ ...met, nextAt: met.triedAt + waitMs }, delivery)
    return this.#afterRoom(met, delivery)
  }

  /** In place of a try: the channel has just failed. */
  async #hold(entry: QueueEntry, pause: Pause): Promise<Delivery> {
    const delivery = heldBy(pause)
    const held = this.#aged({ ...entry, delivery, stamp: pause.stamp })
    await this.#record({ ...held, nextAt: held.triedAt + this.#pauses.leftMs(pause) }, delivery)
    return this.#afterRoom(held, delivery)
  }

  /** Null: there is no such channel any more. */
  async #send({ channel, message }: QueueEntry, signal: AbortSignal): Promise<Delivery | null> {
    let open: Channel | null
    try {
      open = await this.#options.channelOf(channel)
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined) throw error
      return heldBy({ fault })
    }
    return open === null ? null : open.send(message, signal)
  }

  /** After a defect, so that it is not met again at once. */
  async #postpone(entry: QueueEntry): Promise<void> {
    const aged = this.#aged({ ...entry, tries: entry.tries + 1 })
    if (this.#isTooOld(aged)) {
      await this.#giveUp(aged, 'age')
      return
    }
    const later = { ...aged, nextAt: aged.triedAt + backOffMs(aged.tries, entry.message.id) }
    this.#entries.set(nameOf(entry), later)
    await this.#disk.keep(later)
  }

  #giveUp(entry: QueueEntry, reason: FaultOf<'MESSAGE_GIVEN_UP'>['reason']): Promise<Delivery> {
    return this.#settle(this.#aged(entry), givenUp(entry, reason))
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

  /** Makes room where too many wait; answers what became of the one that waits since. */
  async #afterRoom(newest: QueueEntry, delivery: Delivery): Promise<Delivery> {
    const waiting = this.#waiting()
    const tooMany = waiting.length - this.#limits.waiting
    const idle = waiting.filter((entry) => nameOf(entry) === nameOf(newest) || !this.#busy.has(nameOf(entry)))
    for (const entry of idle.toSorted(byWeight).slice(0, Math.max(tooMany, 0)))
      await this.#giveUp(entry, 'room')
    return this.#entries.get(nameOf(newest))?.delivery ?? delivery
  }
}

/**
 * The messages that wait in a folder. Each is on disk before it is sent for the first time and until it is settled, and is remembered a week
 * after that: a program that is killed at any moment sends it at least once, and once more only if it was killed between the sending
 * and the writing of what became of it, and then with the same id. Throws FOLDER_UNREADABLE.
 */
export async function openRetryQueue(options: QueueOptions): Promise<DeliveryQueue> {
  const opened = await openQueueFolder(options.files, options.logger, options.folder)
  const queue = new RetryQueue(options, opened)
  await queue.forgetSettled()
  return queue
}

/** A queue for where no folder can be had: it tries again while this program lives, and says of each message that it is not kept. */
export function memoryQueue(options: Omit<QueueOptions, 'folder' | 'files'>): DeliveryQueue {
  const disk = {
    keep: () => Promise.resolve(false),
    drop: () => Promise.resolve(true),
    takeNote: () => Promise.resolve(false),
  }
  return new RetryQueue(options, { disk, entries: [] })
}
