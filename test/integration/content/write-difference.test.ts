import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { openReadable } from '../../../main/engine/content/open-content.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { benchIn, type Bench } from '../../support/backed-up.ts'
import { madeDatabase } from '../../support/content-pair.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** Everything that a database holds, values with their storage class and bytes; what SQLite makes by itself left out. */
function everything(file: string): unknown {
  const db = new Database(file, { readonly: true })
  try {
    const objects = db
      .prepare<[], { type: string; name: string; sql: string | null }>(
        "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name",
      )
      .all()
    const shadows = new Set(
      db
        .prepare<[], { name: string }>("SELECT name FROM pragma_table_list WHERE type = 'shadow'")
        .all()
        .map(({ name }) => name),
    )
    const tables = objects.filter(({ type, name }) => type === 'table' && !shadows.has(name))
    const rows = tables.map(({ name }) => {
      const quoted = `"${name.replaceAll('"', '""')}"`
      const columns = db
        .prepare<[string], { name: string }>('SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> 1')
        .all(name)
        .map((column) => `"${column.name.replaceAll('"', '""')}"`)
      const terms = columns.flatMap((column) => [
        `typeof(${column})`,
        `hex(CAST(${column} AS BLOB))`,
        column,
        `atan2(0, ${column})`,
      ])
      const all = db
        .prepare(`SELECT ${terms.join(', ')} FROM ${quoted}`)
        .raw(true)
        .safeIntegers(true)
        .all()
      return [
        name,
        all
          .map((row) => (row as unknown[]).map((value) => `${typeof value}:${String(value)}`).join())
          .toSorted(),
      ]
    })
    const counters = tables.some(({ sql }) => /AUTOINCREMENT/i.test(sql ?? ''))
      ? db.prepare('SELECT name, seq FROM sqlite_sequence ORDER BY name').all()
      : []
    return {
      counters,
      objects: objects.map(({ sql, ...object }) => ({ ...object, sql: sql?.trim() })),
      rows,
      version: db.pragma('user_version'),
    }
  } finally {
    db.close()
  }
}

/** Writes the way from left to right, walks it from a copy of left, and answers the script. */
async function walked(
  bench: Bench,
  left: string,
  right: string,
): Promise<{ script: string; leftOut: readonly string[]; statements: number }> {
  const name = `walk-${fs.readdirSync(bench.folder).length}`
  const backups = [await bench.take(left), await bench.take(right)]
  const toPath = path.join(bench.folder, `${name}.sql`)
  const [one, other] = backups.map((backup) => bench.backupSide(backup))
  const { exported } = await bench.compare(one!, other!, { kind: 'sql', toPath })
  const script = fs.readFileSync(toPath, 'utf8')
  expect(exported).toMatchObject({ path: toPath, sizeBytes: fs.statSync(toPath).size })
  const copy = path.join(bench.folder, `${name}.db`)
  fs.copyFileSync(left, copy)
  const db = new Database(copy)
  try {
    db.exec(script)
  } finally {
    db.close()
  }
  expect(everything(copy)).toEqual(everything(right))
  return { script, leftOut: exported.leftOut, statements: exported.statements }
}

async function walkedBetween(left: string, right: string, encoding?: string) {
  const folder = tempFolder('sql')
  const bench = await benchIn(folder)
  const files = [left, right].map((sql, at) => madeDatabase(path.join(folder, `${at}.db`), sql, encoding))
  return walked(bench, files[0]!, files[1]!)
}

const linesOf = (script: string): readonly string[] =>
  script.split('\n').filter((line) => !line.startsWith('-- ') && line !== '')

describe('the difference as SQL', () => {
  it('says only what differs', async () => {
    const create = 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b REAL);'
    const { script, statements } = await walkedBetween(
      `${create} INSERT INTO t VALUES (1, 'x', 1), (2, 'it''s', 2), (3, 'z', 3)`,
      `${create} INSERT INTO t VALUES (1, 'x', 1), (2, 'it''s', 0.1), (4, 'z', NULL)`,
    )
    expect(linesOf(script)).toEqual([
      'PRAGMA foreign_keys = OFF;',
      'BEGIN IMMEDIATE;',
      'DELETE FROM "t" WHERE "id" = 3;',
      'UPDATE "t" SET "b" = 0.1 WHERE "id" = 2;',
      `INSERT INTO "t" ("id", "a", "b") VALUES (4, 'z', NULL);`,
      'COMMIT;',
    ])
    expect(statements).toBe(3)
  })

  it('is empty between equal contents, triggers and counters among them', async () => {
    const sql = `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t (a) VALUES (1), (2);
      CREATE TRIGGER tr AFTER DELETE ON t BEGIN SELECT CASE WHEN old.a THEN 1 END; END;
      CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES ('y'); ANALYZE;`
    const { script, statements } = await walkedBetween(sql, sql)
    expect(linesOf(script)).toEqual(['PRAGMA foreign_keys = OFF;', 'BEGIN IMMEDIATE;', 'COMMIT;'])
    expect(statements).toBe(0)
  })

  it('carries the schema: tables, indexes, views and triggers that were made, changed or dropped', async () => {
    await walkedBetween(
      `CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (p REFERENCES parent (id) ON DELETE CASCADE);
       CREATE TABLE gone (a); CREATE TABLE grown (id INTEGER PRIMARY KEY, a); CREATE INDEX g ON grown (a);
       CREATE VIEW w AS SELECT * FROM gone; CREATE TABLE log (t);
       CREATE TRIGGER audit AFTER DELETE ON parent BEGIN INSERT INTO log VALUES ('fired'); END;
       INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (1), (2); INSERT INTO grown VALUES (1, 2);`,
      `CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (p REFERENCES parent (id) ON DELETE CASCADE);
       CREATE TABLE grown (id INTEGER PRIMARY KEY, a, b NOT NULL DEFAULT 'd'); CREATE INDEX g ON grown (a);
       CREATE UNIQUE INDEX h ON grown (b) WHERE a > 1; CREATE TABLE log (t); CREATE VIEW w AS SELECT * FROM grown -- all of it
       ; CREATE TRIGGER audit AFTER DELETE ON parent BEGIN INSERT INTO log VALUES ('fired'); END;
       CREATE TRIGGER more INSTEAD OF INSERT ON w BEGIN SELECT 1; SELECT CASE 1 WHEN 1 THEN 2 END; END;
       INSERT INTO parent VALUES (2), (3); INSERT INTO child VALUES (1), (2); INSERT INTO grown VALUES (1, 2, 'x');
       PRAGMA user_version = 7;`,
    )
  })

  it('updates rows with a unique column in place while that does not move', async () => {
    const create = 'CREATE TABLE t (id INTEGER PRIMARY KEY, u UNIQUE, v);'
    const { script } = await walkedBetween(
      `${create} INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2)`,
      `${create} INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 3)`,
    )
    expect(linesOf(script)).toContain('UPDATE "t" SET "v" = 3 WHERE "id" = 2;')
  })

  it('moves values between rows that must be unique, and keys that NOCASE calls equal', async () => {
    const create = 'CREATE TABLE t (k TEXT PRIMARY KEY COLLATE NOCASE, u UNIQUE, v);'
    await walkedBetween(
      `${create} INSERT INTO t VALUES ('a', 1, 'x'), ('b', 2, 'y'), ('c', 3, 'z')`,
      `${create} INSERT INTO t VALUES ('A', 2, 'x'), ('b', 3, 'y'), ('c', 1, 'z')`,
    )
    const other = 'CREATE TABLE t (id INTEGER PRIMARY KEY, v, g AS (v + 1), UNIQUE (g));'
    await walkedBetween(
      `${other} INSERT INTO t (id, v) VALUES (1, 1), (2, 2)`,
      `${other} INSERT INTO t (id, v) VALUES (1, 2), (2, 1)`,
    )
    const plain = 'CREATE TABLE t (k TEXT PRIMARY KEY COLLATE NOCASE, v);'
    await walkedBetween(
      `${plain} INSERT INTO t VALUES ('a', 1), (NULL, 2), (NULL, 3)`,
      `${plain} INSERT INTO t VALUES ('A', 1), (NULL, 4)`,
    )
  })

  it('tells rows apart by the collation of their key, where that is another than the column’s', async () => {
    const exact = 'CREATE TABLE t (k TEXT COLLATE NOCASE, v, PRIMARY KEY (k COLLATE BINARY));'
    for (const create of [exact, exact.replace(/;$/, ' WITHOUT ROWID;')]) {
      await walkedBetween(
        `${create} INSERT INTO t VALUES ('a', 1), ('A', 2), ('b', 3)`,
        `${create} INSERT INTO t VALUES ('A', 2), ('b', 4), ('B', 5)`,
      )
    }
    const folded = 'CREATE TABLE t (k TEXT, v, PRIMARY KEY (k COLLATE NOCASE));'
    await walkedBetween(
      `${folded} INSERT INTO t VALUES ('a', 1), ('b', 2)`,
      `${folded} INSERT INTO t VALUES ('A', 1), ('b', 3)`,
    )
  })

  it('handles WITHOUT ROWID, generated columns, rowids, FTS5, R*Tree and AUTOINCREMENT', async () => {
    const sql = (n: number): string => `
      CREATE TABLE keyed (a TEXT, b INT, v, PRIMARY KEY (b DESC, a)) WITHOUT ROWID;
      CREATE TABLE made (id INTEGER PRIMARY KEY, a, v AS (a + 1), s AS (a * 2) STORED);
      CREATE TABLE bare (rowid, v); CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, v);
      CREATE VIRTUAL TABLE words USING fts5(t, u); CREATE VIRTUAL TABLE boxes USING rtree(id, x1, x2, +label);
      INSERT INTO keyed SELECT 'k' || value, value % ${n + 2}, value FROM json_each('[1,2,3,4,5,${n}6]');
      INSERT INTO made (id, a) VALUES (1, ${n}), (2, 5); INSERT INTO bare VALUES (1, 2), (3, ${n});
      INSERT INTO counted (v) VALUES (1), (2), (${n}); DELETE FROM counted WHERE id > ${n};
      INSERT INTO words (rowid, t, u) VALUES (1, 'a', 'b'), (${n} + 1, 'c ${n}', 'd');
      INSERT INTO boxes VALUES (1, 0.1, ${n}.5, 'p'), (${n} + 1, 1, 2, 'q');`
    const { leftOut } = await walkedBetween(sql(1), sql(2))
    expect(leftOut).toEqual([])
    await walkedBetween('CREATE TABLE t (a)', sql(1))
    await walkedBetween(sql(1), 'CREATE TABLE t (a)')
  })

  it('has no carriage return in a text, which the sqlite3 shell drops at the end of a line', async () => {
    const create = 'CREATE TABLE t (id INTEGER PRIMARY KEY, a);'
    const { script } = await walkedBetween(
      `${create} INSERT INTO t VALUES (1, 'x')`,
      `${create} INSERT INTO t VALUES (1, 'one' || char(13, 10) || 'two'), (2, 'alone' || char(13))`,
    )
    expect(script).not.toContain('\r')
  })

  it('says what it leaves out', async () => {
    const sql = (v: number): string =>
      `CREATE TABLE texts (id INTEGER PRIMARY KEY, t); INSERT INTO texts VALUES (1, 'a${v}');
       CREATE VIRTUAL TABLE words USING fts5(t, content = 'texts', content_rowid = 'id')`
    const { leftOut } = await walkedBetween(sql(1), sql(2))
    expect(leftOut).toEqual(['table words: it is an index over texts that it does not hold itself'])
  })

  it.each([
    ['view', 'CREATE VIEW evil AS SELECT 1'],
    ['table', 'CREATE TABLE evil (a)'],
    ['index', 'CREATE INDEX evil ON safe (a)'],
    ['trigger', 'CREATE TRIGGER evil AFTER INSERT ON safe BEGIN SELECT 1; END'],
  ])('never meets a second statement in a schema: SQLite refuses it in a %s', (_type, create) => {
    const sql = `CREATE TABLE safe (a); ${create}; PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = sql || '; DROP TABLE safe' WHERE name = 'evil';`
    const file = madeDatabase(path.join(tempFolder('sql'), 'evil.db'), sql)
    try {
      openReadable(file, 'here').close()
      expect.unreachable()
    } catch (error) {
      expect(faultOf(error)).toMatchObject({ code: 'TABLE_UNREADABLE', table: 'sqlite_schema' })
    }
  })

  it('replaces no file, and leaves none where it fails', async () => {
    const folder = tempFolder('sql')
    const bench = await benchIn(folder)
    const backup = await bench.take(madeDatabase(path.join(folder, 's.db'), 'CREATE TABLE t (a)'))
    const side = bench.backupSide(backup)
    const toPath = path.join(folder, 'there.sql')
    fs.writeFileSync(toPath, 'mine')
    const faultAt = async (file: string) =>
      faultOf(await bench.compare(side, side, { kind: 'sql', toPath: file }).catch((error: unknown) => error))
    expect(await faultAt(toPath)).toEqual({ code: 'EXPORT_FAILED', path: toPath, errno: 'EEXIST' })
    expect(fs.readFileSync(toPath, 'utf8')).toBe('mine')
    const nowhere = path.join(folder, 'no-folder', 'x.sql')
    expect(await faultAt(nowhere)).toEqual({ code: 'EXPORT_FAILED', path: nowhere, errno: 'ENOENT' })
  })

  const sqlValue = fc.oneof(
    fc.constantFrom('NULL', "''", "x''", '9e999', '-9e999', '-0.0', '0.0', "CAST(x'ff00fe' AS TEXT)"),
    fc.constantFrom(
      '9223372036854775807',
      '-9223372036854775808',
      "'it''s\n--\t\"q\"'",
      "CAST(x'6100' AS TEXT)",
    ),
    fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }).map(String),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value) => (Object.is(value, -0) ? '-0.0' : value.toExponential(16))),
    fc.string({ unit: 'grapheme' }).map((text) => `'${text.replaceAll('\0', '').replaceAll("'", "''")}'`),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => `x'${Buffer.from(bytes).toString('hex')}'`),
    fc.uint8Array({ maxLength: 9 }).map((bytes) => `CAST(x'${Buffer.from(bytes).toString('hex')}' AS TEXT)`),
  )
  const table = fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6'), fc.tuple(sqlValue, sqlValue))
  const scriptOf = (create: string, rows: Readonly<Record<string, readonly string[]>>): string => {
    const inserts = Object.entries(rows).map(
      ([id, values]) => `INSERT INTO t VALUES (${id}, ${values.join(', ')});`,
    )
    return `${create} ${inserts.join('\n')}`
  }

  it.each([
    ['UTF-8', 'CREATE TABLE t (id INTEGER PRIMARY KEY, a, b);'],
    ['UTF-16le', 'CREATE TABLE t (id, a, b BLOB, PRIMARY KEY (id)) WITHOUT ROWID;'],
    ['UTF-16be', 'CREATE TABLE t (id, a, b); CREATE INDEX i ON t (a);'],
  ])('leads from any content to any other (%s: %s)', async (encoding, create) => {
    const folder = tempFolder('sql')
    const bench = await benchIn(folder)
    let round = 0
    await fc.assert(
      fc.asyncProperty(table, table, async (left, right) => {
        round += 1
        const files = [left, right].map((rows, at) =>
          madeDatabase(path.join(folder, `${round}-${at}.db`), scriptOf(create, rows), encoding),
        )
        await walked(bench, files[0]!, files[1]!)
      }),
      { numRuns: 12 },
    )
  })
})
