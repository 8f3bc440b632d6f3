import { createHash } from 'node:crypto'

import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { Delivery } from '../../shared/domain/alerts/delivery.ts'

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
}

/** The name of an entry's file: always the same for a message and a channel. */
export function entryFileName(channel: string, messageId: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([channel, messageId]))
    .digest('hex')
  return `${hash.slice(0, 32)}.json`
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
  return isWhole ? (value as unknown as QueueEntry) : null
}
