import type { ChannelMessage } from '../../../shared/domain/alerts/channel-message.ts'

/** A message as an alert makes it, with some of its parts replaced. */
export function channelMessage(part: Partial<ChannelMessage> = {}): ChannelMessage {
  return {
    id: '5f1c0a52-9d1e-4a58-a111-000000000001-1-0',
    severity: 'CRITICAL',
    type: 'alert.opened',
    at: '2026-11-28T04:00:00.000Z',
    title: 'Backup of market_data failed',
    text: 'The drive is full: /srv/backups.\nThe newest good backup is 26 hours old.',
    facts: { database: 'market_data', openMinutes: 0 },
    onlyTo: null,
    ...part,
  }
}

/** A signal that is never raised. */
export const neverAborted = new AbortController().signal
