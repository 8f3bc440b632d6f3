import { createTransport } from 'nodemailer'

import { isMessageId, type ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { MailSettings } from '../../shared/domain/alerts/channel-settings.ts'
import type { Delivery } from '../../shared/domain/alerts/delivery.ts'
import type { Channel } from './channel.ts'
import { deliveryOfMailError, deliveryOfRejections, type MailError, type MailPlace } from './mail-failure.ts'
import { settingsProblems } from './settings-problems.ts'

/** How long a mail server may take, milliseconds. Nodemailer's own limits are minutes. */
export interface MailLimits {
  /** To connect, and to be encrypted. */
  readonly connectMs: number
  /** To greet. */
  readonly greetingMs: number
  /** To answer anything. */
  readonly answerMs: number
  /** For all of a try. */
  readonly wholeMs: number
}

const usualLimits: MailLimits = { connectMs: 10_000, greetingMs: 10_000, answerMs: 20_000, wholeMs: 60_000 }

/** Why mail can't be sent with some settings and a password, each in words that end a sentence; none: it can. */
export function mailProblems(settings: MailSettings, password: string | null): readonly string[] {
  const isPasswordMissing = settings.user !== null && (password === null || password === '')
  return [
    ...settingsProblems(settings),
    ...(isPasswordMissing ? ['it has a user and its password is not there'] : []),
  ]
}

function transportOf(settings: MailSettings, password: string | null, limits: MailLimits) {
  const { host, port, security, user, trustedCa } = settings
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: trustedCa === null ? {} : { ca: trustedCa },
    // A server that does not offer to sign in is a failure, not a reason to try without.
    ...(user === null ? {} : { auth: { user, pass: password ?? '' }, forceAuth: true }),
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.greetingMs,
    socketTimeout: limits.answerMs,
    dnsTimeout: limits.connectMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  })
}

function mailOf(settings: MailSettings, recipients: readonly string[], message: ChannelMessage) {
  return {
    envelope: { from: settings.from, to: [...recipients] },
    from: { name: 'Holdfast', address: settings.from },
    to: [...settings.to],
    subject: message.title.replaceAll(/\s+/g, ' '),
    text: `${message.text}\n`,
    date: new Date(message.at),
    messageId: `<${message.id}@${settings.from.slice(settings.from.lastIndexOf('@') + 1)}>`,
    // So that no holiday notice answers it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(message.severity === 'CRITICAL' ? { priority: 'high' as const } : {}),
  }
}

async function sendOnce(
  settings: MailSettings,
  password: string | null,
  limits: MailLimits,
  message: ChannelMessage,
  signal: AbortSignal,
): Promise<Delivery> {
  const { host, port, user, to } = settings
  const secrets = password === null ? [] : [password, `\u0000${user ?? ''}\u0000${password}`]
  const place: MailPlace = { server: `${host}:${port}`, user, secrets }
  const recipients = to.filter((one) => message.onlyTo?.includes(one) ?? true)
  if (recipients.length === 0) {
    const problems = ['none of those whom the message was still owed to are its recipients any more']
    return { outcome: 'failed', fault: { code: 'CHANNEL_INVALID', kind: 'email', problems } }
  }
  const limit = AbortSignal.timeout(limits.wholeMs)
  const transport = transportOf(settings, password, limits)
  try {
    const sent = await transport.sendMail({
      ...mailOf(settings, recipients, message),
      signal: AbortSignal.any([signal, limit]),
    })
    return deliveryOfRejections(sent.rejectedErrors ?? [], true, place)
  } catch (error) {
    if (!signal.aborted && !limit.aborted) return deliveryOfMailError(error as MailError, place)
    const reason = signal.aborted ? 'interrupted' : 'timed_out'
    const fault = { code: 'CHANNEL_UNREACHABLE', server: place.server, reason } as const
    return { outcome: 'again', fault, afterMs: null, owedTo: null, hasReached: false, rejected: [] }
  } finally {
    transport.close()
  }
}

/** Mail by the server of the settings, signed in with the password where they name a user. */
export function emailChannel(
  settings: MailSettings,
  password: string | null,
  limits: MailLimits = usualLimits,
): Channel {
  const problems = mailProblems(settings, password)
  return {
    async send(message, signal) {
      if (!isMessageId(message.id)) throw new Error('A message’s id can’t name a mail.')
      if (problems.length > 0)
        return { outcome: 'failed', fault: { code: 'CHANNEL_INVALID', kind: 'email', problems } }
      return sendOnce(settings, password, limits, message, signal)
    },
  }
}
