import { assertNever } from '../../base/assert-never.ts'
import type { ChannelSettings } from './channel-settings.ts'

/** A channel of a vault, under the name by which people have it. */
export interface NamedChannel {
  readonly name: string
  readonly settings: ChannelSettings
}

/**
 * The channel that each vault has without anybody's doing: a notification on the desktop of whoever runs the program that watches the vault.
 * It can't be changed or removed.
 */
export const desktopChannel: NamedChannel = { name: 'desktop', settings: { kind: 'notification' } }

const longestName = 60

/** Why a name can't be a channel's, in words that end a sentence; null: it can. */
export function channelNameProblem(name: string): string | null {
  if (name === desktopChannel.name) return 'the name desktop is that of the channel that is always there'
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) && name.length <= longestName) return null
  return `its name is not 1 to ${longestName} letters, digits, dots, hyphens and underscores that begin with a letter or digit`
}

/** What a channel's secret is called; null: it has none. */
export function secretWords(settings: ChannelSettings): string | null {
  if (settings.kind === 'email') return settings.user === null ? null : 'password'
  return settings.kind === 'webhook' ? 'signing secret' : null
}

/**
 * Where a channel's secret goes, and how it is protected on the way there: a secret is given for one such place and is good for no other, so
 * that whoever changes the settings in a vault can't have it sent to themselves.
 */
export function secretPlaceOf(settings: ChannelSettings): string {
  switch (settings.kind) {
    case 'email': {
      const { kind, host, port, security, user, trustedCa } = settings
      return JSON.stringify([kind, host, port, security, user, trustedCa])
    }
    case 'webhook':
      return JSON.stringify([settings.kind, settings.url, settings.trustedCa])
    case 'notification':
      return JSON.stringify([settings.kind])
    default:
      return assertNever(settings, 'channel')
  }
}
