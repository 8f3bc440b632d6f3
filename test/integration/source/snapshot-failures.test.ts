import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { faultOf } from '../../../shared/domain/fault.ts'
import type { OpenFile, OpenMode } from '../../../main/engine/ports/file-system.ts'
import type { Ports } from '../../../main/engine/ports/ports.ts'
import { openSnapshot } from '../../../main/engine/source/open-snapshot.ts'
import { provenSteps } from '../../../main/engine/source/snapshot-steps.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { readImage, realPorts, snapshotOptions } from '../../support/take-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** Open descriptors of this process, where the system tells them. */
function openDescriptors(): number {
  return fs.existsSync('/proc/self/fd') ? fs.readdirSync('/proc/self/fd').length : 0
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** Ports whose opened files are changed by `wrap`. */
function portsWith(
  wrap: (file: OpenFile, path: string, mode: OpenMode) => OpenFile,
  more: object = {},
): Ports {
  const open = async (path: string, mode: OpenMode): Promise<OpenFile> =>
    wrap(await realPorts.files.open(path, mode), path, mode)
  return { ...realPorts, files: { ...realPorts.files, open, ...more } }
}

/** As if the folder were read-only: nothing may be opened for writing. `onRead` is called after each read of the source. */
function readOnlyPorts(onRead: (reads: number) => void = () => undefined): Ports {
  let reads = 0
  const ports = portsWith((file, _path, mode) => {
    if (mode === 'create') return file
    return {
      ...file,
      async read(buffer, position) {
        const length = await file.read(buffer, position)
        reads += 1
        onRead(reads)
        return length
      },
    }
  })
  const open = (path: string, mode: OpenMode): Promise<OpenFile> =>
    mode === 'update' ? Promise.reject(systemError('EROFS')) : ports.files.open(path, mode)
  return { ...ports, files: { ...ports.files, open } }
}

function built(journalMode: 'wal' | 'delete'): string {
  const path = `${tempFolder('failures')}/x.db`
  buildDatabase(path, { journalMode, rows: 5000 })
  // Long ago: nothing has to settle.
  fs.utimesSync(path, 1_600_000_000, 1_600_000_000)
  return path
}

/** Opens as the ports allow: 'the file' if that is the image, else the fault. No descriptor and no scratch file may be left. */
async function outcomeOf(ports: Ports, path: string, stageInMemoryBytes: number) {
  const scratch = `${tempFolder('failures')}/scratch`
  const before = openDescriptors()
  let outcome: unknown
  try {
    const snapshot = await openSnapshot(ports, path, snapshotOptions(scratch, { stageInMemoryBytes }))
    const image = await readImage(snapshot).catch(faultOf)
    outcome = Buffer.isBuffer(image) ? image.equals(fs.readFileSync(path)) && 'the file' : image
    await snapshot.close()
  } catch (error) {
    outcome = faultOf(error)
    if (outcome === undefined) throw error
  }
  expect(openDescriptors()).toBe(before)
  expect(fs.existsSync(scratch) ? fs.readdirSync(scratch) : []).toEqual([])
  return outcome
}

describe.each([0, 64 << 20])(
  'a file that is read without a lock (staged in memory up to %i bytes)',
  (limit) => {
    it('is taken when nobody wrote', async () => {
      const path = built('wal')
      expect(await outcomeOf(readOnlyPorts(), path, limit)).toBe('the file')
      expect(fs.readdirSync(path.replace('/x.db', ''))).toEqual(['x.db'])
    })

    it.each([
      ['a log appears', (path: string) => fs.writeFileSync(`${path}-wal`, 'frames')],
      ['its time changes', (path: string) => fs.utimesSync(path, 1_600_000_001, 1_600_000_001)],
      [
        'its header changes',
        (path: string) => {
          const handle = fs.openSync(path, 'r+')
          fs.writeSync(handle, Buffer.from([0, 0, 1, 0]), 0, 4, 24)
          fs.closeSync(handle)
          fs.utimesSync(path, 1_600_000_000, 1_600_000_000)
        },
      ],
      ['it grows', (path: string) => fs.appendFileSync(path, Buffer.alloc(4096))],
    ])('is refused when %s meanwhile', async (_what, change) => {
      const path = built('wal')
      // Reads 1 to 3 are the header, at the opening and by the witness; 4 is the copy.
      const ports = readOnlyPorts((reads) => {
        if (reads === 4) change(path)
      })
      expect(await outcomeOf(ports, path, limit)).toEqual({ code: 'SOURCE_WAL_UNREADABLE', path })
    })

    it('is refused with a log', async () => {
      const path = built('wal')
      fs.writeFileSync(`${path}-wal`, 'frames')
      expect(await outcomeOf(readOnlyPorts(), path, limit)).toEqual({ code: 'SOURCE_WAL_UNREADABLE', path })
    })
  },
)

describe('a log whose frames are not what the wal-index says', () => {
  it.each([
    ['page number', 0],
    ['salt', 8],
    ['second salt', 12],
  ])('is damage: %s', async (_what, offset) => {
    const path = built('wal')
    const writer = new Database(path)
    writer.exec('UPDATE series SET value = 5')
    const snapshot = await openSnapshot(realPorts, path, snapshotOptions('/nowhere'))
    expect(await readImage(snapshot)).toHaveLength(snapshot.facts.pageCount * snapshot.facts.pageSize)
    // The 10th frame. No lock of SQLite is on the log itself, so closing it here drops none.
    const log = fs.openSync(`${path}-wal`, 'r+')
    fs.writeSync(log, Buffer.from([1, 2, 3, 4]), 0, 4, 32 + 9 * (4096 + 24) + offset)
    fs.closeSync(log)
    expect(await readImage(snapshot).catch(faultOf)).toMatchObject({ code: 'SOURCE_DAMAGED', path })
    await snapshot.close()
    writer.close()
  })
})

describe('a copy that fails', () => {
  it('for want of space is refused before it begins, and when the space ends', async () => {
    const path = built('delete')
    const none = portsWith((file) => file, { freeBytes: () => Promise.resolve(1000) })
    expect(await outcomeOf(none, path, 0)).toMatchObject({ code: 'VAULT_FULL', freeBytes: 1000 })
    const full = portsWith((file, _path, mode) =>
      mode === 'create' ? { ...file, write: () => Promise.reject(systemError('ENOSPC')) } : file,
    )
    expect(await outcomeOf(full, path, 0)).toMatchObject({ code: 'VAULT_FULL' })
    const broken = portsWith((file, _path, mode) =>
      mode === 'create' ? { ...file, write: () => Promise.reject(systemError('EIO')) } : file,
    )
    expect(await outcomeOf(broken, path, 0)).toMatchObject({ code: 'VAULT_WRITE_FAILED', errno: 'EIO' })
  })

  it.each([
    ['wal', 0],
    ['delete', 0],
    ['delete', 64 << 20],
  ] as const)('because the source cannot be read says so, at whichever read: %s, %i', async (mode, limit) => {
    const path = built(mode)
    let fails = 0
    for (let nth = 1; nth < 30; nth += 1) {
      let reads = 0
      const ports = portsWith((file) => ({
        ...file,
        read(buffer, position) {
          reads += 1
          return reads === nth ? Promise.reject(systemError('EIO')) : file.read(buffer, position)
        },
      }))
      const outcome = await outcomeOf(ports, path, limit)
      if (reads < nth) break
      fails += 1
      expect(outcome).toEqual({ code: 'SOURCE_READ_FAILED', path, errno: 'EIO' })
    }
    expect(fails).toBeGreaterThanOrEqual(2)
  })

  it('is right also when writing it is slower than reading the source', async () => {
    const path = `${tempFolder('failures')}/slow.db`
    buildDatabase(path, { journalMode: 'delete', rows: 230_000 })
    const slow = portsWith((file, _path, mode) =>
      mode !== 'create'
        ? file
        : {
            ...file,
            async write(buffer, position) {
              await delay(50)
              await file.write(buffer, position)
            },
          },
    )
    expect(await outcomeOf(slow, path, 0)).toBe('the file')
  })

  it('leaves nothing behind when a step after the lock fails', async () => {
    const path = built('delete')
    const before = openDescriptors()
    const failing = openSnapshot(realPorts, path, snapshotOptions('/nowhere'), {
      ...provenSteps,
      whilePinned: () => Promise.reject(new Error('a defect')),
    })
    await expect(failing).rejects.toThrow('a defect')
    expect(openDescriptors()).toBe(before)
  })
})
