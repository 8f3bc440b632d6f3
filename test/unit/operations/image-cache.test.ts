import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'

import { createImageCache, type ImageCache } from '../../../main/operations/content/image-cache.ts'
import { imageFolderName, isAbandonedFolder } from '../../../main/operations/content/image-folder.ts'
import { sweepImages } from '../../../main/operations/content/sweep-images.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { realPorts } from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const never = new AbortController().signal

/** Makes an image as a job does. */
async function make(cache: ImageCache, key: string, sizeBytes = 10): Promise<string> {
  return cache.use([key], never, async ([image]) => {
    await fs.promises.mkdir(path.dirname(image!.file), { recursive: true })
    await fs.promises.writeFile(image!.file, '')
    // Sparse: takes no room.
    await fs.promises.truncate(image!.file, sizeBytes)
    return image!.file
  })
}

describe('the cache of images', () => {
  it('keeps an image for the next user, with what was said of it', async () => {
    const cache = createImageCache(realPorts, tempFolder('looks'))
    const file = await make(cache, 'one')
    await cache.use(['one'], never, ([image]) => {
      expect(image).toMatchObject({ file, copiedAt: null })
      expect(fs.existsSync(image!.file)).toBe(true)
      image!.keepCopiedAt('2026-01-01T00:00:00.000Z')
      return Promise.resolve()
    })
    const seen = await cache.use(['one'], never, ([image]) => Promise.resolve(image!.copiedAt))
    expect(seen).toBe('2026-01-01T00:00:00.000Z')
  })

  it('drops one image, once its user has ended, and makes it anew', async () => {
    const cache = createImageCache(realPorts, tempFolder('looks'))
    const file = await make(cache, 'one')
    const other = await make(cache, 'other')
    const { promise, resolve } = Promise.withResolvers<void>()
    const using = cache.use(['one'], never, () => promise)
    const dropping = cache.drop('one')
    await delay(5)
    expect(fs.existsSync(file)).toBe(true)
    resolve()
    await Promise.all([using, dropping, cache.drop('unknown')])
    expect([file, other].map((one) => fs.existsSync(one))).toEqual([false, true])
    expect(fs.existsSync(await make(cache, 'one'))).toBe(true)
  })

  it('is bounded in count and bytes, and gives up what was used longest ago', async () => {
    const cache = createImageCache(realPorts, tempFolder('looks'))
    const files: string[] = []
    for (let n = 0; n < 8; n += 1) files.push(await make(cache, `n${n}`))
    await make(cache, 'n0')
    files.push(await make(cache, 'n8'))
    expect(files.map((file) => fs.existsSync(file))).toEqual(files.map((_, n) => n !== 1))
    const large = await make(cache, 'large', 5 * 2 ** 30)
    expect([...files, large].filter((file) => fs.existsSync(file))).toEqual([large])
    await make(cache, 'small')
    expect(fs.existsSync(large)).toBe(false)
  })

  it('gives one image to one user at a time, and two to two without a deadlock', async () => {
    const cache = createImageCache(realPorts, tempFolder('looks'))
    let users = 0
    const work = async (): Promise<void> => {
      users += 1
      expect(users).toBe(1)
      await delay(5)
      users -= 1
    }
    await Promise.all([
      cache.use(['a', 'b'], never, work),
      cache.use(['b', 'a'], never, work),
      cache.use(['a'], never, work),
      cache.use(['b', 'b'], never, ([one, other]) => {
        expect(one!.file).toBe(other!.file)
        return Promise.resolve()
      }),
    ])
  })

  it('cancels its users when it is cleared, waits for them, and leaves nothing', async () => {
    const folder = tempFolder('looks')
    const cache = createImageCache(realPorts, folder)
    await make(cache, 'old')
    const used = cache.use(['old', 'new'], never, (_images, signal) => {
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      })
    })
    used.catch(() => undefined)
    await delay(1)
    const waiting = cache.use(['new'], never, () => Promise.resolve())
    waiting.catch(() => undefined)
    await cache.clear()
    for (const ended of [used, waiting]) {
      expect(faultOf(await ended.catch((error: unknown) => error))).toEqual({ code: 'JOB_CANCELLED' })
    }
    expect(fs.readdirSync(folder)).toEqual([])
    // It can be used again: another vault was opened.
    expect(fs.existsSync(await make(cache, 'old'))).toBe(true)
  })

  it('lets its caller go away while it waits', async () => {
    const cache = createImageCache(realPorts, tempFolder('looks'))
    const abort = new AbortController()
    const release = Promise.withResolvers<void>()
    const first = cache.use(['a'], never, () => release.promise)
    const second = cache.use(['a'], abort.signal, () => Promise.resolve('ran'))
    second.catch(() => undefined)
    abort.abort(new Error('went away'))
    release.resolve()
    await first
    await expect(second).rejects.toThrow('went away')
  })
})

describe('the sweep of images', () => {
  const { machine } = realPorts

  it('removes the folders of dead processes and nobody else’s', async () => {
    const folder = tempFolder('looks')
    const own = imageFolderName(realPorts)
    const ended = own.replace(`-${machine.pid}-`, '-4194305-')
    for (const name of [own, ended, 'something else']) fs.mkdirSync(path.join(folder, name))
    fs.writeFileSync(path.join(folder, ended, 'x.db'), 'secret')
    await sweepImages(realPorts, folder)
    expect(fs.readdirSync(folder).toSorted()).toEqual([own, 'something else'].toSorted())
  })

  it('judges by time where the process can not be asked after', () => {
    const now = realPorts.clock.now()
    const before = { ...realPorts, machine: { ...machine, id: 'this machine before it was started anew' } }
    const other = { ...realPorts, machine: { ...before.machine, installation: 'another machine' } }
    const bootedAtMs = now - 1000
    const here = { ...realPorts, machine: { ...machine, bootedAtMs } }
    expect(isAbandonedFolder(here, imageFolderName(before), bootedAtMs - 1)).toBe(true)
    expect(isAbandonedFolder(here, imageFolderName(before), bootedAtMs + 1)).toBe(false)
    expect(isAbandonedFolder(here, imageFolderName(other), now - 3 * 86_400_000)).toBe(false)
    expect(isAbandonedFolder(here, imageFolderName(other), now - 8 * 86_400_000)).toBe(true)
  })

  it('takes a folder that is not there as an empty one', async () => {
    await sweepImages(realPorts, path.join(tempFolder('looks'), 'none'))
  })
})
