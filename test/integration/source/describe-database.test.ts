import { createHash } from 'node:crypto'
import fs from 'node:fs'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { describeDatabase } from '../../../main/engine/source/describe-database.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const all = { fingerprintLimitBytes: 1 << 30 }

/** A database made by a script, encoding first. */
function made(sql: string, encoding = 'UTF-8'): Database.Database {
  const db = new Database(`${tempFolder('describe')}/d.db`)
  db.pragma(`encoding = '${encoding}'`)
  db.exec(sql)
  return db
}

/** The fingerprint of the table `t` after a script, closing the database. */
async function fingerprintOf(sql: string, encoding = 'UTF-8'): Promise<string | null> {
  const db = made(sql, encoding)
  const found = await describeDatabase(db, all)
  db.close()
  return found.tables.find((table) => table.name === 't')?.fingerprint ?? null
}

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

describe('a fingerprint', () => {
  it('is the SHA-256 of the bytes that FINGERPRINT.md tells', async () => {
    const db = made('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
    db.exec("INSERT INTO t VALUES (2, 'ü'), (1, NULL), (3, -1.5), (4, x'00ff'), (9223372036854775807, -1)")
    const found = await describeDatabase(db, all)
    db.close()
    const integer = (value: bigint): Buffer => {
      const bytes = Buffer.alloc(9, 1)
      bytes.writeBigInt64LE(value, 1)
      return bytes
    }
    const real = Buffer.alloc(9, 2)
    real.writeDoubleLE(-1.5, 1)
    const count = Buffer.alloc(8)
    count.writeBigUInt64LE(5n)
    const text = Buffer.from([3, 2, 0, 0, 0, 0xc3, 0xbc])
    const blob = Buffer.from([4, 2, 0, 0, 0, 0x00, 0xff])
    const columns = [word(2), word(2), Buffer.from('id'), word(1), Buffer.from('v')]
    const rows = [
      [integer(1n), Buffer.from([0])],
      [integer(2n), text],
      [integer(3n), real],
      [integer(4n), blob],
      [integer(9223372036854775807n), integer(-1n)],
    ]
    const expected = Buffer.concat([Buffer.from('holdfast rows 1\n'), ...columns, ...rows.flat(), count])
    expect(found.tables).toEqual([
      {
        name: 't',
        kind: 'table',
        rowCount: 5,
        fingerprint: createHash('sha256').update(expected).digest('hex'),
      },
    ])
  })

  const table = 'CREATE TABLE t (id INTEGER PRIMARY KEY, v, w);'
  it.each([
    ['1 and 1.0', '1', '1.0'],
    ['0.0 and -0.0', '0.0', '-0.0'],
    ['a text and the same bytes as a blob', "'a'", "x'61'"],
    ['1 and its text', '1', "'1'"],
    ['NULL and an empty text', 'NULL', "''"],
    ['neighbouring reals', '0.1', '0.10000000000000002'],
    ['integers beyond 2^53', '9007199254740992', '9007199254740993'],
    ['invalid UTF-8 of one kind and another', "CAST(x'61ff' AS TEXT)", "CAST(x'61fe' AS TEXT)"],
    ['invalid UTF-8 and the replacement character', "CAST(x'61ff' AS TEXT)", "CAST(x'61efbfbd' AS TEXT)"],
    ['texts that differ after a NUL', "CAST(x'610062' AS TEXT)", "CAST(x'610063' AS TEXT)"],
    ['a composed letter and a decomposed one', "CAST(x'c3a9' AS TEXT)", "CAST(x'65cc81' AS TEXT)"],
  ])('tells apart %s', async (_what, one, other) => {
    const first = await fingerprintOf(`${table} INSERT INTO t VALUES (1, ${one}, 5)`)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(await fingerprintOf(`${table} INSERT INTO t VALUES (1, ${other}, 5)`)).not.toBe(first)
    expect(await fingerprintOf(`${table} INSERT INTO t VALUES (1, 5, ${one})`)).not.toBe(first)
  })

  it('tells apart what moved from one column or row to the next', async () => {
    const sql = 'CREATE TABLE t (a, b); INSERT INTO t VALUES'
    const seen = await Promise.all(
      ["('ab', 'c')", "('a', 'bc')", "('c', 'ab')", "('ab', 'c'), (NULL, NULL)"].map((rows) =>
        fingerprintOf(`${sql} ${rows}`),
      ),
    )
    expect(new Set(seen).size).toBe(4)
    expect(await fingerprintOf("CREATE TABLE t (b, a); INSERT INTO t VALUES ('ab', 'c')")).not.toBe(seen[0])
  })

  it.each(['UTF-16le', 'UTF-16be'])('loses nothing of unpaired surrogates in %s', async (encoding) => {
    const sql = 'CREATE TABLE t (v); INSERT INTO t VALUES'
    const pair = encoding === 'UTF-16le' ? ["x'00d84100'", "x'00d841dc'"] : ["x'd8000041'", "x'd800dc41'"]
    const [one, other] = await Promise.all(
      pair.map((bytes) => fingerprintOf(`${sql} (CAST(${bytes} AS TEXT))`, encoding)),
    )
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(one).not.toBe(other)
  })

  it('stays the same through VACUUM, another page size, and an order of insertion', async () => {
    const rows =
      "CREATE TABLE t (k TEXT PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO t VALUES ('b', 1), ('a', 2), ('c', 3);"
    const other =
      "CREATE TABLE t (k TEXT PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO t VALUES ('c', 3), ('a', 2), ('b', 1);"
    const first = await fingerprintOf(rows)
    expect(await fingerprintOf(other)).toBe(first)
    const plain = 'CREATE TABLE t (v); INSERT INTO t VALUES (1), (2), (3), (4); DELETE FROM t WHERE v = 2;'
    expect(await fingerprintOf(`${plain} PRAGMA page_size = 1024; VACUUM;`)).toBe(await fingerprintOf(plain))
  })

  it('is read in the order that the primary key was declared with', async () => {
    const keyed = 'CREATE TABLE t (k TEXT, v, PRIMARY KEY (v DESC, k COLLATE NOCASE)) WITHOUT ROWID;'
    const expected = "CREATE TABLE t (k TEXT, v); INSERT INTO t VALUES ('z', 2), ('a', 1), ('B', 1), ('c', 1)"
    expect(await fingerprintOf(`${keyed} INSERT INTO t VALUES ('c', 1), ('B', 1), ('z', 2), ('a', 1)`)).toBe(
      await fingerprintOf(expected),
    )
  })

  it('is read in rowid order also where columns took every name of the rowid', async () => {
    const sql = (order: string): string =>
      `CREATE TABLE t (rowid TEXT, _rowid_ TEXT, oid TEXT); CREATE INDEX i ON t (rowid, _rowid_, oid);
       INSERT INTO t VALUES ${order}`
    const first = await fingerprintOf(sql("('b', 'b', 'b'), ('a', 'a', 'a')"))
    expect(first).not.toBeNull()
    expect(await fingerprintOf(sql("('a', 'a', 'a'), ('b', 'b', 'b')"))).not.toBe(first)
  })

  it('leaves virtual generated columns out and takes stored ones', async () => {
    const rows = 'INSERT INTO t (a) VALUES (1), (2)'
    const stored = await fingerprintOf(`CREATE TABLE t (a, b AS (a * 2) STORED); ${rows}`)
    const virtual = await fingerprintOf(`CREATE TABLE t (a, b AS (a * 2) VIRTUAL); ${rows}`)
    expect(virtual).toBe(await fingerprintOf(`CREATE TABLE t (a); ${rows}`))
    expect(stored).not.toBe(virtual)
  })

  it('is not changed by reading in many turns', async () => {
    const db = made('CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, b BLOB)')
    const insert = db.prepare('INSERT INTO t (v, b) VALUES (?, ?)')
    for (let n = 0; n < 300; n += 1) insert.run('x'.repeat(n * 100), Buffer.alloc(n * 997, n))
    insert.run('ü'.repeat(200_000), Buffer.alloc(3_000_000, 1))
    const hash = createHash('sha256')
    hash.update('holdfast rows 1\n').update(word(3))
    for (const name of ['id', 'v', 'b']) hash.update(word(name.length)).update(name)
    for (const { id, v, b } of db
      .prepare<[], { id: number; v: string; b: Buffer }>('SELECT * FROM t')
      .iterate()) {
      const key = Buffer.alloc(9, 1)
      key.writeBigInt64LE(BigInt(id), 1)
      const text = Buffer.from(v)
      hash
        .update(key)
        .update(Buffer.from([3]))
        .update(word(text.length))
        .update(text)
      hash
        .update(Buffer.from([4]))
        .update(word(b.length))
        .update(b)
    }
    const count = Buffer.alloc(8)
    count.writeBigUInt64LE(301n)
    const found = await describeDatabase(db, all)
    expect(found.tables[0]?.fingerprint).toBe(hash.update(count).digest('hex'))
    db.close()
  })
})

describe('a description', () => {
  it('is the same of a source and of a copy of its file', async () => {
    const db = made(`
      CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, v); CREATE INDEX a_v ON a (v);
      CREATE VIEW seen AS SELECT v FROM a; CREATE TRIGGER tr AFTER INSERT ON a BEGIN SELECT 1; END;
      CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES ('hello');
      INSERT INTO a (v) VALUES (1), (2); ANALYZE;`)
    const first = await describeDatabase(db, all)
    const copy = `${tempFolder('describe')}/copy.db`
    fs.writeFileSync(copy, db.serialize())
    db.close()
    const restored = new Database(copy, { readonly: true })
    expect(await describeDatabase(restored, all)).toEqual(first)
    restored.close()
    expect(first.schema.map(({ type, name }) => `${type} ${name}`)).toEqual(
      expect.arrayContaining(['index a_v', 'table a', 'table f_data', 'trigger tr', 'view seen']),
    )
    expect(first.tables.map((table) => table.name)).toEqual(
      expect.arrayContaining(['a', 'f', 'f_data', 'sqlite_sequence', 'sqlite_stat1']),
    )
  })

  it('counts rows and takes no fingerprints above the limit', async () => {
    const db = made('CREATE TABLE t (v); INSERT INTO t VALUES (1), (2)')
    const found = await describeDatabase(db, { fingerprintLimitBytes: 4096 })
    expect(found.tables).toEqual([{ name: 't', kind: 'table', rowCount: 2, fingerprint: null }])
    db.close()
  })

  it('quotes hostile names', async () => {
    const names = ['a "b" c', "x'; DROP TABLE t; --", 'select', '[brackets]', '', 'new\nline', 'té', '"']
    const db = made('SELECT 1')
    for (const name of names) {
      const quoted = `"${name.replaceAll('"', '""')}"`
      db.exec(`CREATE TABLE ${quoted} (${quoted} INTEGER, "key" TEXT PRIMARY KEY) WITHOUT ROWID`)
      db.exec(`INSERT INTO ${quoted} VALUES (1, 'k')`)
    }
    const { tables } = await describeDatabase(db, all)
    expect(tables.map((table) => table.name).sort()).toEqual([...names].sort())
    for (const table of tables) expect(table).toMatchObject({ rowCount: 1, fingerprint: expect.any(String) })
    db.close()
  })

  it('has null, not a failure, where a module, a collation or a function is not there', async () => {
    const file = `${tempFolder('describe')}/odd.db`
    const writer = new Database(file)
    writer.function('odd', { deterministic: true }, (value) => value)
    writer.exec(`
      CREATE TABLE fine (v); INSERT INTO fine VALUES (1);
      CREATE TABLE made (v, w AS (odd(v)) STORED); INSERT INTO made (v) VALUES (1);
      CREATE TABLE keyed (k TEXT PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO keyed VALUES ('a', 1);
      CREATE TABLE plain (k TEXT); INSERT INTO plain VALUES ('a');`)
    writer.unsafeMode(true)
    writer.pragma('writable_schema = ON')
    writer.exec(`
      UPDATE sqlite_schema SET sql = replace(sql, 'k TEXT', 'k TEXT COLLATE nowhere') WHERE name IN ('keyed', 'plain');
      INSERT INTO sqlite_schema VALUES ('table', 'ghost', 'ghost', 0, 'CREATE VIRTUAL TABLE ghost USING nosuch(x)');`)
    writer.close()
    const db = new Database(file, { readonly: true })
    const { tables } = await describeDatabase(db, all)
    const told = Object.fromEntries(
      tables.map((table) => [table.name, [table.kind, table.rowCount, table.fingerprint !== null]]),
    )
    expect(told).toMatchObject({
      fine: ['table', 1, true],
      plain: ['table', 1, true],
      ghost: ['virtual', null, false],
    })
    expect(told['keyed']?.[2]).toBe(false)
    expect(Object.keys(told).sort()).toEqual(['fine', 'ghost', 'keyed', 'made', 'plain'])
    db.close()
  })

  it('ends when it is aborted', async () => {
    const db = made('CREATE TABLE t (v)')
    const insert = db.prepare('INSERT INTO t VALUES (randomblob(100000))')
    for (let n = 0; n < 50; n += 1) insert.run()
    const abort = new AbortController()
    const describing = describeDatabase(db, all, abort.signal)
    abort.abort(new Error('enough'))
    await expect(describing).rejects.toThrow('enough')
    db.close()
  })
})
