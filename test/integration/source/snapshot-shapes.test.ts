import fs from 'node:fs'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { inspectSource } from '../../../main/engine/source/inspect-source.ts'
import { openSnapshot } from '../../../main/engine/source/open-snapshot.ts'
import type { SnapshotOptions } from '../../../main/engine/source/snapshot-parts.ts'
import { provenSteps } from '../../../main/engine/source/snapshot-steps.ts'
import type { BuildOptions } from '../../support/database-builder.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { readImage, realPorts, snapshotOptions } from '../../support/take-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** Takes a snapshot's image, expects it to be SQLite's own, and returns what was seen of it. */
async function takeEqual(path: string, more: Partial<SnapshotOptions> = {}) {
  let serialized: Buffer = Buffer.alloc(0)
  const scratch = `${tempFolder('scratch')}/work`
  const snapshot = await openSnapshot(realPorts, path, snapshotOptions(scratch, more), {
    ...provenSteps,
    whilePinned(connection) {
      serialized = connection.serialize()
      return Promise.resolve()
    },
  })
  const image = await readImage(snapshot, 7)
  const description = await snapshot.describe({ fingerprintLimitBytes: 1 << 30 })
  await snapshot.close()
  await snapshot.close()
  expect(image.equals(serialized)).toBe(true)
  const left = fs.existsSync(scratch) ? fs.readdirSync(scratch) : []
  expect(left).toEqual([])
  return { image, description, facts: snapshot.facts }
}

function hashOf(file: string): string {
  return fs.existsSync(file) ? fs.readFileSync(file).toString('base64') : 'none'
}

const pageSizes = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]

describe('a snapshot of every shape of database', () => {
  it.each(pageSizes)('pages of %i bytes, in both modes', async (pageSize) => {
    for (const journalMode of ['wal', 'delete'] as const) {
      const path = `${tempFolder('shape')}/${journalMode}.db`
      buildDatabase(path, { pageSize, journalMode })
      const { facts } = await takeEqual(path)
      expect(facts).toMatchObject({ pageSize, journalMode: journalMode === 'wal' ? 'wal' : 'rollback' })
      expect(facts.pageCount * pageSize).toBe(fs.statSync(path).size)
    }
  })

  it.each<BuildOptions>([
    { encoding: 'UTF-16le' },
    { encoding: 'UTF-16be', journalMode: 'persist' },
    { autoVacuum: 'full' },
    { autoVacuum: 'incremental', journalMode: 'truncate' },
  ])('%o', async (options) => {
    const path = `${tempFolder('shape')}/x.db`
    buildDatabase(path, options)
    const { description } = await takeEqual(path)
    expect(description.tables.find((table) => table.name === 'series')?.rowCount).toBe(1000)
  })

  it('WITHOUT ROWID, STRICT, generated columns, FTS5, R*Tree', async () => {
    const path = `${tempFolder('shape')}/all.db`
    const db = new Database(path)
    db.pragma('journal_mode = wal')
    db.exec(`
      CREATE TABLE pairs (a TEXT, b INTEGER, v REAL, PRIMARY KEY (b DESC, a COLLATE NOCASE)) WITHOUT ROWID;
      CREATE TABLE strictly (id INTEGER PRIMARY KEY, d ANY, t TEXT) STRICT;
      CREATE TABLE made (w REAL, h REAL, area REAL AS (w * h) VIRTUAL, kept REAL AS (w + h) STORED);
      CREATE VIRTUAL TABLE words USING fts5(body);
      CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1, y0, y1);
      INSERT INTO pairs VALUES ('x', 1, 0.5), ('Y', 1, 1.5), ('a', 2, NULL);
      INSERT INTO strictly (d, t) VALUES (1, 'one'), (1.5, 'x'), (x'00ff', 'y'), (NULL, 'z');
      INSERT INTO made (w, h) VALUES (2, 3);
      INSERT INTO words VALUES ('the quick brown fox');
      INSERT INTO boxes VALUES (1, 0, 1, 0, 1);
    `)
    const { description } = await takeEqual(path)
    const kinds = Object.fromEntries(description.tables.map((table) => [table.name, table]))
    expect(kinds['pairs']).toMatchObject({ kind: 'without_rowid', rowCount: 3 })
    expect(kinds['words']).toEqual({ name: 'words', kind: 'virtual', rowCount: null, fingerprint: null })
    expect(kinds['words_content']).toMatchObject({ kind: 'shadow', rowCount: 1 })
    expect(kinds['boxes_node']).toMatchObject({ kind: 'shadow', rowCount: 1 })
    for (const table of description.tables) expect(table.fingerprint === null).toBe(table.kind === 'virtual')
    db.close()
  })

  it.each([
    'with space and \'quotes\' "two".db',
    'emoji 🏠 ünï.db',
    'new\nline.db',
    'ends in space ',
    'a?b#c%41.db',
  ])('a path: %j', async (name) => {
    for (const journalMode of ['wal', 'delete'] as const) {
      const folder = tempFolder('path')
      buildDatabase(`${folder}/plain`, { journalMode })
      fs.renameSync(`${folder}/plain`, `${folder}/${name}`)
      await takeEqual(`${folder}/${name}`)
      const inspected = await inspectSource(realPorts, `${folder}/${name}`)
      expect(inspected).toMatchObject({ path: `${folder}/${name}`, tableCount: 2 })
    }
  })

  it('by a symbolic link, with the log of the file it leads to', async () => {
    const folder = tempFolder('link')
    buildDatabase(`${folder}/real.db`)
    const db = new Database(`${folder}/real.db`)
    db.exec('DELETE FROM series WHERE id = 5')
    fs.symlinkSync(`${folder}/real.db`, `${folder}/link.db`)
    const { description } = await takeEqual(`${folder}/link.db`)
    expect(description.tables.find((table) => table.name === 'series')?.rowCount).toBe(999)
    expect((await inspectSource(realPorts, `${folder}/link.db`)).path).toBe(`${folder}/real.db`)
    db.close()
  })
})

describe('a database that changes its size', () => {
  it.each(['wal', 'delete'] as const)('grows, is vacuumed and shrinks: %s', async (journalMode) => {
    const path = `${tempFolder('size')}/size.db`
    buildDatabase(path, { journalMode, autoVacuum: 'incremental' })
    const db = new Database(path)
    const sizes: number[] = []
    const look = async (): Promise<void> => {
      sizes.push((await takeEqual(path)).facts.pageCount)
    }
    await look()
    db.exec('INSERT INTO series (msa, note) SELECT msa, note || hex(zeroblob(500)) FROM series')
    await look()
    db.exec('DELETE FROM series WHERE id > 200')
    db.pragma('incremental_vacuum')
    await look()
    // In WAL mode the file is still longer than the database until the next checkpoint.
    db.exec('VACUUM')
    await look()
    db.close()
    const [first = 0, grown = 0, shrunk = 0, vacuumed = 0] = sizes
    expect(grown).toBeGreaterThan(first)
    expect(shrunk).toBeLessThan(first)
    expect(vacuumed).toBeLessThanOrEqual(shrunk)
  })

  it('is read whole from the log before anything was checkpointed', async () => {
    const path = `${tempFolder('size')}/log.db`
    const db = new Database(path)
    db.pragma('journal_mode = wal')
    db.pragma('wal_autocheckpoint = 0')
    db.exec('CREATE TABLE t (body)')
    db.exec(
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) INSERT INTO t SELECT randomblob(4000) FROM n',
    )
    // More frames than the wal-index's first block has entries for.
    expect(fs.statSync(`${path}-wal`).size).toBeGreaterThan(4062 * 4120)
    const { facts } = await takeEqual(path)
    expect(fs.statSync(path).size).toBeLessThan(facts.pageCount * facts.pageSize)
    db.close()
  })
})

describe('zero footprint', () => {
  it('leaves the file and a log that nobody has open as they are', async () => {
    const path = `${tempFolder('footprint')}/left.db`
    buildDatabase(path)
    const db = new Database(path)
    db.exec('DELETE FROM series WHERE id = 7')
    // A crashed program's log: copied while it is open, as nobody closes it.
    const copy = `${tempFolder('footprint')}/copy.db`
    for (const ending of ['', '-wal']) fs.copyFileSync(path + ending, copy + ending)
    db.close()
    const before = ['', '-wal'].map((ending) => hashOf(copy + ending))
    const times = ['', '-wal'].map((ending) => fs.statSync(copy + ending).mtimeMs)
    const { description } = await takeEqual(copy)
    expect(description.tables.find((table) => table.name === 'series')?.rowCount).toBe(999)
    await inspectSource(realPorts, copy)
    expect(['', '-wal'].map((ending) => hashOf(copy + ending))).toEqual(before)
    expect(['', '-wal'].map((ending) => fs.statSync(copy + ending).mtimeMs)).toEqual(times)
  })

  it('gives the lock of a rollback journal back before the snapshot is handed out', async () => {
    const path = `${tempFolder('footprint')}/lock.db`
    buildDatabase(path, { journalMode: 'delete' })
    const writer = new Database(path, { timeout: 0 })
    const attempts: string[] = []
    const attempt = (): void => {
      try {
        writer.exec('UPDATE series SET value = 1 WHERE id = 1')
        attempts.push('written')
      } catch (error) {
        attempts.push((error as { code: string }).code)
      }
    }
    const snapshot = await openSnapshot(realPorts, path, snapshotOptions('/nowhere'), {
      ...provenSteps,
      whilePinned() {
        attempt()
        return Promise.resolve()
      },
    })
    const before = await snapshot.describe({ fingerprintLimitBytes: 1 << 30 })
    attempt()
    // Somebody has committed: what is described must be the copy, not the database of now.
    expect(await snapshot.describe({ fingerprintLimitBytes: 1 << 30 })).toEqual(before)
    expect(attempts).toEqual(['SQLITE_BUSY', 'written'])
    await snapshot.close()
    writer.close()
  })

  it('stages a large copy in the scratch folder and leaves nothing there', async () => {
    const path = `${tempFolder('footprint')}/large.db`
    // Three chunks of 8 MiB and a bit.
    buildDatabase(path, { journalMode: 'delete', rows: 230_000 })
    expect(fs.statSync(path).size).toBeGreaterThan(24 << 20)
    const inMemory = await takeEqual(path)
    const inFile = await takeEqual(path, { stageInMemoryBytes: 0 })
    expect(inFile.image.equals(inMemory.image)).toBe(true)
    expect(inFile.description).toEqual(inMemory.description)
    expect(inFile.facts.remarks.join()).toContain('writers did not wait')
  })
})

describe('the lock page', () => {
  it('is all zero, and pages beyond it are right', async () => {
    const path = `${tempFolder('lockpage')}/giant.db`
    const pageSize = 65536
    const lockPage = 0x4000_0000 / pageSize + 1
    buildDatabase(path, { journalMode: 'delete', pageSize })
    const header = Buffer.alloc(4)
    header.writeUInt32BE(lockPage - 2)
    const handle = fs.openSync(path, 'r+')
    fs.writeSync(handle, header, 0, 4, 28)
    // A sparse file of nearly 1 GiB: the next pages that SQLite takes are at and beyond the lock page.
    fs.ftruncateSync(handle, (lockPage - 2) * pageSize)
    fs.closeSync(handle)
    const db = new Database(path)
    db.exec('CREATE TABLE beyond (body); INSERT INTO beyond VALUES (randomblob(400000))')
    db.close()
    const dirt = fs.openSync(path, 'r+')
    fs.writeSync(dirt, Buffer.alloc(pageSize, 0xab), 0, pageSize, (lockPage - 1) * pageSize)
    fs.closeSync(dirt)

    for (const journalMode of ['delete', 'wal']) {
      const setter = new Database(path)
      setter.pragma(`journal_mode = ${journalMode}`)
      setter.close()
      const snapshot = await openSnapshot(
        realPorts,
        path,
        snapshotOptions(`${tempFolder('scratch')}/s`, { stageInMemoryBytes: 0 }),
      )
      expect(snapshot.facts.pageCount).toBeGreaterThan(lockPage + 5)
      const around = Buffer.alloc((snapshot.facts.pageCount - lockPage + 3) * pageSize)
      await snapshot.readPages(lockPage - 2, around)
      await snapshot.close()
      expect(around.subarray(2 * pageSize, 3 * pageSize).equals(Buffer.alloc(pageSize))).toBe(true)
      expect(around.subarray(3 * pageSize).equals(fs.readFileSync(path).subarray(lockPage * pageSize))).toBe(
        true,
      )
    }
  })
})
