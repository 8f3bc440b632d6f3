import fs from 'node:fs'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { webhookChannel } from '../../../main/channels/webhook-channel.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { channelMessage, neverAborted } from '../../support/channels/channel-message.ts'
import {
  handClock,
  hookSecret,
  hookToken,
  openQueueRig,
  startScriptedReceiver,
  type ScriptedReceiver,
} from '../../support/channels/queue-rig.ts'
import { faultyFileSystem, type FaultyFileSystem } from '../../support/faulty-file-system.ts'
import { tempFolder } from '../../support/temp-folder.ts'

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

  it('is due where the clock was set back to before the last try', async () => {
    to.answers = [503]
    const rig = await openQueueRig(clock, to)
    await rig.deliver('a')
    clock.nowMs -= 365 * 24 * hour
    expect(rig.queue.nextAt()).toBe(clock.nowMs)
    await rig.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a'])
    expect(rig.queue.waiting()).toBe(0)
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

  it('never tries for ever, even where the clock goes back each time', async () => {
    to.answers = Array.from({ length: 100 }, () => 503)
    const rig = await openQueueRig(clock, to)
    await rig.deliver('a')
    for (let n = 0; n < 100 && rig.queue.waiting() > 0; n += 1) {
      clock.nowMs -= hour
      await rig.queue.tryDue(neverAborted)
    }
    expect(to.ids()).toHaveLength(30)
    expect(rig.attempts.at(-1)).toMatchObject({ delivery: { fault: { code: 'MESSAGE_GIVEN_UP' } } })
  })

  it('lets only so many wait: a newer one ends the oldest, which is told', async () => {
    to.answers = Array.from({ length: 100 }, () => 503)
    const rig = await openQueueRig(clock, to, undefined, { limits: { waiting: 3 } })
    for (const id of ['a', 'b', 'c', 'd']) {
      await rig.deliver(id)
      clock.nowMs += 1
    }
    expect(rig.queue.waiting()).toBe(3)
    expect(
      rig.attempts.filter(({ messageId, nextAt }) => messageId === 'a' && nextAt === null),
    ).toMatchObject([
      { delivery: { outcome: 'failed', fault: { code: 'MESSAGE_GIVEN_UP', reason: 'room' } } },
    ])
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

  it('writes to those again who did not get it, and to no others', async () => {
    const sent: (readonly string[] | null)[] = []
    const rig = await openQueueRig(clock, to, undefined, {
      channelOf: async () => ({
        async send({ onlyTo }) {
          sent.push(onlyTo)
          if (sent.length > 1) return { outcome: 'delivered', rejected: [] }
          const fault = { code: 'MAIL_REFUSED', server: 'x', answer: '451' } as const
          return { outcome: 'again', fault, afterMs: null, owedTo: ['grey@x'], rejected: [] }
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

describe('the queue’s folder', () => {
  it('is private and holds no secret and no address', async () => {
    to.answers = [503]
    const rig = await openQueueRig(clock, to)
    await rig.deliver('a')
    const [name = ''] = fs.readdirSync(rig.folder)
    const file = path.join(rig.folder, name)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    const text = fs.readFileSync(file, 'utf8')
    expect(text).not.toContain(hookToken)
    expect(text).not.toContain(hookSecret.slice('whsec_'.length))
  })

  it('may hold what is not of it: that is left, told, and stops nothing', async () => {
    to.answers = [503]
    const first = await openQueueRig(clock, to)
    await first.deliver('a')
    const [name = ''] = fs.readdirSync(first.folder)
    const text = fs.readFileSync(path.join(first.folder, name), 'utf8')
    const damaged = {
      [`${'0'.repeat(32)}.json`]: text,
      [`${'1'.repeat(32)}.json`]: text.slice(0, 40),
      [`${'2'.repeat(32)}.json`]: '',
      [`${'3'.repeat(32)}.json`]: '[1]',
    }
    for (const [file, content] of Object.entries(damaged))
      fs.writeFileSync(path.join(first.folder, file), content)
    fs.writeFileSync(path.join(first.folder, 'notes.txt'), 'mine')
    fs.writeFileSync(path.join(first.folder, `${'4'.repeat(32)}.json.unfinished`), text.slice(0, 40))
    const rig = await openQueueRig(clock, to, first.folder)
    expect(rig.queue.waiting()).toBe(1)
    await rig.drain()
    expect(to.ids()).toEqual(['a', 'a'])
    expect(fs.readdirSync(rig.folder).sort()).toEqual([...Object.keys(damaged), name, 'notes.txt'].sort())
    expect(rig.logger.lines.filter(({ event }) => event === 'channels.queue-file-unreadable')).toHaveLength(4)
  })

  it('that can’t be used is a fault', async () => {
    const file = path.join(tempFolder('queue'), 'file')
    fs.writeFileSync(file, '')
    await expect(openQueueRig(clock, to, file)).rejects.toMatchObject({
      fault: { code: 'FOLDER_UNREADABLE', path: file, errno: 'EEXIST' },
    })
  })

  it('that can’t be written stops no message, and each attempt says that it is not kept', async () => {
    to.answers = [503]
    const files: FaultyFileSystem = faultyFileSystem({ kind: 'full_after', bytes: 0 })
    const rig = await openQueueRig(clock, to, undefined, { files })
    await rig.deliver('a')
    await rig.deliver('b')
    await rig.drain()
    expect(to.ids()).toEqual(['a', 'b', 'a'])
    expect(rig.attempts[0]).toMatchObject({ nextAt: expect.any(String), isKept: false })
    expect(rig.logger.lines.some(({ event }) => event === 'channels.queue-not-written')).toBe(true)
    expect(fs.readdirSync(rig.folder)).toEqual([])
  })
})
