import { createHash } from 'node:crypto'

import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { ClockReading } from '../../shared/domain/alerts/clock-reading.ts'
import type { Delivery, RejectedRecipient } from '../../shared/domain/alerts/delivery.ts'
import type { WrittenFor } from '../../shared/domain/alerts/message.ts'

/** One message for one channel, as it is kept on disk. Times: the wall clock, milliseconds since 1970 UTC. */
export interface QueueEntry {
  readonly version: 1
  readonly channel: string
  readonly message: ChannelMessage
  readonly firstAt: number
  /** Of the last try; before the first: `firstAt`. */
  readonly triedAt: number
  /** Null: it is settled, and kept so that it is not sent once more. */
  readonly nextAt: number | null
  readonly tries: number
  /** What became of it last; null: it was not tried yet, or the program ended while it was. */
  readonly delivery: Delivery | null
  /** For how long it had been tried when both clocks said `counted`, at `triedAt`. Milliseconds. */
  readonly agedMs: number
  readonly counted: ClockReading
  /** What the channel was set up as at the last try; null: that is not known. */
  readonly stamp: string | null
  /** Whether somebody of its recipients has it. */
  readonly hasReached: boolean
  /** Of all tries: those who will never have it. */
  readonly rejected: readonly RejectedRecipient[]
  /** Whom it was written for; null: whoever handed it over did not say. */
  readonly writtenFor: WrittenFor | null
}

/** The name of an entry's file: always the same for a message and a channel. */
export function entryFileName(channel: string, messageId: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([channel, messageId]))
    .digest('hex')
  return `${hash.slice(0, 32)}.json`
}

/** The name of the file by which another program says that a channel works. */
export function noteFileName(channel: string): string {
  const hash = createHash('sha256').update(channel).digest('hex')
  return `${hash.slice(0, 32)}.works`
}

/** Whether a file of the folder is an entry's, by its name. */
export function isEntryFile(name: string): boolean {
  return /^[0-9a-f]{32}\.json$/.test(name)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isMessage(value: unknown): value is ChannelMessage {
  if (!isRecord(value)) return false
  const { id, severity, type, at, title, text, facts, onlyTo } = value
  return (
    [id, severity, type, at, title, text].every((one) => typeof one === 'string') &&
    !Number.isNaN(Date.parse(at as string)) &&
    isRecord(facts) &&
    (onlyTo === null || (Array.isArray(onlyTo) && onlyTo.every((one) => typeof one === 'string')))
  )
}

function isDelivery(value: unknown): value is Delivery {
  if (!isRecord(value)) return false
  const { outcome, fault, rejected } = value
  const hasFault = isRecord(fault) && typeof fault['code'] === 'string'
  if (outcome === 'failed') return hasFault
  return Array.isArray(rejected) && (outcome === 'delivered' || (outcome === 'again' && hasFault))
}

function isReading(value: unknown): value is ClockReading {
  if (!isRecord(value)) return false
  const { wallMs, upMs, boot } = value
  return (
    Number.isFinite(wallMs) &&
    (upMs === null || Number.isFinite(upMs)) &&
    (boot === null || typeof boot === 'string')
  )
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function writtenForOf(value: unknown): WrittenFor | null {
  if (!isRecord(value)) return null
  const { roles, receivers } = value
  if (!isTexts(roles) || !Array.isArray(receivers)) return null
  const isWhole = receivers.every(
    (one) =>
      isRecord(one) && typeof one['name'] === 'string' && isTexts(one['channels']) && isTexts(one['roles']),
  )
  return isWhole ? { roles, receivers: receivers as WrittenFor['receivers'] } : null
}

/** What an earlier version did not keep. */
type Later = Pick<QueueEntry, 'agedMs' | 'counted' | 'stamp' | 'hasReached' | 'rejected' | 'writtenFor'>

function laterOf(value: Readonly<Record<string, unknown>>, firstAt: number, triedAt: number): Later {
  const { agedMs, counted, stamp, hasReached, rejected, writtenFor } = value
  const isCounted = Number.isFinite(agedMs) && isReading(counted)
  return {
    agedMs: isCounted ? (agedMs as number) : Math.max(0, triedAt - firstAt),
    counted: isCounted ? counted : { wallMs: triedAt, upMs: null, boot: null },
    stamp: typeof stamp === 'string' ? stamp : null,
    hasReached: hasReached === true,
    rejected: Array.isArray(rejected) ? (rejected as readonly RejectedRecipient[]) : [],
    writtenFor: writtenForOf(writtenFor),
  }
}

/** The entry that some text holds; null: none that this version understands, or not the one that belongs under this name. */
export function readEntry(text: string, fileName: string): QueueEntry | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (!isRecord(value) || value['version'] !== 1) return null
  const { channel, message, firstAt, triedAt, nextAt, tries, delivery } = value
  const isWhole =
    typeof channel === 'string' &&
    isMessage(message) &&
    [firstAt, triedAt, tries].every((one) => Number.isFinite(one)) &&
    (nextAt === null || Number.isFinite(nextAt)) &&
    (delivery === null || isDelivery(delivery)) &&
    entryFileName(channel, message.id) === fileName
  if (!isWhole) return null
  const later = laterOf(value, firstAt as number, triedAt as number)
  return { ...(value as unknown as QueueEntry), ...later }
}
