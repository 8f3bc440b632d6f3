import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { faultOf } from '../../../shared/domain/fault.ts'
import type { Cell } from '../../../shared/domain/cell.ts'
import { benchIn, type Bench } from '../../support/backed-up.ts'
import { madeDatabase } from '../../support/content-pair.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function seen(sql: string, encoding?: string) {
  const folder = tempFolder('look')
  const bench = await benchIn(folder)
  const backup = await bench.take(madeDatabase(path.join(folder, 's.db'), sql, encoding))
  return { bench, backup }
}

const shown = (cell: Cell): unknown =>
  cell.kind === 'null' ? null : cell.kind === 'blob' ? cell.hex : cell.text
const shownRows = (view: Awaited<ReturnType<Bench['rows']>>): unknown =>
  view.rows.map((row) => row.map(shown))

describe('looking inside a backup', () => {
  it('tells its tables of every kind, their columns, parts and row counts', async () => {
    const { bench, backup } = await seen(`
      CREATE TABLE plain (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b AS (a || '!'));
      CREATE INDEX plain_a ON plain (a);
      CREATE TRIGGER plain_t AFTER DELETE ON plain BEGIN SELECT 1; END;
      CREATE TABLE keyed (b INT, a TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
      CREATE VIEW seen AS SELECT a FROM plain;
      CREATE VIEW broken AS SELECT x FROM gone;
      CREATE VIRTUAL TABLE words USING fts5(t);
      CREATE VIRTUAL TABLE boxes USING rtree(id, x1, x2);
      INSERT INTO plain (a) VALUES ('x'), ('y'); INSERT INTO keyed VALUES (1, 'k');
      INSERT INTO words VALUES ('hello'); INSERT INTO boxes VALUES (1, 2, 3), (2, 3, 4);
    `)
    const content = await bench.content(backup)
    expect(content).toMatchObject({
      backupId: backup.id,
      takenAt: backup.takenAt,
      pageSize: 4096,
      encoding: 'UTF-8',
    })
    const of = (name: string) => content.tables.find((table) => table.name === name)
    expect(of('plain')).toMatchObject({
      kind: 'table',
      rowCount: 2,
      columns: [
        { name: 'id', declaredType: 'INTEGER', primaryKey: 1, isGenerated: false },
        { name: 'a', declaredType: 'TEXT', isNotNull: true },
        { name: 'b', isGenerated: true },
      ],
      parts: [
        { kind: 'index', name: 'plain_a', sql: 'CREATE INDEX plain_a ON plain (a)' },
        { kind: 'trigger', name: 'plain_t' },
      ],
    })
    expect(of('keyed')).toMatchObject({ kind: 'without_rowid', rowCount: 1 })
    expect(of('keyed')!.columns.map(({ primaryKey }) => primaryKey)).toEqual([2, 1])
    expect(of('seen')).toMatchObject({ kind: 'view', rowCount: null, columns: [{ name: 'a' }] })
    expect(of('broken')).toMatchObject({ kind: 'view', rowCount: null, columns: [] })
    expect(of('words')).toMatchObject({ kind: 'virtual', rowCount: 1, columns: [{ name: 't' }] })
    expect(of('boxes')).toMatchObject({ kind: 'virtual', rowCount: 2 })
    expect(of('words_content')).toMatchObject({ kind: 'shadow', rowCount: 1 })
  })

  it('shows rows of every kind of table, generated columns with them', async () => {
    const { bench, backup } = await seen(`
      CREATE TABLE plain (id INTEGER PRIMARY KEY, a TEXT, b AS (a || '!'));
      CREATE TABLE keyed (b INT, a TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
      CREATE TABLE rowids (rowid, _rowid_, oid);
      CREATE VIEW seen AS SELECT a, id FROM plain WHERE id > 1;
      CREATE VIRTUAL TABLE words USING fts5(t);
      CREATE VIRTUAL TABLE boxes USING rtree(id, x1, x2);
      INSERT INTO plain (id, a) VALUES (2, 'y'), (1, 'x'); INSERT INTO keyed VALUES (2, 'a'), (1, 'b'), (1, 'a');
      INSERT INTO words VALUES ('hello'); INSERT INTO boxes VALUES (7, 2, 3.5); INSERT INTO rowids VALUES (1, 2, 3);
    `)
    expect(shownRows(await bench.rows(backup, 'plain'))).toEqual([
      ['1', 'x', 'x!'],
      ['2', 'y', 'y!'],
    ])
    expect(shownRows(await bench.rows(backup, 'keyed'))).toEqual([
      ['1', 'a'],
      ['2', 'a'],
      ['1', 'b'],
    ])
    expect(shownRows(await bench.rows(backup, 'SEEN'))).toEqual([['y', '2']])
    expect(shownRows(await bench.rows(backup, 'words'))).toEqual([['hello']])
    expect(shownRows(await bench.rows(backup, 'boxes'))).toEqual([['7', '2.0', '3.5']])
    expect(shownRows(await bench.rows(backup, 'rowids'))).toEqual([['1', '2', '3']])
  })

  it('pages through 100,000 rows, sorted and filtered', async () => {
    const { bench, backup } = await seen(`
      CREATE TABLE many (id INTEGER PRIMARY KEY, v TEXT, w);
      WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 100000)
      INSERT INTO many SELECT value, 'v' || ((value * 7919) % 100000), value % 10 FROM n;
    `)
    const last = await bench.rows(backup, 'many', { offset: 99_999, limit: 10 })
    expect([last.total, shownRows(last)]).toEqual([100_000, [['100000', 'v0', '0']]])
    const ids = new Set<unknown>()
    for (let offset = 0; offset < 5000; offset += 1000) {
      const page = await bench.rows(backup, 'many', { sort: 'w', descending: true, offset, limit: 1000 })
      for (const row of page.rows) ids.add(shown(row[0]!))
      expect(new Set(page.rows.map((row) => shown(row[2]!)))).toEqual(new Set(['9']))
    }
    expect(ids.size).toBe(5000)
    const filtered = await bench.rows(backup, 'many', {
      sort: 'v',
      conditions: [
        { column: 'w', test: 'equals', value: '3' },
        { column: 'id', test: 'between', from: '1', to: '30' },
      ],
    })
    expect([filtered.total, shownRows(filtered)]).toEqual([
      3,
      [
        ['3', 'v23757', '3'],
        ['13', 'v2947', '3'],
        ['23', 'v82137', '3'],
      ],
    ])
  })

  it('handles names with quotes, emoji and newlines, and UTF-16', async () => {
    const name = `a "b" 'c' 🦀\nd`
    const quoted = `"${name.replaceAll('"', '""')}"`
    const { bench, backup } = await seen(
      `CREATE TABLE ${quoted} (${quoted} TEXT); INSERT INTO ${quoted} VALUES ('ü🦀'), ('z')`,
      'UTF-16be',
    )
    const view = await bench.rows(backup, name, {
      conditions: [{ column: name, test: 'equals', value: 'ü🦀' }],
      sort: name,
    })
    expect([view.columns, view.total, shownRows(view)]).toEqual([[name], 1, [['ü🦀']]])
    expect((await bench.content(backup)).encoding).toBe('UTF-16be')
  })

  it('says what is not there, and what can not be read here, and reads the rest', async () => {
    const { bench, backup } = await seen(`
      CREATE TABLE t (a);
      CREATE VIEW broken AS SELECT x FROM gone;
      CREATE TABLE foreign_words (a COLLATE nocase PRIMARY KEY, b);
      INSERT INTO foreign_words VALUES ('x', 1), ('a', 2);
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, 'COLLATE nocase', 'COLLATE klingon') WHERE name = 'foreign_words';
      INSERT INTO sqlite_schema VALUES ('table', 'absent', 'absent', 0, 'CREATE VIRTUAL TABLE absent USING no_such_module(a)');
    `)
    const faultAt = async (...args: Parameters<Bench['rows']> extends [unknown, ...infer R] ? R : never) =>
      faultOf(await bench.rows(backup, ...args).catch((error: unknown) => error))
    expect(await faultAt('nowhere')).toEqual({ code: 'TABLE_UNKNOWN', table: 'nowhere', place: backup.file })
    expect(await faultAt('t', { sort: 'b' })).toMatchObject({ code: 'COLUMN_UNKNOWN', column: 'b' })
    expect(await faultAt('broken')).toMatchObject({ code: 'TABLE_UNREADABLE', table: 'broken' })
    expect(await faultAt('absent')).toMatchObject({
      code: 'TABLE_UNREADABLE',
      detail: 'no such module: no_such_module',
    })
    // In key order it can't be shown here; it can all the same.
    expect(shownRows(await bench.rows(backup, 'foreign_words'))).toEqual([
      ['x', '1'],
      ['a', '2'],
    ])
    const content = await bench.content(backup)
    expect(content.tables.find(({ name }) => name === 'absent')).toMatchObject({
      kind: 'virtual',
      rowCount: null,
    })
    expect(content.tables.find(({ name }) => name === 'foreign_words')?.rowCount).toBe(2)
  })

  it('runs nothing that a hostile schema names', async () => {
    const { bench, backup } = await seen(`
      CREATE TABLE t (a);
      CREATE VIEW loads AS SELECT load_extension('/nowhere/evil.so') AS a;
      CREATE VIEW writes AS SELECT fts3_tokenizer('evil', x'00') AS a;
      CREATE TRIGGER fires AFTER INSERT ON t BEGIN DELETE FROM t; END;
    `)
    for (const view of ['loads', 'writes']) {
      const fault = faultOf(await bench.rows(backup, view).catch((error: unknown) => error))
      expect(fault).toMatchObject({ code: 'TABLE_UNREADABLE' })
      expect((fault as { detail: string }).detail).toMatch(/unsafe use|no such function/)
    }
  })

  it('leaves one private image and nothing else, and the source as it was', async () => {
    const folder = tempFolder('look')
    const bench = await benchIn(folder)
    const source = path.join(folder, 'live.db')
    const db = new Database(source)
    db.pragma('journal_mode = WAL')
    db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)')
    const backup = await bench.take(source)
    const before = [source, `${source}-wal`].map((file) => fs.readFileSync(file))
    await bench.rows(backup, 't')
    await bench.content(backup)
    expect([source, `${source}-wal`].map((file) => fs.readFileSync(file))).toEqual(before)
    expect(fs.readdirSync(bench.images)).toEqual([`${backup.id}.db`])
    const { mode, mtimeMs } = fs.statSync(path.join(bench.images, `${backup.id}.db`))
    expect(mode & 0o777).toBe(0o600)
    // The image that is there is used as it is.
    await bench.rows(backup, 't')
    expect(fs.statSync(path.join(bench.images, `${backup.id}.db`)).mtimeMs).toBe(mtimeMs)
    db.close()
  })

  it('does not show a damaged backup', async () => {
    const { bench, backup } = await seen('CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(9000))')
    const payload = path.join(bench.vault.folder, backup.file)
    const bytes = fs.readFileSync(payload)
    bytes[bytes.length >> 1]! ^= 1
    fs.chmodSync(payload, 0o600)
    fs.writeFileSync(payload, bytes)
    const fault = faultOf(await bench.content(backup).catch((error: unknown) => error))
    expect(fault).toMatchObject({ code: 'BACKUP_DAMAGED', file: backup.file })
    expect(fs.readdirSync(bench.images)).toEqual([])
  })
})
