import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import type { Channel } from './channel.ts'
import { plainAnswer } from './plain-answer.ts'

/** Shows a message on the desktop by the host's own means; null: it did. Otherwise what the desktop said of why not, which may be empty. */
export type ShowMessage = (message: ChannelMessage) => Promise<string | null>

/** A desktop notification by the host that shows the window; null: that host has no desktop. A failure is for good. */
export function hostNotificationChannel(show: ShowMessage | null): Channel {
  return {
    async send(message) {
      const failure = show === null ? '' : await show(message)
      if (failure === null) return { outcome: 'delivered', rejected: [] }
      const reason = show === null ? 'no_desktop' : 'refused'
      const detail = plainAnswer(failure, []).replace(/\.+$/, '')
      return { outcome: 'failed', fault: { code: 'NOTIFICATION_FAILED', reason, detail } }
    },
  }
}
