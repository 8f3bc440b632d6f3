import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { gzipSync } from 'node:zlib'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { faultOf } from '../../../shared/domain/fault.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { inspectSource } from '../../../main/engine/source/inspect-source.ts'
import { openSnapshot } from '../../../main/engine/source/open-snapshot.ts'
import { crashInTransaction } from '../../support/crash-in-transaction.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { noOtherUserBecause, probeAsNobody } from '../../support/probe-source.ts'
import { readImage, realPorts, snapshotOptions } from '../../support/take-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function faultIn(act: () => Promise<unknown>): Promise<Fault | undefined> {
  try {
    await act()
  } catch (error) {
    return faultOf(error)
  }
  return undefined
}

/** The fault of the look before a backup and of the backup's snapshot, which must be the same. */
async function faultOfBoth(path: string): Promise<Fault | undefined> {
  const looked = await faultIn(() => inspectSource(realPorts, path, { lockWaitMs: 100 }))
  const opened = await faultIn(() =>
    openSnapshot(realPorts, path, snapshotOptions('/nowhere', { lockWaitMs: 100 })),
  )
  expect(opened?.code).toBe(looked?.code)
  return opened
}

function built(name: string, options: Parameters<typeof buildDatabase>[1] = {}): string {
  const file = `${tempFolder('faults')}/${name}`
  buildDatabase(file, options)
  return file
}

function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const handle = fs.openSync(file, 'r+')
  fs.writeSync(handle, bytes, 0, bytes.length, at)
  fs.closeSync(handle)
}

describe('a source that is no readable database', () => {
  it('is missing', async () => {
    const path = `${tempFolder('faults')}/none.db`
    expect(await faultOfBoth(path)).toEqual({ code: 'SOURCE_MISSING', path })
    expect((await faultOfBoth(`${path}/below.db`))?.code).toBe('SOURCE_MISSING')
  })

  it('is a folder', async () => {
    const path = tempFolder('faults')
    expect(await faultOfBoth(path)).toEqual({ code: 'SOURCE_IS_FOLDER', path })
  })

  it('is empty', async () => {
    const path = `${tempFolder('faults')}/empty.db`
    fs.writeFileSync(path, '')
    expect(await faultOfBoth(path)).toEqual({ code: 'SOURCE_EMPTY', path })
  })

  it('is another kind of file', async () => {
    const folder = tempFolder('faults')
    const text = `${folder}/notes.db`
    fs.writeFileSync(text, 'dear diary, '.repeat(1000))
    expect(await faultOfBoth(text)).toEqual({ code: 'SOURCE_NOT_SQLITE', path: text, looksEncrypted: false })
    const packed = `${folder}/packed.db`
    fs.writeFileSync(packed, gzipSync(randomBytes(8192)))
    expect(await faultOfBoth(packed)).toMatchObject({ looksEncrypted: false })
  })

  it('looks encrypted', async () => {
    const path = `${tempFolder('faults')}/secret.db`
    fs.writeFileSync(path, Buffer.concat([Buffer.from([1, 2, 3, 4]), randomBytes(16384 - 4)]))
    expect(await faultOfBoth(path)).toEqual({ code: 'SOURCE_NOT_SQLITE', path, looksEncrypted: true })
  })

  it('is a pipe', async () => {
    const path = `${tempFolder('faults')}/pipe.db`
    const { spawnSync } = await import('node:child_process')
    expect(spawnSync('mkfifo', [path]).status).toBe(0)
    expect(await faultOfBoth(path)).toMatchObject({ code: 'SOURCE_NOT_SQLITE' })
  })

  it.each([
    ['page size', 16, Buffer.from([0x12, 0x34])],
    ['format version', 18, Buffer.from([9, 9])],
    ['payload fractions', 21, Buffer.from([1, 2, 3])],
  ])('has a damaged header: %s', async (_what, at, bytes) => {
    const path = built('damaged.db', { journalMode: 'delete' })
    overwrite(path, at, bytes)
    expect(await faultOfBoth(path)).toMatchObject({ code: 'SOURCE_DAMAGED' })
  })

  it('was cut short', async () => {
    const path = built('cut.db', { journalMode: 'delete' })
    fs.truncateSync(path, fs.statSync(path).size - 4096)
    expect(await faultOfBoth(path)).toMatchObject({ code: 'SOURCE_DAMAGED' })
    fs.truncateSync(path, 60)
    expect(await faultOfBoth(path)).toMatchObject({ code: 'SOURCE_DAMAGED' })
  })

  it('with damaged pages is still copied byte for byte, but what it holds is not told as if it were whole', async () => {
    const path = built('pages.db', { journalMode: 'delete' })
    overwrite(path, 4096 * 2, randomBytes(4096 * 20))
    const snapshot = await openSnapshot(realPorts, path, snapshotOptions('/nowhere'))
    expect((await readImage(snapshot)).equals(fs.readFileSync(path))).toBe(true)
    const { tables } = await snapshot.describe({ fingerprintLimitBytes: 1 << 30 })
    expect(tables.some((table) => table.fingerprint === null)).toBe(true)
    await snapshot.close()
  })

  it.each(['delete', 'wal'] as const)(
    'with a schema that does not parse is still copied, and describing it is a fault: %s',
    async (journalMode) => {
      const path = built('schema.db', { journalMode })
      const db = new Database(path)
      db.unsafeMode(true)
      db.pragma('writable_schema = ON')
      db.exec("UPDATE sqlite_schema SET sql = 'CREATE TABLE nonsense(' WHERE name = 'series'")
      db.close()
      const snapshot = await openSnapshot(realPorts, path, snapshotOptions('/nowhere'))
      expect((await readImage(snapshot)).equals(fs.readFileSync(path))).toBe(true)
      const fault = await faultIn(() => snapshot.describe({ fingerprintLimitBytes: 1 << 30 }))
      expect(fault).toMatchObject({ code: 'SOURCE_DAMAGED', path })
      await snapshot.close()
    },
  )
})

describe('a source that others hold', () => {
  it.each(['delete', 'wal'] as const)('under exclusive locking is refused: %s', async (journalMode) => {
    const path = built('locked.db', { journalMode })
    const holder = new Database(path)
    holder.pragma('locking_mode = EXCLUSIVE')
    holder.exec('BEGIN EXCLUSIVE; DELETE FROM series WHERE id = 1')
    expect(await faultOfBoth(path)).toMatchObject({ code: 'SOURCE_LOCKED', path })
    holder.close()
  })

  it('that another file takes the place of is refused', async () => {
    const path = built('replaced.db', { journalMode: 'delete' })
    const other = built('other.db', { journalMode: 'delete', rows: 5 })
    const files = {
      ...realPorts.files,
      async open(name: string, mode: 'read' | 'create' | 'update') {
        const file = await realPorts.files.open(name, mode)
        // Once its header has been read: the connection will find the other one.
        return {
          ...file,
          async read(buffer: Uint8Array, position: number) {
            const length = await file.read(buffer, position)
            if (fs.existsSync(other)) fs.renameSync(other, path)
            return length
          },
        }
      },
    }
    const fault = await faultIn(() =>
      openSnapshot({ ...realPorts, files }, path, snapshotOptions('/nowhere')),
    )
    expect(fault).toEqual({ code: 'SOURCE_REPLACED', path })
  })

  it('can be given up on', async () => {
    const path = built('waiting.db', { journalMode: 'delete' })
    const holder = new Database(path)
    holder.exec('BEGIN EXCLUSIVE')
    const abort = new AbortController()
    const opening = openSnapshot(realPorts, path, snapshotOptions('/nowhere', { signal: abort.signal }))
    abort.abort(new FaultError({ code: 'JOB_CANCELLED' }))
    expect(await faultIn(() => opening)).toEqual({ code: 'JOB_CANCELLED' })
    holder.close()
  })
})

describe('a crashed writer', () => {
  it('in rollback-journal mode is recovered by SQLite, and a remark says so', async () => {
    const path = built('crashed.db', { journalMode: 'delete', rows: 5000 })
    const before = fs.readFileSync(path)
    crashInTransaction(path)
    expect(fs.existsSync(`${path}-journal`)).toBe(true)
    expect(fs.readFileSync(path).equals(before)).toBe(false)

    const looked = await inspectSource(realPorts, path)
    expect(looked.remarks.join()).toContain('crashed')
    expect(looked.tableCount).toBeNull()
    expect(fs.existsSync(`${path}-journal`)).toBe(true)

    const snapshot = await openSnapshot(realPorts, path, snapshotOptions('/nowhere'))
    expect(snapshot.facts.remarks.join()).toContain('crashed')
    expect((await readImage(snapshot)).equals(before)).toBe(true)
    await snapshot.close()
    expect(fs.existsSync(`${path}-journal`)).toBe(false)
  })
})

const otherUser = noOtherUserBecause()
if (otherUser !== null) console.warn(`NOT TRIED: sources of another user: ${otherUser}`)

describe.skipIf(otherUser !== null)('a user who may not write', () => {
  /** A folder that everyone may enter and list, and nobody but root may write to. */
  function shownFolder(): string {
    const folder = tempFolder('shown')
    fs.chmodSync(folder, 0o755)
    return folder
  }

  function scratchOfNobody(): string {
    const folder = tempFolder('nobody')
    fs.chmodSync(folder, 0o777)
    return folder
  }

  it('and may not read is told so', () => {
    const path = `${shownFolder()}/private.db`
    buildDatabase(path)
    fs.chmodSync(path, 0o600)
    expect(probeAsNobody('snapshot', path).fault).toEqual({ code: 'SOURCE_NOT_PERMITTED', path })
    expect(probeAsNobody('inspect', path).fault).toEqual({ code: 'SOURCE_NOT_PERMITTED', path })
    const hidden = `${tempFolder('hidden')}/x.db`
    expect(probeAsNobody('inspect', hidden).fault).toEqual({ code: 'SOURCE_NOT_PERMITTED', path: hidden })
  })

  it('reads a database in rollback-journal mode', async () => {
    const path = `${shownFolder()}/open.db`
    buildDatabase(path, { journalMode: 'delete' })
    const probed = probeAsNobody('snapshot', path)
    const { createHash } = await import('node:crypto')
    expect(probed.image).toBe(createHash('sha256').update(fs.readFileSync(path)).digest('hex'))
    expect(probed.remarks).toEqual([])
  })

  it('is told that a hot journal must be rolled back first', () => {
    const path = `${shownFolder()}/crashed.db`
    buildDatabase(path, { journalMode: 'delete', rows: 5000 })
    crashInTransaction(path)
    const crashed = fs.readFileSync(path)
    expect(probeAsNobody('snapshot', path).fault).toEqual({ code: 'SOURCE_NEEDS_RECOVERY', path })
    expect(probeAsNobody('inspect', path).fault).toEqual({ code: 'SOURCE_NEEDS_RECOVERY', path })
    expect(fs.readFileSync(path).equals(crashed)).toBe(true)
  })

  it('reads a database in WAL mode alone where there is no log', async () => {
    const path = `${shownFolder()}/quiet.db`
    buildDatabase(path)
    expect(fs.existsSync(`${path}-wal`)).toBe(false)
    const probed = probeAsNobody('snapshot', path, scratchOfNobody())
    const { createHash } = await import('node:crypto')
    expect(probed.image).toBe(createHash('sha256').update(fs.readFileSync(path)).digest('hex'))
    expect(probed.remarks?.join()).toContain('without a lock')
    expect(probeAsNobody('inspect', path).remarks?.join()).toContain('write-ahead log')
    expect(fs.existsSync(`${path}-wal`)).toBe(false)
  })

  it('makes no -shm in its own name that would lock the owner out', () => {
    const folder = shownFolder()
    fs.chmodSync(folder, 0o777)
    const path = `${folder}/owned.db`
    buildDatabase(path)
    expect(probeAsNobody('snapshot', path, scratchOfNobody()).image).toBeDefined()
    expect(probeAsNobody('inspect', path).fault).toBeUndefined()
    expect(fs.readdirSync(folder)).toEqual(['owned.db'])
  })

  it.each([
    ['with the -shm of a live writer', true],
    ['without a -shm', false],
  ])('is refused a database in WAL mode with a log, %s', (_what, keepShm) => {
    const path = `${shownFolder()}/busy.db`
    buildDatabase(path)
    const writer = new Database(path)
    writer.exec('DELETE FROM series WHERE id < 10')
    if (!keepShm) fs.renameSync(`${path}-shm`, `${path}-gone`)
    // Even one who may write to the database itself.
    fs.chmodSync(path, keepShm ? 0o666 : 0o644)
    fs.chmodSync(`${path}-wal`, 0o644)
    expect(probeAsNobody('snapshot', path).fault).toEqual({ code: 'SOURCE_WAL_UNREADABLE', path })
    expect(probeAsNobody('inspect', path).fault).toEqual({ code: 'SOURCE_WAL_UNREADABLE', path })
    writer.close()
  })
})
