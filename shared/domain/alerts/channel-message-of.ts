import { causeText } from '../words/cause-words.ts'
import { formatMoment } from '../words/format-moment.ts'
import { listWords } from '../words/list-words.ts'
import type { ChannelMessage } from './channel-message.ts'
import type { Message } from './message.ts'

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

/** What somebody reads, and what a program is told. `at`: when it is written; UTC, ISO 8601. */
export function channelMessageOf(message: Message, origin: MessageOrigin, at: string): ChannelMessage {
  const { id, alertId, opening, step, time, severity, cause, openedAt, dueSince, roles } = message
  const { title, detail } = causeText(cause)
  const often = time === 0 ? '' : ` This is told for the ${time + 1}. time.`
  return {
    id: channelMessageId(id),
    severity,
    type: 'alert.opened',
    at,
    title: `${severity}: ${title}`,
    text: [
      detail,
      '',
      `Open since ${formatMoment(openedAt)}, in the vault ${origin.vault}, watched on ${origin.hostName}.`,
      ...(dueSince === null ? [] : [lateWords(dueSince)]),
      `Told to ${roleWords(roles)}.${often}`,
      `To take it on, so that nobody else is told: holdfast alerts ack ${alertId.slice(0, 8)}`,
    ].join('\n'),
    facts: {
      alertId,
      opening,
      step,
      time,
      kind: cause.kind,
      severity,
      openedAt,
      roles: [...roles],
      vaultId: origin.vaultId,
      ...('databaseId' in cause ? { databaseId: cause.databaseId, database: cause.database } : {}),
    },
    onlyTo: null,
  }
}
