import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import type { OpenFile } from '../../../main/engine/ports/file-system.ts'
import { flushWhileWriting } from '../../../main/engine/ports/flush-while-writing.ts'
import { nodeFileSystem } from '../../../main/engine/ports/node-file-system.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { systemError } from '../restore/failing-file-system.ts'

const stepBytes = 1000

interface Opened {
  readonly file: OpenFile
  readonly path: string
  /** How often it was flushed. */
  readonly flushes: () => number
}

async function opened(failing: number): Promise<Opened> {
  const where = path.join(tempFolder('flush'), 'file')
  const real = await nodeFileSystem.open(where, 'create')
  let flushes = 0
  const sync = async (): Promise<void> => {
    flushes += 1
    if (flushes === failing) throw systemError('EIO')
    await real.sync()
  }
  return { file: flushWhileWriting({ ...real, sync }, stepBytes), path: where, flushes: () => flushes }
}

async function write(file: OpenFile, pieces: number): Promise<void> {
  for (let n = 0; n < pieces; n += 1) {
    await file.write(Buffer.alloc(stepBytes / 2, n), (n * stepBytes) / 2)
    // So that the flush begun by one piece has ended before the next.
    await new Promise((resolve) => void setTimeout(resolve, 20))
  }
}

describe('a file that is flushed while it is written', () => {
  it('is flushed once for each step, and at the end', async () => {
    const { file, path: where, flushes } = await opened(0)
    await write(file, 1)
    expect(flushes()).toBe(0)
    await write(file, 6)
    expect(flushes()).toBeGreaterThanOrEqual(2)
    const before = flushes()
    await file.sync()
    expect(flushes()).toBe(before + 1)
    await file.close()
    expect(fs.statSync(where).size).toBe((6 * stepBytes) / 2)
  })

  it('counts what is written in many pieces', async () => {
    const { file, flushes } = await opened(0)
    const bytes = Buffer.alloc(stepBytes / 2)
    await file.writeEach([0, 1, 2].map((n) => ({ bytes, position: n * bytes.length })))
    await file.close()
    expect(flushes()).toBe(1)
  })

  it.each([1, 2])(
    'that was refused in step %i is not durable, though every later flush goes well',
    async (step) => {
      const { file, flushes } = await opened(step)
      await write(file, 8)
      expect(flushes()).toBeGreaterThan(step)
      await expect(file.sync()).rejects.toThrow('EIO')
      await expect(file.close()).rejects.toThrow('EIO')
    },
  )

  it('tells at its closing of a flush that nobody waited for', async () => {
    const { file } = await opened(1)
    await write(file, 2)
    await expect(file.close()).rejects.toThrow('EIO')
  })
})
