import { Webhook } from 'standardwebhooks'

import { retryAfterMs } from '../../shared/domain/alerts/back-off.ts'
import { isMessageId, type ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { WebhookSettings } from '../../shared/domain/alerts/channel-settings.ts'
import type { Delivery } from '../../shared/domain/alerts/delivery.ts'
import type { Fault } from '../../shared/domain/fault.ts'
import type { Clock } from '../engine/ports/ports.ts'
import type { Channel } from './channel.ts'
import { connectionFault } from './connection-failure.ts'
import { postJson, type PostAnswer } from './post-json.ts'
import { settingsProblems } from './settings-problems.ts'

/** For all of a try. */
const usualLimitMs = 15_000

/** What Standard Webhooks asks of a secret. Bytes. */
const leastSecretBytes = 24
const mostSecretBytes = 64

function secretBytes(secret: string): Buffer | null {
  const plain = secret.replace(/^whsec_/, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) return null
  const bytes = Buffer.from(plain, 'base64')
  return bytes.length >= leastSecretBytes && bytes.length <= mostSecretBytes ? bytes : null
}

/** The body is the same at every try. */
function bodyOf({ type, at, severity, title, text, facts }: ChannelMessage): string {
  return JSON.stringify({ type, timestamp: at, data: { severity, title, text, facts } })
}

function again(fault: Fault, afterMs: number | null = null): Delivery {
  return { outcome: 'again', fault, afterMs, owedTo: null, hasReached: false, rejected: [] }
}

/** Where a redirect leads, but for what of it could be a secret. */
function originOf(location: string | undefined, url: URL): string | null {
  const to = location === undefined ? null : URL.parse(location, url.href)
  return to === null || to.origin === url.origin || to.origin === 'null' ? null : to.origin
}

function deliveryOf({ status, retryAfter, location }: PostAnswer, url: URL, nowMs: number): Delivery {
  const server = url.origin
  if (status >= 200 && status < 300) return { outcome: 'delivered', rejected: [] }
  if (status >= 300 && status < 400) {
    const to = originOf(location, url)
    return { outcome: 'failed', fault: { code: 'WEBHOOK_REDIRECTED', server, status, to } }
  }
  const fault: Fault = { code: 'WEBHOOK_REFUSED', server, status }
  // The secret is not the receiver's: a message is not lost by it, it waits for another one.
  if (status === 401) return again(fault)
  if (status === 408 || status === 429 || status >= 500) return again(fault, retryAfterMs(retryAfter, nowMs))
  return { outcome: 'failed', fault }
}

/** Why a request can't be sent with some settings and a secret, each in words that end a sentence; none: it can. */
export function webhookProblems(settings: WebhookSettings, secret: string): readonly string[] {
  const isSecretWrong = secretBytes(secret) === null
  return [
    ...settingsProblems(settings),
    ...(isSecretWrong ? ['its signing secret is not base64 of 24 to 64 bytes'] : []),
  ]
}

/**
 * A request signed as Standard Webhooks says: the id is the message's at each try, time and signature are new. `secret`: base64 of 24 to
 * 64 bytes, with or without `whsec_`.
 */
export function webhookChannel(
  settings: WebhookSettings,
  secret: string,
  clock: Clock,
  limitMs = usualLimitMs,
): Channel {
  const key = secretBytes(secret)
  const problems = webhookProblems(settings, secret)
  return {
    async send(message, signal) {
      if (!isMessageId(message.id)) throw new Error('A message’s id can’t name a request.')
      if (key === null || problems.length > 0)
        return { outcome: 'failed', fault: { code: 'CHANNEL_INVALID', kind: 'webhook', problems } }
      const url = new URL(settings.url)
      const body = bodyOf(message)
      const now = new Date(clock.now())
      const headers = {
        'webhook-id': message.id,
        'webhook-timestamp': Math.floor(now.getTime() / 1000).toString(),
        'webhook-signature': new Webhook(key, { format: 'raw' }).sign(message.id, now, body),
      }
      const limit = AbortSignal.timeout(limitMs)
      const { trustedCa } = settings
      try {
        const answer = await postJson({ url, headers, body, trustedCa }, AbortSignal.any([signal, limit]))
        return deliveryOf(answer, url, clock.now())
      } catch (error) {
        if (!signal.aborted && !limit.aborted) return again(connectionFault(error, url.origin))
        const reason = signal.aborted ? 'interrupted' : 'timed_out'
        return again({ code: 'CHANNEL_UNREACHABLE', server: url.origin, reason })
      }
    },
  }
}
