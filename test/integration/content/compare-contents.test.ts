import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { faultOf } from '../../../shared/domain/fault.ts'
import { benchIn } from '../../support/backed-up.ts'
import { madeDatabase } from '../../support/content-pair.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function pairOf(
  left: string,
  right: string,
  encodings: readonly [string, string] = ['UTF-8', 'UTF-8'],
) {
  const folder = tempFolder('compare')
  const bench = await benchIn(folder)
  const files = [left, right].map((sql, at) =>
    madeDatabase(path.join(folder, `${at}.db`), sql, encodings[at]),
  )
  const backups = [await bench.take(files[0]!), await bench.take(files[1]!)] as const
  const sides = [bench.backupSide(backups[0]), bench.backupSide(backups[1])] as const
  return { bench, backups, sides }
}

describe('a comparison of two backups', () => {
  it('tells what differs in the schema and in each table, and what is on one side only', async () => {
    const { bench, backups, sides } = await pairOf(
      `CREATE TABLE kept (id INTEGER PRIMARY KEY, v); CREATE TABLE gone (a); CREATE INDEX i ON kept (v);
       CREATE TABLE grown (id INTEGER PRIMARY KEY, a); CREATE VIEW w AS SELECT 1;
       INSERT INTO kept VALUES (1, 'a'), (2, 'b'), (3, 'c'); INSERT INTO gone VALUES (1), (2);
       INSERT INTO grown VALUES (1, 1); CREATE VIRTUAL TABLE words USING fts5(t); INSERT INTO words VALUES ('x');`,
      `CREATE TABLE kept (id INTEGER PRIMARY KEY, v); CREATE TABLE fresh (k TEXT PRIMARY KEY);
       CREATE INDEX i ON kept (v DESC); CREATE TABLE grown (id INTEGER PRIMARY KEY, a, b);
       CREATE TRIGGER tr AFTER DELETE ON kept BEGIN SELECT 1; END;
       INSERT INTO kept VALUES (1, 'a'), (2, 'B'), (4, 'd'), (5, 'e'); INSERT INTO fresh VALUES ('k');
       INSERT INTO grown VALUES (1, 1, 2); CREATE VIRTUAL TABLE words USING fts5(t); INSERT INTO words VALUES ('y');`,
    )
    const found = await bench.summary(...sides)
    expect([found.left, found.right]).toEqual(
      backups.map(({ id, takenAt }) => ({ kind: 'backup', backupId: id, takenAt })),
    )
    expect(found.schema.map(({ kind, name, change }) => [kind, name, change])).toEqual([
      ['index', 'i', 'changed'],
      ['table', 'fresh', 'added'],
      ['table', 'gone', 'removed'],
      ['table', 'grown', 'changed'],
      ['trigger', 'tr', 'added'],
      ['view', 'w', 'removed'],
    ])
    const counts = Object.fromEntries(
      found.tables.map(({ table, added, changed, removed, same, notCompared }) => [
        table,
        [added, changed, removed, same, notCompared],
      ]),
    )
    expect(counts).toEqual({
      fresh: [1, 0, 0, 0, null],
      gone: [0, 0, 2, 0, null],
      grown: [0, 0, 0, 1, 'compared by the columns that both have: b on the right only'],
      kept: [2, 1, 1, 1, null],
      words: [0, 1, 0, 0, null],
    })
    const rowsOf = async (table: string, change?: 'added' | 'removed') =>
      (await bench.compare(...sides, { kind: 'rows', table, change, offset: 0, limit: 10 })).rows
    expect(await rowsOf('fresh')).toMatchObject({
      total: 1,
      keyColumns: ['k'],
      rows: [{ kind: 'added', before: null, after: [{ text: 'k' }] }],
    })
    expect(await rowsOf('gone', 'added')).toMatchObject({ total: 0, rows: [] })
    expect(await rowsOf('gone', 'removed')).toMatchObject({ total: 2, rows: [{ key: [{ text: '1' }] }, {}] })
    expect(await rowsOf('kept', 'added')).toMatchObject({
      total: 2,
      rows: [{ kind: 'added' }, { kind: 'added' }],
    })
    const fault = faultOf(await rowsOf('nowhere').catch((error: unknown) => error))
    expect(fault).toMatchObject({ code: 'TABLE_UNKNOWN' })
  })

  it('says so where the sides store texts differently', async () => {
    const sql = "CREATE TABLE t (a); INSERT INTO t VALUES ('ü')"
    const { bench, sides } = await pairOf(sql, `${sql}; CREATE TABLE u (b)`, ['UTF-8', 'UTF-16le'])
    const found = await bench.summary(...sides)
    expect(found.schema).toMatchObject([{ kind: 'table', name: 'u', change: 'added' }])
    expect(found.tables.find(({ table }) => table === 't')?.notCompared).toMatch(/UTF-8 and UTF-16le/)
    const toPath = path.join(bench.folder, 'x.sql')
    const asked = await bench.compare(...sides, { kind: 'sql', toPath }).catch((error: unknown) => error)
    expect(faultOf(asked)).toMatchObject({ code: 'WRONG_USE' })
    expect(fs.existsSync(toPath)).toBe(false)
  })
})

describe('a comparison with the live database', () => {
  it.each(['wal', 'delete'] as const)(
    'leaves a database in %s mode as it was, byte for byte',
    async (mode) => {
      const folder = tempFolder('compare')
      const bench = await benchIn(folder)
      const source = path.join(folder, 'live.db')
      buildDatabase(source, { journalMode: mode, rows: 300 })
      const backup = await bench.take(source)
      // Another program that has it open, with commits in its log.
      const db = new Database(source)
      db.exec("UPDATE series SET note = 'changed' WHERE id <= 7; DELETE FROM series WHERE id = 300")
      const files = [source, `${source}-wal`].filter((file) => fs.existsSync(file))
      const before = files.map((file) => fs.readFileSync(file))
      const live = bench.liveSide(source)
      const found = await bench.summary(bench.backupSide(backup), live)
      expect(found.right).toMatchObject({ kind: 'live', path: source })
      expect(found.tables.find(({ table }) => table === 'series')).toMatchObject({
        added: 0,
        changed: 7,
        removed: 1,
        same: 292,
      })
      expect(files.map((file) => fs.readFileSync(file))).toEqual(before)
      // The copy that was taken is what the next question is answered from.
      db.exec('DELETE FROM series')
      const again = { ...live, copiedAt: '2026-01-01T00:00:00.000Z' } as typeof live
      const rows = await bench.compare(bench.backupSide(backup), again, {
        kind: 'rows',
        table: 'series',
        offset: 0,
        limit: 100,
      })
      expect([rows.rows.total, rows.right]).toEqual([
        8,
        { kind: 'live', path: source, observedAt: '2026-01-01T00:00:00.000Z' },
      ])
      db.close()
      expect(fs.readdirSync(bench.images).toSorted()).toEqual(
        [`${backup.id}.db`, path.basename(live.imageFile)].toSorted(),
      )
    },
  )

  it('leaves a log alone that nobody else has open', async () => {
    const folder = tempFolder('compare')
    const bench = await benchIn(folder)
    const source = path.join(folder, 'live.db')
    buildDatabase(path.join(folder, 'open.db'), { rows: 50 })
    const db = new Database(path.join(folder, 'open.db'))
    db.exec("UPDATE series SET note = 'in the log' WHERE id = 5")
    // As after a crash: the log is there, its writer is not.
    for (const ending of ['', '-wal']) fs.copyFileSync(path.join(folder, `open.db${ending}`), source + ending)
    db.close()
    const backup = await bench.take(source)
    const before = ['', '-wal'].map((ending) => fs.readFileSync(source + ending))
    const found = await bench.summary(bench.backupSide(backup), bench.liveSide(source))
    expect(found.tables.every(({ added, changed, removed }) => added + changed + removed === 0)).toBe(true)
    expect(['', '-wal'].map((ending) => fs.readFileSync(source + ending))).toEqual(before)
  })

  it('says what keeps the live file from being read', async () => {
    const folder = tempFolder('compare')
    const bench = await benchIn(folder)
    const source = path.join(folder, 'live.db')
    buildDatabase(source, { rows: 5 })
    const backup = await bench.take(source)
    const faultAt = async (file: string) =>
      faultOf(
        await bench.summary(bench.backupSide(backup), bench.liveSide(file)).catch((error: unknown) => error),
      )
    expect(await faultAt(path.join(folder, 'gone.db'))).toMatchObject({ code: 'SOURCE_MISSING' })
    fs.writeFileSync(source, 'no database any more')
    expect(await faultAt(source)).toMatchObject({ code: 'SOURCE_NOT_SQLITE' })
    expect(fs.readdirSync(bench.images)).toEqual([`${backup.id}.db`])
  })

  it('needs a folder for its copy that can be written', async () => {
    const folder = tempFolder('compare')
    const bench = await benchIn(folder)
    const source = path.join(folder, 'live.db')
    buildDatabase(source, { rows: 5 })
    const backup = await bench.take(source)
    fs.writeFileSync(bench.images, 'a file in its place')
    const asked = await bench.content(backup).catch((error: unknown) => error)
    expect(faultOf(asked)).toMatchObject({ code: 'SCRATCH_WRITE_FAILED', path: bench.images })
  })
})
