import { fork } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { channelMessage } from '../../support/channels/channel-message.ts'
import {
  handClock,
  hookSecret,
  openQueueRig,
  startScriptedReceiver,
  type ScriptedReceiver,
} from '../../support/channels/queue-rig.ts'
import { faultyFileSystem } from '../../support/faulty-file-system.ts'
import { projectRoot } from '../../support/project-root.ts'
import { rounds } from '../../support/rounds.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const clock = handClock()
let to: ScriptedReceiver
beforeEach(async () => {
  to = await startScriptedReceiver()
})
afterEach(() => to.receiver.stop())

/** What the files of a queue say: the messages that wait, and those that are settled. */
function onDisk(folder: string): { readonly waiting: string[]; readonly settled: string[] } {
  const found = { waiting: [] as string[], settled: [] as string[] }
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
    if (!name.endsWith('.json')) continue
    const { message, nextAt } = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as {
      message: { id: string }
      nextAt: number | null
    }
    found[nextAt === null ? 'settled' : 'waiting'].push(message.id)
  }
  return found
}

/** Opens what a dead program left and lets all of it be delivered: what waited is sent once, nothing else is sent at all. */
async function expectTakenOver(folder: string): Promise<void> {
  const { waiting } = onDisk(folder)
  const before = to.receiver.received.length
  to.answers = []
  const next = await openQueueRig(clock, to, folder)
  await next.drain()
  expect(to.ids().slice(before).toSorted()).toEqual(waiting.sort())
  expect(next.queue.waiting()).toBe(0)
  expect(next.logger.lines).toEqual([])
  expect(onDisk(folder).waiting).toEqual([])
}

describe('a program that dies', () => {
  it('at any write leaves whole files: what waits is sent, what is settled is not', async () => {
    let died = 0
    for (let at = 1; ; at += 1) {
      const folder = path.join(tempFolder('queue'), 'made')
      const files = faultyFileSystem({ kind: 'kill', at })
      to.answers = [503, 200, 404, 401]
      const dying = await openQueueRig(clock, to, folder, { files }).catch(() => null)
      if (dying !== null) {
        for (const id of ['a', 'b', 'c']) await dying.deliver(`${at}-${id}`)
        // Put before it is sent, and left alone after a refused secret: neither is lost.
        await dying.queue.put('hook', channelMessage({ id: `${at}-d` }), { roles: ['dba'], receivers: [] })
        await dying.deliver(`${at}-d`)
        await dying.deliver(`${at}-e`)
      }
      const kept = dying?.attempts.filter(({ isKept }) => isKept) ?? []
      const { settled } = onDisk(folder)
      for (const { messageId, nextAt } of kept) if (nextAt === null) expect(settled).toContain(messageId)
      await expectTakenOver(folder)
      if (files.hasStruck()) died += 1
      else {
        expect(kept.map(({ tries }) => tries)).toEqual([1, 1, 1, 1, 0])
        break
      }
    }
    expect(died).toBeGreaterThan(20)
  })

  it('killed at random had written down all that it had sent', async () => {
    const program = path.join(projectRoot, 'test/support/channels/deliver-process.ts')
    for (let round = 0; round < rounds(4); round += 1) {
      const folder = tempFolder('queue')
      const before = to.receiver.received.length
      to.answers = Array.from({ length: 5000 }, (_, n) => (n % 3 === 0 ? 503 : 200))
      const child = fork(program, [folder, to.receiver.origin, hookSecret, `round${round}`])
      const ended = new Promise((resolve) => child.once('exit', resolve))
      const said: string[] = []
      child.on('message', (id) => said.push(id as string))
      await expect.poll(() => to.receiver.received.length, { timeout: 30_000 }).toBeGreaterThan(before + 3)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 50))
      child.kill('SIGKILL')
      await ended
      // What it had sent is all here now, and nothing of it comes later.
      await to.receiver.stop()
      const sent = to.ids().slice(before)
      to = await startScriptedReceiver()
      clock.nowMs = Date.now()
      const { waiting, settled } = onDisk(folder)
      expect([...waiting, ...settled]).toEqual(expect.arrayContaining(sent))
      expect(settled).toEqual(expect.arrayContaining(said))
      expect(waiting.length).toBeGreaterThan(0)
      await expectTakenOver(folder)
    }
  })
})
