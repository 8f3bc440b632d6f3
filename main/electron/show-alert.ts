import type { ChannelMessage } from '../../shared/domain/alerts/channel-message.ts'
import { failureSubject, type ShowNote } from './desktop-note.ts'

function factOf({ facts }: ChannelMessage, name: string): string | null {
  const fact = facts[name]
  return typeof fact === 'string' ? fact : null
}

/**
 * Answers what shows a message of the channel `desktop`. A click opens its alert. One of a failed backup takes the place of the notification
 * that was shown as the job ended: one failure is one notification.
 */
export function showAlert(show: ShowNote): (message: ChannelMessage) => Promise<string | null> {
  return (message) => {
    const { id, title, text, severity } = message
    const alertId = factOf(message, 'alertId')
    const databaseId = factOf(message, 'databaseId')
    const isFailure = factOf(message, 'kind') === 'backup_failed' && databaseId !== null
    return show({
      subject: isFailure ? failureSubject(databaseId) : `message ${alertId ?? id}`,
      title,
      // The rest of the text is for those who read it elsewhere.
      body: text.split('\n')[0] ?? '',
      isUrgent: severity === 'CRITICAL',
      place: alertId === null ? '/alerts' : `/alerts/${alertId}`,
    })
  }
}
