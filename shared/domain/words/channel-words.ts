import { assertNever } from '../../base/assert-never.ts'
import type { ChannelKind, ChannelSettings } from '../alerts/channel-settings.ts'

/** The kinds of channels, as they are named to a person. */
export const channelKindWords: Readonly<Record<ChannelKind, string>> = {
  email: 'E-mail',
  webhook: 'Webhook',
  notification: 'Desktop notification',
}

const securityWords = { starttls: 'STARTTLS', tls: 'TLS', none: 'not encrypted' } as const

function originOf(url: string): string {
  const found = /^https?:\/\/[^/?#@]*(?=[/?#]|$)/.exec(url)
  return found?.[0] ?? 'an address that can’t be read'
}

/** Where a channel leads, in a line. Of a webhook's address only the origin: the rest may be as good as a password. */
export function channelTarget(settings: ChannelSettings): string {
  switch (settings.kind) {
    case 'email':
      return `${settings.to.join(', ')} by ${settings.host}:${settings.port} (${securityWords[settings.security]})`
    case 'webhook':
      return originOf(settings.url)
    case 'notification':
      return 'the desktop of whoever runs the program that watches the vault'
    default:
      return assertNever(settings, 'channel')
  }
}
