import { describe, expect, it } from 'vitest'

import {
  channelMessageId,
  channelMessageOf,
  messageIdOfChannel,
} from '../../../../shared/domain/alerts/channel-message-of.ts'
import { isMessageId } from '../../../../shared/domain/alerts/channel-message.ts'
import {
  missedReceivers,
  partsOfMessageId,
  stateOfOutcomes,
  type Message,
} from '../../../../shared/domain/alerts/message.ts'

const alertId = '5f1c0a52-9d1e-4a58-a111-000000000001'
const message: Message = {
  id: `${alertId}/2/1/0`,
  alertId,
  opening: 2,
  step: 1,
  time: 0,
  severity: 'WARNING',
  cause: { kind: 'storage_capacity', usedShare: 0.91, freeBytes: 9e9 },
  openedAt: '2026-11-28T04:00:00.000Z',
  dueSince: null,
  roles: ['infrastructure_team', 'system_admin'],
  receivers: [],
  digest: null,
}
const origin = { vault: 'dcf', vaultId: alertId, hostName: 'db-1' }

describe('a message for channels', () => {
  it('has a name that a mail and a request can carry, and that leads back to the alert', () => {
    const { id } = channelMessageOf(message, origin, '2026-11-28T06:00:00.000Z')
    expect(isMessageId(id)).toBe(true)
    expect(id).toBe(channelMessageId(message.id))
    expect(messageIdOfChannel(id)).toBe(message.id)
    expect(partsOfMessageId(message.id)).toEqual({ id: alertId, opening: 2, step: 1, time: 0 })
    expect(partsOfMessageId('test-1')).toBeNull()
  })

  it('says what is wrong, since when, where, who is told, and what to do', () => {
    const { title, text, facts } = channelMessageOf(message, origin, '2026-11-28T06:00:00.000Z')
    expect(title).toBe('WARNING: Storage is nearly full')
    expect(text).toContain('91 % of the vault’s file system is used')
    expect(text).toContain('Open since 2026-11-28 04:00:00 UTC, in the vault dcf, watched on db-1.')
    expect(text).toContain('Told to infrastructure team and system admin.')
    expect(text).toContain('holdfast alerts ack 5f1c0a52')
    expect(facts).toMatchObject({ alertId, kind: 'storage_capacity', step: 1 })
    expect(text).not.toContain('Due since')
    const late = channelMessageOf(
      { ...message, dueSince: '2026-11-28T04:30:00.000Z' },
      origin,
      message.openedAt,
    )
    expect(late.text).toContain('Due since 2026-11-28 04:30:00 UTC; quiet hours kept it back')
    const again = channelMessageOf({ ...message, time: 1 }, origin, '2026-11-28T07:00:00.000Z')
    expect(again.text).toContain('for the 2. time')
  })

  it('is as sent as its best way out', () => {
    const of = (...states: ('sent' | 'partly' | 'waiting' | 'failed' | 'withheld')[]) =>
      stateOfOutcomes(
        states.map((state, n) => ({ channel: `${n}`, state })),
        [{ name: 'Ada', channels: ['0', '1'] }],
      )
    expect([of(), of('failed'), of('failed', 'waiting'), of('waiting', 'sent'), of('withheld')]).toEqual([
      'nobody',
      'failed',
      'waiting',
      'sent',
      'withheld',
    ])
    expect([of('partly', 'waiting'), of('partly', 'sent')]).toEqual(['partly', 'sent'])
  })

  it('is sent in part where one of its receivers was not reached, and it is known who', () => {
    const outcomes = [
      { channel: 'mail', state: 'sent' },
      { channel: 'pager', state: 'failed' },
    ] as const
    const ada = { name: 'Ada', channels: ['mail', 'pager'] }
    const bo = { name: 'Bo', channels: ['pager'] }
    expect(stateOfOutcomes(outcomes, [ada])).toBe('sent')
    expect(stateOfOutcomes(outcomes, [ada, bo])).toBe('partly')
    expect(missedReceivers(outcomes, [ada, bo])).toEqual(['Bo'])
  })
})
