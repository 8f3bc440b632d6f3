import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import {
  handClock,
  openQueueRig,
  startScriptedReceiver,
  type ScriptedReceiver,
} from '../../support/channels/queue-rig.ts'

const clock = handClock()
let to: ScriptedReceiver
beforeEach(async () => {
  to = await startScriptedReceiver()
})
afterEach(() => to.receiver.stop())

describe('a message to several recipients', () => {
  it('writes to those again who did not get it, and to no others', async () => {
    const sent: (readonly string[] | null)[] = []
    const rig = await openQueueRig(clock, to, undefined, {
      channelOf: async () => ({
        async send({ onlyTo }) {
          sent.push(onlyTo)
          if (sent.length > 1) return { outcome: 'delivered', rejected: [] }
          const fault = { code: 'MAIL_REFUSED', server: 'x', answer: '451' } as const
          return {
            outcome: 'again',
            fault,
            afterMs: null,
            owedTo: ['grey@x'],
            hasReached: true,
            rejected: [],
          }
        },
      }),
    })
    await rig.deliver('a')
    const again = await openQueueRig(clock, to, rig.folder, {
      channelOf: async () => ({
        send: async (message) => {
          sent.push(message.onlyTo)
          return { outcome: 'delivered', rejected: [] }
        },
      }),
    })
    await again.drain()
    expect(sent).toEqual([null, ['grey@x']])
  })

  it.each([
    ['delivered to the last of them', true, ['never@x']],
    ['given up', false, ['never@x', 'grey@x']],
  ])('knows of all tries who was not reached, also where it is %s', async (_, isTaken, missed) => {
    const rejection = (recipient: string) =>
      ({ code: 'MAIL_RECIPIENT_REFUSED', server: 'x', recipient, answer: '550' }) as const
    let tries = 0
    const rig = await openQueueRig(clock, to, undefined, {
      channelOf: async () => ({
        async send() {
          tries += 1
          if (tries > 1 && isTaken) return { outcome: 'delivered', rejected: [] }
          const rejected = tries === 1 ? [{ recipient: 'never@x', fault: rejection('never@x') }] : []
          const fault = rejection('grey@x')
          return {
            outcome: 'again',
            fault,
            afterMs: null,
            owedTo: ['grey@x'],
            hasReached: tries === 1,
            rejected,
          }
        },
      }),
    })
    await rig.deliver('a')
    await rig.drain()
    expect(rig.queue.known('a')).toMatchObject([{ nextAt: null, hasReached: true, missed }])
    const again = await openQueueRig(clock, to, rig.folder)
    expect(again.queue.known('a')).toMatchObject([{ hasReached: true, missed }])
    if (isTaken)
      expect(rig.attempts.at(-1)?.delivery).toMatchObject({
        outcome: 'delivered',
        rejected: [{ recipient: 'never@x' }],
      })
  })
})
