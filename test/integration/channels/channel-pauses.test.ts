import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Channel } from '../../../main/channels/channel.ts'
import { noteWorking } from '../../../main/channels/queue-folder.ts'
import { webhookChannel } from '../../../main/channels/webhook-channel.ts'
import { nodeFileSystem } from '../../../main/engine/ports/node-file-system.ts'
import { channelMessage, neverAborted } from '../../support/channels/channel-message.ts'
import {
  handClock,
  hookSecret,
  openQueueRig,
  startScriptedReceiver,
  type QueueRig,
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

/** Sends to the receiver and waits for it no longer than a moment. */
function impatient(): Channel {
  const url = `${to.receiver.origin}/hook`
  return webhookChannel({ kind: 'webhook', url, trustedCa: null }, hookSecret, clock, 300)
}

/** A queue that is told of another setting-up by `saved`. */
async function rigThat(folder?: string): Promise<{ rig: QueueRig; saved: (stamp: string) => void }> {
  let stamp = 'as at first'
  const rig = await openQueueRig(clock, to, folder, {
    channelOf: async () => impatient(),
    stampOf: async () => stamp,
  })
  return {
    rig,
    saved: (next) => {
      stamp = next
    },
  }
}

describe('a server that hangs', () => {
  it('costs its time limit once: what comes meanwhile waits without a try, and goes when the first one went', async () => {
    const { rig } = await rigThat()
    to.answers = ['hang', 'hang']
    for (const id of ['a', 'b', 'c'])
      expect(await rig.deliver(id)).toMatchObject({
        outcome: 'again',
        fault: { code: 'CHANNEL_UNREACHABLE', reason: 'timed_out' },
      })
    expect(to.ids()).toEqual(['a'])
    expect(rig.attempts.map(({ messageId, tries }) => [messageId, tries])).toEqual([
      ['a', 1],
      ['b', 0],
      ['c', 0],
    ])
    clock.nowMs = rig.queue.nextAt()!
    await rig.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a'])
    // Not due yet: nothing is sent, however often it is looked.
    await rig.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a'])
    clock.nowMs = rig.queue.nextAt()!
    await rig.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a', 'a', 'b', 'c'])
    expect(rig.queue.waiting()).toBe(0)
  })

  it('holds up what is handed over while it is tried again', async () => {
    const { rig } = await rigThat()
    to.answers = ['hang', 'hang']
    await rig.deliver('a')
    clock.nowMs = rig.queue.nextAt()!
    const trying = rig.queue.tryDue(neverAborted)
    await expect.poll(() => to.ids().length).toBe(2)
    expect(await rig.deliver('b')).toMatchObject({ outcome: 'again' })
    await trying
    expect(to.ids()).toEqual(['a', 'a'])
  })

  it('keeps nobody waiting for longer than a quarter of an hour after it is back', async () => {
    const { rig } = await rigThat()
    to.answers = Array.from({ length: 40 }, () => 'hang')
    await rig.deliver('a')
    while (to.answers.length > 20) {
      clock.nowMs = rig.queue.nextAt()!
      await rig.queue.tryDue(neverAborted)
    }
    expect(await rig.deliver('b')).toMatchObject({ outcome: 'again' })
    expect(rig.queue.nextAt()! - clock.nowMs).toBeLessThanOrEqual(15 * minute)
    to.answers = []
    clock.nowMs += 15 * minute
    await rig.queue.tryDue(neverAborted)
    expect(to.ids().slice(-2)).toEqual(['a', 'b'])
  })

  it('is tried with the gravest first, and all that are too old are given up with that try', async () => {
    const { rig } = await rigThat()
    to.answers = ['hang', 'hang']
    const put = (id: string, severity: 'CRITICAL' | 'WARNING') =>
      rig.queue.deliver('hook', channelMessage({ id, severity }), neverAborted)
    await put('warning', 'WARNING')
    await put('critical', 'CRITICAL')
    clock.nowMs += 25 * hour
    await rig.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['warning', 'critical'])
    expect(rig.queue.waiting()).toBe(0)
    for (const id of ['warning', 'critical'])
      expect(rig.queue.known(id)).toMatchObject([{ delivery: { fault: { reason: 'age' } } }])
  })
})

describe('a channel whose credentials are refused', () => {
  it('is left alone for a long time, also by the next program, and loses no message', async () => {
    const { rig } = await rigThat()
    to.answers = [401, 401]
    await rig.deliver('a')
    clock.nowMs += 1
    expect(await rig.deliver('b')).toMatchObject({ outcome: 'again', fault: { status: 401 } })
    clock.nowMs += hour - minute - 1
    const { rig: next } = await rigThat(rig.folder)
    await next.queue.tryDue(neverAborted)
    await next.deliver('c')
    expect(to.ids()).toEqual(['a'])
    clock.nowMs += minute
    await next.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a'])
    clock.nowMs += hour + minute
    await next.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a'])
    clock.nowMs += hour
    await next.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a', 'a', 'b', 'c'])
  })

  it('is tried at once when its settings were saved, also while no program ran', async () => {
    const { rig, saved } = await rigThat()
    to.answers = [401, 401]
    await rig.deliver('a')
    clock.nowMs += 1
    await rig.deliver('b')
    saved('with another password')
    await rig.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a'])
    const { rig: next, saved: savedNext } = await rigThat(rig.folder)
    savedNext('with the right password')
    await next.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a', 'a', 'b'])
  })

  it('is tried at once when a test of it went well, in whichever program', async () => {
    const { rig } = await rigThat()
    to.answers = [401]
    // What was said before it failed says nothing.
    await noteWorking(nodeFileSystem, rig.folder, 'hook')
    await rig.deliver('a')
    await rig.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a'])
    await noteWorking(nodeFileSystem, rig.folder, 'another')
    await rig.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a'])
    await noteWorking(nodeFileSystem, rig.folder, 'hook')
    await rig.queue.tryDue(neverAborted)
    expect(to.ids()).toEqual(['a', 'a'])
    expect(rig.queue.waiting()).toBe(0)
  })

  it('holds no other channel up', async () => {
    const rig = await openQueueRig(clock, to)
    to.answers = [401]
    await rig.deliver('a', 'wrong')
    expect(await rig.deliver('a', 'right')).toMatchObject({ outcome: 'delivered' })
  })
})

describe('a message that a server turned down', () => {
  it('says nothing of its channel: the next one is tried', async () => {
    const { rig } = await rigThat()
    to.answers = [503, 410, 429]
    for (const id of ['a', 'b', 'c', 'd']) await rig.deliver(id)
    expect(to.ids()).toEqual(['a', 'b', 'c', 'd'])
  })
})
