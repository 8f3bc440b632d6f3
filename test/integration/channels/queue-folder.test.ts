import fs from 'node:fs'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

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

const clock = handClock()
let to: ScriptedReceiver
beforeEach(async () => {
  to = await startScriptedReceiver()
})
afterEach(() => to.receiver.stop())

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
