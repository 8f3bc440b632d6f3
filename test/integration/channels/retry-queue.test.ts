import fs from 'node:fs'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { webhookChannel } from '../../../main/channels/webhook-channel.ts'
import type { Delivery } from '../../../shared/domain/alerts/delivery.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { channelMessage, neverAborted } from '../../support/channels/channel-message.ts'
import {
  handClock,
  hookSecret,
  openQueueRig,
  startScriptedReceiver,
  type ScriptedReceiver,
} from '../../support/channels/queue-rig.ts'

const minute = 60_000
const hour = 60 * minute

const clock = handClock()
let to: ScriptedReceiver
beforeEach(async () => {
  to = await startScriptedReceiver()
})
afterEach(() => to.receiver.stop())

describe('the queue of messages', () => {
  it('delivers at once, and never once more: not when asked again, not after a restart', async () => {
    const rig = await openQueueRig(clock, to)
    expect(await rig.deliver('a')).toEqual({ outcome: 'delivered', rejected: [] })
    expect(await rig.deliver('a')).toEqual({ outcome: 'delivered', rejected: [] })
    const again = await openQueueRig(clock, to, rig.folder)
    expect(await again.deliver('a')).toEqual({ outcome: 'delivered', rejected: [] })
    await again.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a'])
    expect(rig.attempts).toEqual([
      {
        channel: 'hook',
        messageId: 'a',
        at: new Date(clock.nowMs).toISOString(),
        tries: 1,
        delivery: { outcome: 'delivered', rejected: [] },
        nextAt: null,
        isKept: true,
      },
    ])
    await again.deliver('a', 'another channel')
    expect(to.ids()).toEqual(['a', 'a'])
  })

  it('sends once where it is asked twice at the same time', async () => {
    const rig = await openQueueRig(clock, to)
    const both = await Promise.all([rig.deliver('a'), rig.deliver('a'), rig.queue.tryDue(neverAborted)])
    expect(both[0]).toEqual(both[1])
    expect(to.ids()).toEqual(['a'])
  })

  it('tries again when the time has come and not before, also after a restart, and with the same id', async () => {
    to.answers = [503, 500]
    const rig = await openQueueRig(clock, to)
    expect(await rig.deliver('a')).toMatchObject({ outcome: 'again' })
    const next = rig.queue.nextAt()!
    expect(next).toBeGreaterThan(clock.nowMs)
    const later = await openQueueRig(clock, to, rig.folder)
    expect(later.queue.nextAt()).toBe(next)
    clock.nowMs = next - 1
    await later.queue.tryDue(neverAborted)
    expect(to.ids()).toHaveLength(1)
    clock.nowMs = next
    await later.queue.tryDue(neverAborted)
    expect(to.ids()).toHaveLength(2)
    await later.drain()
    expect(to.ids()).toEqual(['a', 'a', 'a'])
    expect(later.attempts.map(({ tries, nextAt }) => [tries, nextAt !== null])).toEqual([
      [2, true],
      [3, false],
    ])
    expect(later.queue.waiting()).toBe(0)
  })

  it('waits as long as the receiver asks', async () => {
    to.answers = [{ status: 429, retryAfter: '1800' }]
    const rig = await openQueueRig(clock, to)
    await rig.deliver('a')
    expect(rig.queue.nextAt()).toBe(clock.nowMs + 30 * minute)
  })

  it('waits by the clock that nobody sets, wherever somebody sets the other', async () => {
    to.answers = [503]
    const rig = await openQueueRig(clock, to)
    await rig.deliver('a')
    const waitMs = rig.queue.nextAt()! - clock.nowMs
    for (const wall of ['1970-01-01T00:00:00Z', '2050-01-01T00:00:00Z']) {
      clock.setWall(Date.parse(wall))
      expect(rig.queue.nextAt()).toBe(clock.nowMs + waitMs)
      await rig.queue.tryDue(neverAborted)
    }
    expect(to.ids()).toEqual(['a'])
    clock.nowMs += waitMs
    await rig.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a'])
    expect(rig.queue.waiting()).toBe(0)
  })

  it('is due after a restart of the machine with a clock from before the last try', async () => {
    to.answers = [503]
    const rig = await openQueueRig(clock, to)
    await rig.deliver('a')
    clock.restart(1000)
    clock.setWall(Date.parse('1970-01-01T00:00:10Z'))
    const later = await openQueueRig(clock, to, rig.folder)
    await later.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a'])
  })

  it('is not too old because a machine without a clock came to know the time', async () => {
    clock.setWall(Date.parse('1970-01-01T00:00:30Z'))
    to.answers = [503, 503, 503]
    const rig = await openQueueRig(clock, to)
    await rig.deliver('a')
    clock.setWall(Date.parse('2026-11-28T04:00:00Z'))
    clock.nowMs += minute
    await rig.queue.tryDue(neverAborted)
    // And the same across a restart.
    clock.restart(1000)
    clock.setWall(Date.parse('1970-01-01T00:00:30Z'))
    const later = await openQueueRig(clock, to, rig.folder)
    clock.setWall(Date.parse('2026-11-28T05:00:00Z'))
    await later.queue.tryDue(neverAborted)
    expect(to.ids()).toHaveLength(3)
    await later.drain()
    expect(later.attempts.at(-1)).toMatchObject({ delivery: { outcome: 'delivered' } })
  })

  it('gives a message up for its age, after one last try, and says why', async () => {
    to.answers = Array.from({ length: 100 }, () => 503)
    const rig = await openQueueRig(clock, to)
    await rig.deliver('a')
    clock.nowMs += 25 * hour
    to.answers = [503]
    await rig.queue.tryDue(neverAborted)
    expect(to.ids()).toHaveLength(2)
    expect(rig.attempts.at(-1)).toMatchObject({
      nextAt: null,
      delivery: {
        outcome: 'failed',
        fault: { code: 'MESSAGE_GIVEN_UP', reason: 'age', tries: 2, last: 'Webhook refused' },
      },
    })
    expect(await rig.deliver('a')).toMatchObject({ outcome: 'failed' })
    expect(to.ids()).toHaveLength(2)
  })

  it('delivers with that last try where it succeeds', async () => {
    to.answers = [503]
    const rig = await openQueueRig(clock, to)
    await rig.deliver('a')
    clock.nowMs += 48 * hour
    await rig.queue.tryDue(neverAborted)
    expect(rig.attempts.at(-1)).toMatchObject({ delivery: { outcome: 'delivered' } })
  })

  it('neither tries for ever nor gives up early where the clock is set each time', async () => {
    to.answers = Array.from({ length: 1000 }, () => 503)
    const rig = await openQueueRig(clock, to)
    await rig.deliver('a')
    const passed = { ms: 0 }
    for (let n = 0; n < 2000 && rig.queue.waiting() > 0; n += 1) {
      passed.ms += 2 * minute
      clock.nowMs += 2 * minute
      clock.setWall(clock.nowMs + (n % 2 === 0 ? -48 : 24) * hour)
      await rig.queue.tryDue(neverAborted)
    }
    expect(rig.attempts.at(-1)).toMatchObject({
      delivery: { fault: { code: 'MESSAGE_GIVEN_UP', reason: 'age' } },
    })
    expect(passed.ms).toBeGreaterThanOrEqual(24 * hour)
    expect(passed.ms).toBeLessThan(30 * hour)
    expect(to.ids().length).toBeLessThan(20)
  })

  it('lets only so many wait: the least severe goes first, of those the oldest, and that is told', async () => {
    to.answers = Array.from({ length: 100 }, () => 503)
    const rig = await openQueueRig(clock, to, undefined, { limits: { waiting: 3 } })
    const put = async (id: string, severity: 'CRITICAL' | 'WARNING'): Promise<Delivery> => {
      clock.nowMs += 1
      return rig.queue.deliver('hook', channelMessage({ id, severity }), neverAborted)
    }
    await put('critical-1', 'CRITICAL')
    await put('warning-1', 'WARNING')
    await put('warning-2', 'WARNING')
    await put('critical-2', 'CRITICAL')
    await put('critical-3', 'CRITICAL')
    expect([...rig.queue.waitingIds()].toSorted()).toEqual(['critical-1', 'critical-2', 'critical-3'])
    // One that is less severe than all that wait makes no room for itself.
    expect(await put('warning-3', 'WARNING')).toMatchObject({ outcome: 'failed' })
    await put('critical-4', 'CRITICAL')
    expect([...rig.queue.waitingIds()].toSorted()).toEqual(['critical-2', 'critical-3', 'critical-4'])
    const dropped = rig.attempts.filter(({ nextAt }) => nextAt === null)
    expect(dropped.map(({ messageId }) => messageId)).toEqual([
      'warning-1',
      'warning-2',
      'warning-3',
      'critical-1',
    ])
    for (const { delivery } of dropped)
      expect(delivery).toMatchObject({
        outcome: 'failed',
        fault: { code: 'MESSAGE_GIVEN_UP', reason: 'room' },
      })
  })

  it('forgets what was settled long ago as it is opened, and where nothing waits', async () => {
    const limits = { settledMs: hour }
    const rig = await openQueueRig(clock, to, undefined, { limits })
    await rig.deliver('a')
    clock.nowMs += hour
    await openQueueRig(clock, to, rig.folder, { limits })
    expect(fs.readdirSync(rig.folder)).toEqual([])
    await rig.deliver('b')
    clock.nowMs += hour
    await rig.queue.forgetSettled()
    expect(fs.readdirSync(rig.folder)).toEqual([])
  })

  it('remembers only so many settled ones, and no longer than it must', async () => {
    const limits = { settled: 2, settledMs: hour }
    const rig = await openQueueRig(clock, to, undefined, { limits })
    for (const id of ['a', 'b', 'c']) {
      await rig.deliver(id)
      clock.nowMs += 1
    }
    await rig.queue.tryDue(neverAborted)
    expect(fs.readdirSync(rig.folder)).toHaveLength(2)
    clock.nowMs += hour
    await rig.queue.tryDue(neverAborted)
    expect(fs.readdirSync(rig.folder)).toEqual([])
  })

  it('gives up what its channel is gone for, and keeps what only its secret can’t be had for', async () => {
    const gone = await openQueueRig(clock, to, undefined, { channelOf: async () => null })
    expect(await gone.deliver('a')).toMatchObject({
      outcome: 'failed',
      fault: { code: 'MESSAGE_GIVEN_UP', reason: 'channel_gone', tries: 0, last: null },
    })
    const locked = await openQueueRig(clock, to, undefined, {
      channelOf: async () => {
        throw new FaultError({ code: 'KEYCHAIN_UNREACHABLE', detail: 'no D-Bus' })
      },
    })
    expect(await locked.deliver('a')).toMatchObject({
      outcome: 'again',
      fault: { code: 'KEYCHAIN_UNREACHABLE' },
    })
    expect(locked.queue.waiting()).toBe(1)
    expect(to.ids()).toEqual([])
  })

  it('asks a channel that can’t be reached once a round, and the others all the same', async () => {
    const rig = await openQueueRig(clock, to, undefined, {
      channelOf: async (name) => {
        if (name !== 'down') return to.channel(clock)
        return webhookChannel(
          { kind: 'webhook', url: 'http://127.0.0.1:1/', trustedCa: null },
          hookSecret,
          clock,
        )
      },
    })
    to.answers = [503, 503]
    for (const [channel, id] of [
      ['down', 'a'],
      ['down', 'b'],
      ['hook', 'c'],
      ['hook', 'd'],
    ] as const)
      await rig.deliver(id, channel)
    const before = rig.attempts.length
    clock.nowMs += 10 * minute
    await rig.queue.tryDue(neverAborted)
    const tried = rig.attempts.slice(before).map(({ messageId }) => messageId)
    expect(tried.sort()).toEqual(['a', 'c', 'd'])
    expect(rig.queue.waiting()).toBe(2)
  })

  it('counts no try that it was told to stop, and makes it again', async () => {
    to.answers = ['hang']
    const stop = new AbortController()
    const rig = await openQueueRig(clock, to)
    const delivery = rig.queue.deliver('hook', channelMessage({ id: 'a' }), stop.signal)
    await expect.poll(() => to.ids(), { timeout: 10_000 }).toEqual(['a'])
    stop.abort()
    expect(await delivery).toMatchObject({ outcome: 'again', fault: { reason: 'interrupted' } })
    expect(rig.attempts).toEqual([])
    const again = await openQueueRig(clock, to, rig.folder)
    await again.queue.tryDue(neverAborted)
    expect(again.attempts).toMatchObject([{ tries: 1, delivery: { outcome: 'delivered' } }])
  })

  it('meets a defect of a channel’s with a wait, tells its caller, and tries the others', async () => {
    const rig = await openQueueRig(clock, to, undefined, {
      channelOf: async (name) => {
        if (name === 'defect') throw new TypeError('planned')
        return to.channel(clock)
      },
    })
    to.answers = [503]
    await expect(rig.deliver('a', 'defect')).rejects.toThrow('planned')
    await rig.deliver('b')
    clock.nowMs = rig.queue.nextAt()! + hour
    await expect(rig.queue.tryDue(neverAborted)).rejects.toThrow('planned')
    expect(to.ids()).toEqual(['b', 'b'])
    expect(rig.queue.nextAt()).toBeGreaterThan(clock.nowMs)
  })
})

describe('a defect of a channel’s', () => {
  it('is not met for ever', async () => {
    const rig = await openQueueRig(clock, to, undefined, {
      channelOf: async () => {
        throw new TypeError('planned')
      },
    })
    await expect(rig.deliver('a')).rejects.toThrow('planned')
    for (let n = 0; n < 100 && rig.queue.waiting() > 0; n += 1) {
      clock.nowMs = rig.queue.nextAt()!
      await rig.queue.tryDue(neverAborted).catch(() => undefined)
    }
    expect(rig.queue.waiting()).toBe(0)
    expect(rig.attempts.at(-1)).toMatchObject({
      delivery: { fault: { code: 'MESSAGE_GIVEN_UP', reason: 'age' } },
    })
  })
})
