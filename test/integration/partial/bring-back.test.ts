import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { applyPartial } from '../../../main/engine/partial/apply-partial.ts'
import { partialRows } from '../../../main/engine/partial/partial-rows.ts'
import { listManifests } from '../../../main/engine/engine.ts'
import { faultOfWork, partialStage, quietRun, realPorts, rowsOf, whole } from './partial-stage.ts'

const properties = `
  CREATE TABLE property_data_table (
    id INTEGER PRIMARY KEY, parameter TEXT NOT NULL, msa INTEGER NOT NULL, year INTEGER NOT NULL, value REAL NOT NULL,
    UNIQUE (parameter, msa, year)
  );
  CREATE INDEX by_parameter ON property_data_table (parameter, msa);
  INSERT INTO property_data_table (parameter, msa, year, value)
    SELECT p.value, m.value, y.value, p.key / 10.0 + m.key / 100.0 + y.value / 7000.0
    FROM json_each('["rent_growth","vacancy_rate","cap_rate"]') p, json_each('[35620,31080,16980]') m,
      json_each('[2025,2026,2027,2028]') y;
`
const all = 'SELECT * FROM property_data_table ORDER BY id'

describe('the story: a bad UPDATE wrecks rent_growth for msa 35620', () => {
  for (const journalMode of ['wal', 'delete'] as const) {
    it(`exactly those rows come back, newer values elsewhere stay (${journalMode})`, async () => {
      const stage = await partialStage(properties, journalMode)
      const before = stage.rows(all) as unknown[][]
      stage.sql("UPDATE property_data_table SET value = -1 WHERE parameter = 'rent_growth' AND msa = 35620")
      stage.sql("UPDATE property_data_table SET value = value + 1 WHERE parameter = 'cap_rate'")
      stage.sql(
        "DELETE FROM property_data_table WHERE parameter = 'rent_growth' AND msa = 35620 AND year = 2028",
      )
      stage.sql("INSERT INTO property_data_table VALUES (900, 'rent_growth', 35620, 2040, 7)")
      stage.sql("INSERT INTO property_data_table VALUES (901, 'rent_growth', 31080, 2040, 7)")
      const newer = stage.rows(all) as unknown[][]
      const selection = rowsOf('property_data_table', { parameter: 'rent_growth', msa: '35620' })

      const preview = await stage.preview([selection])
      expect(preview).toMatchObject({ isPossible: true, conflicts: [], backupId: stage.backup.id })
      expect(preview.tables).toMatchObject([{ added: 1, changed: 3, removed: 1, same: 0 }])
      expect(stage.rows(all)).toEqual(newer)

      const shown = await partialRows(
        realPorts,
        { ...stage.request([]), selection, kind: 'changed', offset: 0, limit: 2 },
        quietRun(),
      )
      expect(shown.total).toBe(3)
      expect(shown.rows).toHaveLength(2)
      expect(shown.rows[0]).toMatchObject({ kind: 'changed', differing: [4] })
      expect(shown.rows[0]!.before![4]).toEqual({ kind: 'real', text: '-1.0' })

      const request = stage.request([selection], { mark: preview.mark, safety: true })
      const report = await applyPartial(realPorts, request, quietRun())
      expect(report).toMatchObject({
        target: stage.live,
        rowsCompared: 5,
        foreignKeysChecked: true,
        integrityCheck: 'integrity_check',
      })
      const isChosen = (row: unknown[]): boolean => row[1] === 'rent_growth' && row[2] === 35620n
      const expected = [...newer.filter((row) => !isChosen(row)), ...before.filter(isChosen)]
      const byId = (one: unknown[], other: unknown[]): number => Number(one[0]) - Number(other[0])
      expect(stage.rows(all)).toEqual(expected.toSorted(byId))

      const listed = []
      for await (const one of listManifests(realPorts, request.vault)) listed.push(one)
      expect(listed).toHaveLength(2)
      expect(report.safetyBackup).toMatchObject({ id: report.safetyBackupId, label: 'preupdate' })
    })
  }

  it('refuses when the rows changed after the preview, and only then', async () => {
    const stage = await partialStage(properties)
    stage.sql("UPDATE property_data_table SET value = -1 WHERE parameter = 'rent_growth' AND msa = 35620")
    const selection = rowsOf('property_data_table', { parameter: 'rent_growth', msa: '35620' })
    const { mark } = await stage.preview([selection])
    const apply = (): Promise<unknown> =>
      applyPartial(realPorts, stage.request([selection], { mark }), quietRun())

    stage.sql(
      "UPDATE property_data_table SET value = -2 WHERE parameter = 'rent_growth' AND msa = 35620 AND year = 2026",
    )
    const changed = stage.rows(all)
    expect(await faultOfWork(apply())).toEqual({ code: 'TARGET_CHANGED', path: stage.live })
    expect(stage.rows(all)).toEqual(changed)
    expect(mark).toMatch(/^[0-9a-f]{64}$/)

    stage.sql("UPDATE property_data_table SET value = -1 WHERE parameter = 'rent_growth' AND msa = 35620")
    stage.sql("UPDATE property_data_table SET value = 3 WHERE parameter = 'cap_rate'")
    expect(await faultOfWork(apply())).toBeNull()
  })

  it('leaves nothing beside the live file', async () => {
    const stage = await partialStage(properties, 'delete')
    stage.sql('DELETE FROM property_data_table WHERE year = 2025')
    await stage.bringBack([whole('property_data_table')])
    expect(stage.rows('SELECT count(*) FROM property_data_table')).toEqual([[36n]])
    expect(fs.readdirSync(path.dirname(stage.live)).filter((name) => name.startsWith('live'))).toEqual([
      'live.db',
    ])
  })
})

describe('tables of every form', () => {
  it('without rowid, with a compound key in another order and another collation', async () => {
    const stage = await partialStage(`
      CREATE TABLE w (a TEXT COLLATE NOCASE, b INTEGER, c BLOB, PRIMARY KEY (b DESC, a)) WITHOUT ROWID;
      INSERT INTO w VALUES ('x', 1, x'00'), ('y', 1, NULL), ('Z', 2, 'text');
    `)
    stage.sql(
      "UPDATE w SET a = 'X' WHERE a = 'x'; DELETE FROM w WHERE a = 'y'; INSERT INTO w VALUES ('q', 9, 1.5)",
    )
    stage.sql("UPDATE w SET c = CAST(c AS BLOB) WHERE a = 'Z'")
    const preview = await stage.preview([whole('w')])
    expect(preview.tables).toMatchObject([{ added: 1, changed: 2, removed: 1, same: 0 }])
    await stage.bringBack([whole('w')])
    const query = 'SELECT a, b, c, typeof(c), hex(a) FROM w ORDER BY b, a'
    expect(stage.rows(query)).toEqual(stage.storedRows(query))
  })

  it('with a key whose collation is another than its column’s', async () => {
    for (const form of ['', ' WITHOUT ROWID']) {
      const stage = await partialStage(`
        CREATE TABLE exact (k TEXT COLLATE NOCASE, v, PRIMARY KEY (k COLLATE BINARY))${form};
        CREATE TABLE folded (k TEXT, v, PRIMARY KEY (k COLLATE NOCASE))${form};
        INSERT INTO exact VALUES ('a', 1), ('A', 2), ('b', 3); INSERT INTO folded VALUES ('a', 1), ('b', 2);
      `)
      stage.sql(
        "DELETE FROM exact WHERE k = 'b' COLLATE BINARY; UPDATE exact SET v = 9 WHERE k = 'A' COLLATE BINARY",
      )
      stage.sql("INSERT INTO exact VALUES ('B', 7); UPDATE folded SET k = 'A' WHERE k = 'a'")
      await stage.bringBack([rowsOf('exact', { v: '2' })])
      expect(stage.rows('SELECT k, v FROM exact ORDER BY k COLLATE BINARY')).toEqual([
        ['A', 2n],
        ['B', 7n],
        ['a', 1n],
      ])
      await stage.bringBack([whole('exact'), whole('folded')])
      for (const table of ['exact', 'folded']) {
        const all = `SELECT k, v FROM ${table} ORDER BY k COLLATE BINARY`
        expect(stage.rows(all)).toEqual(stage.storedRows(all))
      }
    }
  })

  it('with generated columns, AUTOINCREMENT, no key at all, and NULLs in the key', async () => {
    const stage = await partialStage(`
      CREATE TABLE g (id INTEGER PRIMARY KEY AUTOINCREMENT, a REAL, twice AS (a * 2), kept AS (a * 3) STORED);
      CREATE TABLE n (a, b);
      CREATE TABLE k (a TEXT PRIMARY KEY, b);
      INSERT INTO g (a) VALUES (1.5), (2.5), (3);
      INSERT INTO n VALUES (1, 'one'), (1, 'one'), (2.0, 'two'), (-0.0, 'zero');
      INSERT INTO k VALUES (NULL, 1), (NULL, 2), ('a', 3);
    `)
    stage.sql('UPDATE g SET a = 9 WHERE id = 1; DELETE FROM g WHERE id = 2')
    stage.sql(
      "UPDATE n SET a = 2 WHERE b = 'two'; UPDATE n SET a = 0.0 WHERE b = 'zero'; DELETE FROM n WHERE rowid = 1; INSERT INTO n VALUES (7, 'new')",
    )
    stage.sql('UPDATE k SET b = 9 WHERE b = 2; DELETE FROM k WHERE b = 1')
    const chosen = ['g', 'n', 'k'].map(whole)
    const preview = await stage.preview(chosen)
    expect(preview.tables).toMatchObject([
      { table: 'g', added: 1, changed: 1, removed: 0 },
      { table: 'n', added: 1, changed: 2, removed: 1 },
      { table: 'k', added: 1, changed: 1, removed: 0 },
    ])
    await stage.bringBack(chosen)
    for (const query of [
      'SELECT id, a, typeof(a), twice, kept FROM g ORDER BY id',
      'SELECT rowid, a, typeof(a), atan2(0, a), b FROM n ORDER BY rowid',
      'SELECT rowid, * FROM k ORDER BY rowid',
    ])
      expect(stage.rows(query)).toEqual(stage.storedRows(query))
  })

  it('FTS5, FTS4, R*Tree and geopoly, right through the virtual table', async () => {
    const stage = await partialStage(`
      CREATE VIRTUAL TABLE docs USING fts5(title, body, tag UNINDEXED);
      CREATE VIRTUAL TABLE old USING fts4(body, tokenize=porter);
      CREATE VIRTUAL TABLE boxes USING rtree(id, x1, x2, y1, y2, +label TEXT);
      CREATE VIRTUAL TABLE whole_boxes USING rtree_i32(id, x1, x2);
      CREATE VIRTUAL TABLE shapes USING geopoly(name);
      INSERT INTO docs (rowid, title, body, tag) VALUES (1, 'rent', 'rent growth', 't'), (2, 'cap', 'cap rate', NULL), (9, 'exit', 'exit cap', 'u');
      INSERT INTO old (rowid, body) VALUES (1, 'running water'), (4, 'a metro area');
      INSERT INTO boxes VALUES (1, 0.1, 0.2, 0.3, 0.4, 'one'), (7, -1.7, 1.7, 3, 4, NULL);
      INSERT INTO whole_boxes VALUES (1, 5, 6), (2, 7, 8);
      INSERT INTO shapes (rowid, _shape, name) VALUES (3, '[[0,0],[1,0],[0.5,1],[0,0]]', 'tri');
    `)
    stage.sql(
      "UPDATE docs SET body = 'wrecked' WHERE rowid = 1; DELETE FROM docs WHERE rowid = 2; INSERT INTO docs (rowid, title) VALUES (20, 'newer')",
    )
    stage.sql("DELETE FROM old WHERE rowid = 4; UPDATE old SET body = 'wrecked' WHERE rowid = 1")
    stage.sql(
      'UPDATE boxes SET x1 = -50 WHERE id = 1; DELETE FROM boxes WHERE id = 7; INSERT INTO boxes VALUES (8, 1, 2, 3, 4, 5)',
    )
    stage.sql('DELETE FROM whole_boxes; DELETE FROM shapes')
    const names = ['docs', 'old', 'boxes', 'whole_boxes', 'shapes']
    const preview = await stage.preview(names.map(whole))
    expect(preview.conflicts).toEqual([])
    expect(preview.tables.map(({ added, changed, removed }) => [added, changed, removed])).toEqual([
      [1, 1, 1],
      [1, 1, 0],
      [1, 1, 1],
      [2, 0, 0],
      [1, 0, 0],
    ])
    await stage.bringBack(names.map(whole))
    for (const name of names) {
      const query = `SELECT rowid, * FROM ${name} ORDER BY rowid`
      expect(stage.rows(query), name).toEqual(stage.storedRows(query))
    }
    expect(stage.rows("SELECT rowid FROM docs WHERE docs MATCH 'growth'")).toEqual([[1n]])
    expect(stage.rows("SELECT rowid FROM docs WHERE docs MATCH 'wrecked OR newer'")).toEqual([])
    expect(stage.rows("SELECT rowid FROM old WHERE old MATCH 'run'")).toEqual([[1n]])
    expect(stage.rows('SELECT id FROM boxes WHERE x1 < -40')).toEqual([])
    expect(stage.rows('PRAGMA integrity_check')).toEqual([['ok']])
  })

  it('texts in UTF-16 and texts that are no text', async () => {
    const stage = await partialStage(`
      PRAGMA encoding = 'UTF-16le';
      CREATE TABLE t (a TEXT PRIMARY KEY, b);
      INSERT INTO t VALUES ('grün', CAST(x'00d8' AS TEXT)), ('🏠', 'x');
    `)
    stage.sql("UPDATE t SET b = CAST(x'00dc' AS TEXT) WHERE a = 'grün'; DELETE FROM t WHERE a = '🏠'")
    await stage.bringBack([whole('t')])
    const query = 'SELECT hex(CAST(a AS BLOB)), hex(CAST(b AS BLOB)) FROM t ORDER BY 1'
    expect(stage.rows(query)).toEqual(stage.storedRows(query))
  })

  it('rows that hold each other’s unique values: chains and rings, with their rowids', async () => {
    const stage = await partialStage(`
      CREATE TABLE u (id TEXT PRIMARY KEY, name TEXT UNIQUE, note);
      INSERT INTO u (rowid, id, name, note) VALUES (11, 'a', 'one', 1), (12, 'b', 'two', 2), (13, 'c', 'three', 3),
        (14, 'd', 'four', 4), (15, 'e', 'five', 5);
    `)
    stage.sql(
      "UPDATE u SET name = id; UPDATE u SET name = 'two' WHERE id = 'a'; UPDATE u SET name = 'one' WHERE id = 'b'",
    )
    stage.sql("UPDATE u SET name = 'four' WHERE id = 'c'; UPDATE u SET name = 'five' WHERE id = 'd'")
    stage.sql("ALTER TABLE u ADD COLUMN newer DEFAULT 'd'; UPDATE u SET newer = 'kept ' || id")
    await stage.bringBack([whole('u')])
    expect(stage.rows('SELECT rowid, id, name, note FROM u ORDER BY id')).toEqual(
      stage.storedRows('SELECT rowid, id, name, note FROM u ORDER BY id'),
    )
    expect(stage.rows('SELECT newer FROM u ORDER BY id')).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((id) => [`kept ${id}`]),
    )
  })

  it('a table whose name is one that the program would take for itself', async () => {
    const stage = await partialStage(
      'CREATE TABLE changes_0 (id INTEGER PRIMARY KEY, v); CREATE TABLE changes__1 (a); INSERT INTO changes_0 VALUES (1, 2)',
    )
    stage.sql('DROP TABLE changes_0')
    await stage.bringBack([whole('changes_0')])
    stage.sql('ALTER TABLE changes_0 ADD COLUMN newer; UPDATE changes_0 SET v = 3')
    await stage.bringBack([whole('changes_0')])
    expect(stage.rows('SELECT * FROM changes_0')).toEqual([[1n, 2n, null]])
  })

  it('a table that is gone is made again with its indexes, triggers and sequence', async () => {
    const stage = await partialStage(`
      CREATE TABLE log (what);
      CREATE TABLE gone (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT CHECK (a <> ''));
      CREATE UNIQUE INDEX gone_by_a ON gone (a) WHERE a LIKE 'x%';
      CREATE TRIGGER gone_log AFTER INSERT ON gone BEGIN INSERT INTO log VALUES (new.a); END;
      CREATE VIRTUAL TABLE gone_docs USING fts5(body);
      INSERT INTO gone (a) VALUES ('x1'), ('x2'), ('last');
      DELETE FROM gone WHERE a = 'last';
      INSERT INTO gone_docs VALUES ('some words');
      DELETE FROM log;
    `)
    stage.sql('DROP TABLE gone; DROP TABLE gone_docs')
    const preview = await stage.preview([whole('gone'), whole('gone_docs')])
    expect(preview.isPossible).toBe(true)
    expect(preview.tables).toMatchObject([
      { table: 'gone', makesTable: true, added: 2 },
      { table: 'gone_docs', makesTable: true, added: 1 },
    ])
    await stage.bringBack([whole('gone'), whole('gone_docs')])
    const schema = "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name LIKE 'gone%' ORDER BY type, name"
    expect(stage.rows(schema)).toEqual(stage.storedRows(schema))
    expect(stage.rows('SELECT * FROM gone')).toEqual(stage.storedRows('SELECT * FROM gone'))
    expect(stage.rows('SELECT * FROM log')).toEqual([])
    stage.sql("INSERT INTO gone (a) VALUES ('new')")
    expect(stage.rows("SELECT id FROM gone WHERE a = 'new'")).toEqual([[4n]])
    expect(stage.rows("SELECT rowid FROM gone_docs WHERE gone_docs MATCH 'words'")).toEqual([[1n]])
  })
})
