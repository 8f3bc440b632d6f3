import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { Channel } from './channel.ts'

/** Shows a message on the desktop by the host's own means; false where no desktop took it. */
export type ShowMessage = (message: ChannelMessage) => boolean

/** A desktop notification by the host that shows the window; null: that host has no desktop. A failure is for good. */
export function hostNotificationChannel(show: ShowMessage | null): Channel {
  return {
    send(message) {
      if (show?.(message) === true) return Promise.resolve({ outcome: 'delivered', rejected: [] })
      const reason = show === null ? 'no_desktop' : 'refused'
      return Promise.resolve({
        outcome: 'failed',
        fault: { code: 'NOTIFICATION_FAILED', reason, detail: '' },
      })
    },
  }
}
