import type { HealthCause } from '../health/health-cause.ts'
import { alertKindWords } from '../words/alert-kind-words.ts'
import { causeText } from '../words/cause-words.ts'
import { countOf, formatCount } from '../words/format-count.ts'
import { formatMoment } from '../words/format-moment.ts'
import { listWords } from '../words/list-words.ts'
import type { ChannelMessage } from './channel-message.ts'
import type { Digest, Message } from './message.ts'

/** Where a message comes from, as it says itself. */
export interface MessageOrigin {
  /** The vault's name, for people. */
  readonly vault: string
  readonly vaultId: string
  readonly hostName: string
}

/** A message's name in channels, whose ids hold no slash. */
export function channelMessageId(messageId: string): string {
  return messageId.replaceAll('/', '-')
}

/** The name of a message by its name in channels: the last three numbers are those of its opening, step and time. */
export function messageIdOfChannel(channelId: string): string {
  return channelId.replace(/-(\d+)-(\d+)-(\d+)$/, '/$1/$2/$3')
}

function roleWords(roles: readonly string[]): string {
  return listWords(
    roles.map((role) => role.replaceAll('_', ' ')),
    roles.length,
  )
}

function lateWords(dueSince: string): string {
  return `Due since ${formatMoment(dueSince)}; quiet hours kept it back, or no program was there to tell it.`
}

function origins(openedAt: string, { vault, hostName }: MessageOrigin): string {
  return `Open since ${formatMoment(openedAt)}, in the vault ${vault}, watched on ${hostName}.`
}

function toldTo({ roles, time }: Message): string {
  const often = time === 0 ? '' : ` This is told for the ${time + 1}. time.`
  return `Told to ${roleWords(roles)}.${often}`
}

/** What is said of one alert. */
function aloneText(message: Message, origin: MessageOrigin): Pick<ChannelMessage, 'title' | 'text'> {
  const { severity, cause, openedAt, dueSince, alertId } = message
  const { title, detail } = causeText(cause)
  return {
    title: `${severity}: ${title}`,
    text: [
      detail,
      '',
      origins(openedAt, origin),
      ...(dueSince === null ? [] : [lateWords(dueSince)]),
      toldTo(message),
      `To take it on, so that nobody else is told: holdfast alerts ack ${alertId.slice(0, 8)}`,
    ].join('\n'),
  }
}

/** What is said of many: how many they are, and which are the oldest. */
function digestText(
  message: Message,
  { alertCount, first }: Digest,
  origin: MessageOrigin,
): Pick<ChannelMessage, 'title' | 'text'> {
  const { severity, cause, openedAt, dueSince } = message
  const rest = alertCount - first.length
  return {
    title: `${severity}: ${alertKindWords[cause.kind]} (${countOf(alertCount, 'alert')})`,
    text: [
      `${countOf(alertCount, 'alert')} of this kind fell due together and are told by this one message.`,
      '',
      `The oldest: ${origins(openedAt, origin)}`,
      ...(dueSince === null ? [] : [lateWords(dueSince)]),
      toldTo(message),
      'To take one on, so that nobody else is told of it: holdfast alerts ack, with the letters before it.',
      '',
      ...first.map(({ id, cause: one }) => `${id.slice(0, 8)} ${causeText(one).title}`),
      ...(rest === 0 ? [] : [`and ${formatCount(rest)} more: holdfast alerts`]),
    ].join('\n'),
  }
}

function databaseFacts(cause: HealthCause): ChannelMessage['facts'] {
  return 'databaseId' in cause ? { databaseId: cause.databaseId, database: cause.database } : {}
}

/** What a program is told of one alert; of a digest, of the first of many. */
function factsOf(message: Message, { vaultId }: MessageOrigin): ChannelMessage['facts'] {
  const { alertId, opening, step, time, cause, severity, openedAt, roles, digest } = message
  const of = { step, time, kind: cause.kind, severity, roles: [...roles], vaultId }
  if (digest === null) return { alertId, opening, ...of, openedAt, ...databaseFacts(cause) }
  const alerts = digest.first.map((one) => ({
    alertId: one.id,
    openedAt: one.openedAt,
    ...databaseFacts(one.cause),
  }))
  return { ...of, alertCount: digest.alertCount, alerts }
}

/** What somebody reads, and what a program is told. `at`: when it is written; UTC, ISO 8601. */
export function channelMessageOf(message: Message, origin: MessageOrigin, at: string): ChannelMessage {
  const { id, severity, digest } = message
  return {
    id: channelMessageId(id),
    severity,
    type: digest === null ? 'alert.opened' : 'alert.digest',
    at,
    ...(digest === null ? aloneText(message, origin) : digestText(message, digest, origin)),
    facts: factsOf(message, origin),
    onlyTo: null,
  }
}
