import { countOf } from '../words/format-count.ts'
import { listWords } from '../words/list-words.ts'
import type { FaultWords } from './fault-words.ts'

type ChannelCode =
  | 'CHANNEL_INVALID'
  | 'CHANNEL_UNKNOWN'
  | 'CHANNEL_TAKEN'
  | 'CHANNEL_IN_USE'
  | 'CHANNELS_DAMAGED'
  | 'CHANNEL_SECRET_UNREADABLE'
  | 'CHANNEL_KEY_DAMAGED'
  | 'CHANNEL_UNREACHABLE'
  | 'CHANNEL_NOT_TRUSTED'
  | 'CHANNEL_NOT_ENCRYPTED'
  | 'MAIL_SIGN_IN_REFUSED'
  | 'MAIL_REFUSED'
  | 'MAIL_RECIPIENT_REFUSED'
  | 'WEBHOOK_REFUSED'
  | 'WEBHOOK_REDIRECTED'
  | 'NOTIFICATION_FAILED'
  | 'MESSAGE_GIVEN_UP'

const channelNames = { email: 'e-mail', webhook: 'webhook', notification: 'desktop notification' } as const

const notDelivered = 'Backups go on; only the message was not delivered.'
const nothingSent = 'Nothing of the message, and no password, was sent.'

const whyUnreachable = {
  refused: 'nothing listens there',
  name_unknown: 'its name could not be resolved',
  no_route: 'there is no way to it from this machine’s network',
  timed_out: 'it did not answer in time',
  closed: 'it closed the connection before it had answered',
  unreadable: 'what it answered could not be understood',
  interrupted: 'this program was told to stop before it had answered',
} as const

const whySecretUnread = {
  not_here:
    'the vault is not encrypted, and the secret was given to another user or on another machine, whose key is not here',
  does_not_open: 'it was sealed with another key, or the channel’s settings were changed without it',
} as const

const whyNoNotification = {
  no_program: 'the program notify-send is not there',
  timed_out: 'the desktop did not answer in time',
  refused: 'no desktop took it',
  no_desktop: 'the program that tells shows its window in a browser and has no desktop',
} as const

const whyGivenUp = {
  age: 'it had become too old',
  room: 'too many newer messages wait',
  channel_gone: 'the channel is no longer there',
  answered: 'somebody answered meanwhile',
  cause_gone: 'its cause is gone',
} as const

/** What a server answered, as the end of a sentence. */
function answered(answer: string): string {
  return answer === '' ? '.' : `: “${answer}”.`
}

/** Words for the ways by which people are told. */
export const channelFaultWords: FaultWords<ChannelCode> = {
  CHANNEL_INVALID: ({ kind, problems }) => ({
    title: 'Channel can’t be used',
    message: `The ${channelNames[kind]} channel can’t be used: ${problems.join('; ')}.`,
    unharmed: 'Nothing was sent.',
    remedy: 'Correct the channel’s settings, then test it.',
  }),
  CHANNEL_UNKNOWN: ({ channel }) => ({
    title: 'Channel not known',
    message: `The vault has no channel called ${channel}.`,
    unharmed: null,
    remedy: '`holdfast channel list` shows those that it has.',
  }),
  CHANNEL_TAKEN: ({ channel }) => ({
    title: 'Channel already there',
    message: `The vault has a channel called ${channel} already.`,
    unharmed: 'Nothing was changed.',
    remedy: 'Give another name, or say that it is to be replaced.',
  }),
  CHANNEL_IN_USE: ({ channel, roles }) => ({
    title: 'Channel in use',
    message: `The channel ${channel} is how people with ${roles.length === 1 ? 'the role' : 'the roles'} ${listWords(roles)} are told.`,
    unharmed: 'Nothing was changed.',
    remedy: 'Give these people another channel first, then remove this one.',
  }),
  CHANNELS_DAMAGED: ({ path, problem }) => ({
    title: 'Channels can’t be read',
    message: `What the vault says of its channels can’t be used: ${problem} (${path}).`,
    unharmed: notDelivered,
    remedy: 'Correct the file, or take it away and add the channels again.',
  }),
  CHANNEL_SECRET_UNREADABLE: ({ channel, reason }) => ({
    title: 'Channel’s secret can’t be read',
    message: `The secret of the channel ${channel} can’t be read: ${whySecretUnread[reason]}.`,
    unharmed: 'Nothing was sent.',
    remedy: 'Give the channel its secret again here, then test it.',
  }),
  CHANNEL_KEY_DAMAGED: ({ path, sizeBytes }) => ({
    title: 'Key of the channels can’t be used',
    message: `The key by which this user on this machine reads the secrets of channels can’t be used: it has ${countOf(sizeBytes, 'byte')} and not 32 (${path}).`,
    unharmed: 'Nothing was sent, and the file was not changed.',
    remedy: 'Bring the file back, or take it away and give each channel its secret again.',
  }),
  CHANNEL_UNREACHABLE: ({ server, reason }) => ({
    title: 'Server not reached',
    message: `${server} could not be reached: ${whyUnreachable[reason]}.`,
    unharmed: notDelivered,
    remedy: 'Check the address, the port and the network.',
  }),
  CHANNEL_NOT_TRUSTED: ({ server, detail }) => ({
    title: 'Certificate not trusted',
    message: `The certificate that ${server} showed is not trusted: ${detail}.`,
    unharmed: nothingSent,
    remedy:
      'Check that the address is the one in the certificate and that it has not expired. For a certificate of your own authority, give that authority’s certificate in the channel’s settings.',
  }),
  CHANNEL_NOT_ENCRYPTED: ({ server }) => ({
    title: 'Connection not encrypted',
    message: `${server} did not encrypt the connection as the channel’s settings ask.`,
    unharmed: nothingSent,
    remedy:
      'Check the port and the kind of encryption: port 587 is usually STARTTLS, port 465 TLS from the start.',
  }),
  MAIL_SIGN_IN_REFUSED: ({ server, user, answer }) => ({
    title: 'Mail server refused to sign in',
    message: `${server} did not let ${user} sign in${answered(answer)}`,
    unharmed: notDelivered,
    remedy: 'Correct the user name or the password of the channel, then test it.',
  }),
  MAIL_REFUSED: ({ server, answer }) => ({
    title: 'Mail refused',
    message: `${server} did not take the message${answered(answer)}`,
    unharmed: notDelivered,
    remedy: 'Check the sender and the recipients of the channel; the server’s answer says what it refused.',
  }),
  MAIL_RECIPIENT_REFUSED: ({ server, recipient, answer }) => ({
    title: 'Recipient refused',
    message: `${server} did not take the message for ${recipient}${answered(answer)}`,
    unharmed: 'Recipients that are not named were not affected.',
    remedy: 'Correct the address in the channel’s settings, then test it.',
  }),
  WEBHOOK_REFUSED: ({ server, status }) => ({
    title: status === 410 ? 'Webhook gone' : 'Webhook refused',
    message:
      status === 410
        ? `The receiver at ${server} says that it wants no more messages (status 410).`
        : `The receiver at ${server} did not take the message (status ${status}).`,
    unharmed: notDelivered,
    remedy:
      status === 410
        ? 'Give the channel another address, or remove it.'
        : 'Look at the receiver’s own log for the reason, then test the channel.',
  }),
  WEBHOOK_REDIRECTED: ({ server, status, to }) => ({
    title: 'Webhook redirected',
    message: `${server} sends the message on to ${to ?? 'another address'} (status ${status}), which is not followed: only the address that was set up is sent to.`,
    unharmed: notDelivered,
    remedy: 'If the receiver has moved, give the channel its new address.',
  }),
  NOTIFICATION_FAILED: ({ reason, detail }) => ({
    title: 'No desktop notification',
    message: `The notification could not be shown: ${whyNoNotification[reason]}${detail === '' ? '.' : ` (${detail}).`}`,
    unharmed: notDelivered,
    remedy:
      'Notifications need notify-send (Debian: libnotify-bin) and a desktop that the same user is logged in to. Where there is none, use e-mail or a webhook.',
  }),
  MESSAGE_GIVEN_UP: ({ tries, reason, last }) => ({
    title: 'Message given up',
    message: `The message was not delivered after ${countOf(tries, 'try', 'tries')} and is given up: ${whyGivenUp[reason]}.${last === null ? '' : ` Last: ${last}.`}`,
    unharmed: notDelivered,
    remedy: 'Test the channel, and look at its last failure.',
  }),
}
