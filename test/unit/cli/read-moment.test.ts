import { describe, expect, it } from 'vitest'

import { readMoment } from '../../../main/cli/read-moment.ts'
import { faultOf } from '../../../shared/domain/fault.ts'

function refusal(read: () => unknown): string {
  try {
    read()
    return 'read'
  } catch (error) {
    const fault = faultOf(error)
    return fault?.code === 'WRONG_USE' ? fault.detail : String(error)
  }
}

const newYork = 'America/New_York'

describe('a moment as it is typed', () => {
  it.each([
    ['2026-11-27 14:30:22', true, newYork, '2026-11-27T14:30:22.999Z'],
    ['2026-11-27T14:30:22.5', true, newYork, '2026-11-27T14:30:22.500Z'],
    ['2026-11-27T14:30:22.123456Z', false, newYork, '2026-11-27T14:30:22.123Z'],
    ['2026-11-27 14:30', true, newYork, '2026-11-27T14:30:59.999Z'],
    ['2026-11-27', true, newYork, '2026-11-27T23:59:59.999Z'],
    ['2026-11-27 14:30:22', false, newYork, '2026-11-27T19:30:22.999Z'],
    ['2026-07-27 14:30:22', false, newYork, '2026-07-27T18:30:22.999Z'],
    ['2026-11-27 14:30:22 Z', false, newYork, '2026-11-27T14:30:22.999Z'],
    ['2026-11-27 14:30:22+02:00', false, newYork, '2026-11-27T12:30:22.999Z'],
    ['2026-11-27 14:30:22 -0330', false, newYork, '2026-11-27T18:00:22.999Z'],
    ['2026-11-27 14:30:22 Europe/Berlin', false, newYork, '2026-11-27T13:30:22.999Z'],
    ['2028-02-29 00:00:00', true, newYork, '2028-02-29T00:00:00.999Z'],
  ])('%s, UTC %s, in %s', (text, isUtc, zone, moment) => {
    expect(readMoment(text, isUtc, zone)).toBe(moment)
  })

  it('that does not exist, or came twice, is refused with the two moments it may be', () => {
    expect(refusal(() => readMoment('2026-03-08 02:30:00', false, newYork))).toContain('did not exist')
    const twice = refusal(() => readMoment('2026-11-01 01:30:00', false, newYork))
    expect(twice).toContain('2026-11-01 05:30:00 UTC or 2026-11-01 06:30:00 UTC')
    expect(readMoment('2026-11-01 01:30:00 -05:00', false, newYork)).toBe('2026-11-01T06:30:00.999Z')
  })

  it.each([
    'yesterday',
    '2026-02-30 10:00:00',
    '2026-27-11 10:00:00',
    '2026-13-05 10:00:00',
    '2026-00-05 10:00:00',
    '2026-11-27 10:60:00',
    '2026-11-27 10:00:60',
    '2026-11-27 14:30:22 +99:00',
    '2026-11-27 14:30:22 -02:75',
    '2026-11-27 25:00:00',
    '2026-11-27 14:30:22 Mars/Olympus',
    '27.11.2026',
  ])('refuses %s', (text) => {
    expect(refusal(() => readMoment(text, false, newYork))).not.toBe('read')
  })

  it('takes no zone beside --utc', () => {
    expect(refusal(() => readMoment('2026-11-27 14:30:22 Z', true, newYork))).toContain('not both')
  })
})
