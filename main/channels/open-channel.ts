import { assertNever } from '../../shared/base/assert-never.ts'
import type { ChannelSettings } from '../../shared/domain/alerts/channel-settings.ts'
import type { Clock } from '../engine/ports/ports.ts'
import type { Channel } from './channel.ts'
import { emailChannel } from './email-channel.ts'
import { webhookChannel } from './webhook-channel.ts'

/** What a channel needs of the world. */
export interface ChannelWorld {
  readonly clock: Clock
  /** How this program shows a notification. */
  readonly desktop: Channel
}

/**
 * The channel of some settings. `secret`: a mail server's password or a webhook's signing secret; null where there is none. What is wrong
 * with either is said by its first delivery.
 */
export function openChannel(settings: ChannelSettings, secret: string | null, world: ChannelWorld): Channel {
  switch (settings.kind) {
    case 'email':
      return emailChannel(settings, secret)
    case 'webhook':
      return webhookChannel(settings, secret ?? '', world.clock)
    case 'notification':
      return world.desktop
    default:
      return assertNever(settings, 'channel')
  }
}
