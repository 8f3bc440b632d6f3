import { describe, expect, it } from 'vitest'

import type { RowSelection } from '../../../shared/domain/row-filter.ts'
import { applyPartial } from '../../../main/engine/partial/apply-partial.ts'
import {
  faultOfWork,
  kindsOf,
  partialStage,
  quietRun,
  realPorts,
  rowsOf,
  whole,
  type PartialStage,
} from './partial-stage.ts'

/** The preview says that it is blocked, doing it all the same is refused with the same words, and nothing changed. */
async function expectBlocked(
  stage: PartialStage,
  selections: readonly RowSelection[],
  kinds: readonly string[],
): Promise<string> {
  const dump = (): unknown => stage.rows('SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2')
  const before = dump()
  const preview = await stage.preview(selections)
  expect(kindsOf(preview)).toEqual(kinds)
  expect(preview.isPossible).toBe(false)
  const fault = await faultOfWork(
    applyPartial(realPorts, stage.request(selections, { mark: preview.mark }), quietRun()),
  )
  const conflicts = preview.conflicts.filter(({ isBlocking }) => isBlocking).map(({ detail }) => detail)
  expect(fault).toEqual({ code: 'PARTIAL_BLOCKED', path: stage.live, conflicts })
  expect(dump()).toEqual(before)
  return preview.conflicts.map(({ detail }) => detail).join('\n')
}

const parents = `
  CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
  CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE,
    code TEXT REFERENCES parent (code), note);
  INSERT INTO parent VALUES (1, 'one'), (2, 'two'), (3, 'three');
  INSERT INTO child VALUES (10, 1, 'one', 'a'), (11, 2, NULL, 'b'), (12, NULL, 'three', 'c');
`

describe('foreign keys', () => {
  it('a row whose parent is gone is not brought back alone, but with it', async () => {
    const stage = await partialStage(parents)
    stage.sql('DELETE FROM child; DELETE FROM parent WHERE id < 3')
    const detail = await expectBlocked(stage, [rowsOf('child', { id: '11' })], ['foreign_key child blocks'])
    expect(detail).toContain('child (parent_id) → parent (id)')
    expect(detail).toContain('id = 11')

    const both = [rowsOf('child', { id: '11' }), rowsOf('parent', { id: '2' })]
    expect((await stage.preview(both)).conflicts).toEqual([])
    await stage.bringBack(both)
    expect(stage.rows('SELECT id FROM child')).toEqual([[11n]])
    expect(stage.rows('PRAGMA foreign_key_check')).toEqual([])
  })

  it('a row is not removed from under live rows that refer to it, and nothing cascades', async () => {
    const stage = await partialStage(parents)
    stage.sql("INSERT INTO parent VALUES (4, 'four'); INSERT INTO child VALUES (13, 4, 'four', 'newer')")
    const detail = await expectBlocked(
      stage,
      [whole('parent')],
      ['foreign_key parent blocks', 'foreign_key parent blocks'],
    )
    expect(detail).toContain('id = 13')
    await stage.bringBack([whole('parent'), whole('child')])
    expect(stage.rows('SELECT id FROM child')).toEqual([[10n], [11n], [12n]])
  })

  it('a parent’s own key that changes back is seen as well', async () => {
    const stage = await partialStage(parents)
    stage.sql("UPDATE parent SET code = 'uno' WHERE id = 1; UPDATE child SET code = 'uno' WHERE id = 10")
    await expectBlocked(stage, [rowsOf('parent', { id: '1' })], ['foreign_key parent blocks'])
    await stage.bringBack([rowsOf('parent', { id: '1' }), rowsOf('child', { id: '10' })])
    expect(stage.rows('PRAGMA foreign_key_check')).toEqual([])
  })

  it('what was broken before blocks nothing', async () => {
    const stage = await partialStage(`${parents} INSERT INTO child VALUES (20, 99, NULL, 'broken')`)
    stage.sql("UPDATE child SET note = 'x'; INSERT INTO child VALUES (30, 77, NULL, 'broken as well')")
    const preview = await stage.preview([rowsOf('child', { id: '20' })])
    expect(preview.conflicts).toEqual([])
    await stage.bringBack([rowsOf('child', { id: '20' })])
    expect(stage.rows('SELECT note FROM child WHERE id IN (20, 10)')).toEqual([['x'], ['broken']])
  })
})

describe('a live row that the conditions do not choose', () => {
  it('is named where a row of the backup that they choose has its key: one that was changed, or a rowid given anew', async () => {
    const stage = await partialStage(`
      CREATE TABLE bare (msa INTEGER, v); INSERT INTO bare VALUES (1, 'a'), (35620, 'b');
      CREATE TABLE keyed (id INTEGER PRIMARY KEY, msa INTEGER, v); INSERT INTO keyed VALUES (1, 1, 'a'), (2, 35620, 'b');
    `)
    stage.sql("DELETE FROM bare WHERE msa = 35620; INSERT INTO bare VALUES (99, 'newer')")
    stage.sql("UPDATE keyed SET msa = NULL WHERE id = 2; UPDATE keyed SET v = 'x' WHERE id = 1")
    const { conflicts } = await stage.preview([
      rowsOf('bare', { msa: '35620' }),
      rowsOf('keyed', { msa: '35620' }),
    ])
    expect(conflicts.map(({ kind, table, isBlocking }) => [kind, table, isBlocking])).toEqual([
      ['not_chosen', 'bare', false],
      ['not_chosen', 'keyed', false],
    ])
    expect(conflicts[0]!.detail).toMatch(/rowid = 2; .*rowid/)
    expect(conflicts[1]!.detail).toMatch(/id = 2$/)
    expect((await stage.preview([rowsOf('keyed', { id: '2' })])).conflicts).toEqual([])
  })
})

describe('unique indexes', () => {
  const build = `
    CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE COLLATE NOCASE, a, b, state TEXT);
    CREATE UNIQUE INDEX by_pair ON t (a, b);
    CREATE UNIQUE INDEX one_open ON t (a) WHERE state = 'open';
    CREATE UNIQUE INDEX by_lower ON t (lower(state || b));
    INSERT INTO t VALUES (1, 'one', 1, 1, 'open'), (2, 'two', 2, 2, 'shut'), (3, 'three', 3, 3, 'shut');
  `

  it('names the index and the rows of a clash with a live row outside of the selection', async () => {
    const stage = await partialStage(build)
    stage.sql("UPDATE t SET name = 'other' WHERE id = 1; UPDATE t SET name = 'ONE' WHERE id = 2")
    const detail = await expectBlocked(stage, [rowsOf('t', { id: '1' })], ['unique t blocks'])
    expect(detail).toMatch(/UNIQUE \(name\).*id = 1 of the backup and id = 2 of the live table/)
    await stage.bringBack([
      { table: 't', conditions: [{ column: 'id', test: 'one_of', values: ['1', '2'] }] },
    ])

    stage.sql('UPDATE t SET a = 7, b = 7 WHERE id = 3; UPDATE t SET a = 3, b = 3 WHERE id = 2')
    expect(await expectBlocked(stage, [rowsOf('t', { id: '3' })], ['unique t blocks'])).toContain(
      'by_pair (a, b)',
    )
  })

  it('finds those in indexes over some rows or over expressions by a trial', async () => {
    const stage = await partialStage(build)
    stage.sql(
      "UPDATE t SET state = 'shut' WHERE id = 1; UPDATE t SET a = 1, state = 'open', b = 5 WHERE id = 2",
    )
    expect(await expectBlocked(stage, [rowsOf('t', { id: '1' })], ['unique t blocks'])).toContain('id = 1')
    const other = await partialStage(build)
    other.sql("UPDATE t SET state = 'none' WHERE id = 2; UPDATE t SET state = 'SHUT2', b = '' WHERE id = 3")
    expect(await expectBlocked(other, [rowsOf('t', { id: '2' })], ['unique t blocks'])).toContain('by_lower')
  })

  it('removes no row, and ends no transaction, where the table’s own rules say so for a clash', async () => {
    const build = (clause: string): string => `
      CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE ON CONFLICT ${clause}, word,
        small AS (lower(word)) UNIQUE ON CONFLICT ${clause});
      INSERT INTO t (id, name, word) VALUES (1, 'one', 'A'), (2, 'two', 'B'), (3, 'three', 'C');
    `
    for (const clause of ['REPLACE', 'IGNORE', 'ROLLBACK', 'FAIL']) {
      const stage = await partialStage(build(clause))
      stage.sql("UPDATE t SET word = 'gone' WHERE id = 1; UPDATE t SET word = 'a' WHERE id = 3")
      expect(await expectBlocked(stage, [rowsOf('t', { id: '1' })], ['unique t blocks'])).toContain('id = 1')
      stage.sql("UPDATE t SET word = 'C' WHERE id = 3; UPDATE t SET name = NULL")
      stage.sql("UPDATE t SET name = 'two' WHERE id = 1; UPDATE t SET name = 'one' WHERE id = 2")
      await stage.bringBack([whole('t')])
      expect(stage.rows('SELECT * FROM t')).toEqual(stage.storedRows('SELECT * FROM t'))
    }
  })

  it('finds a clash of the backup’s own rows in an index that is newer than the backup', async () => {
    const stage = await partialStage(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 'x'), (2, 'x')",
    )
    stage.sql('UPDATE t SET v = id; CREATE UNIQUE INDEX newer ON t (v)')
    await expectBlocked(stage, [whole('t')], ['unique t blocks'])
    await stage.bringBack([rowsOf('t', { id: '1' })])
    expect(stage.rows('SELECT v FROM t ORDER BY id')).toEqual([['x'], [2n]])
  })
})

describe('rules of the live table', () => {
  const build =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b); INSERT INTO t VALUES (1, 5, 'x'), (2, NULL, 'y'), (3, 'text', 'z')"
  const again = (columns: string): string =>
    `DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, ${columns}); INSERT INTO t (id, a) VALUES (1, 1)`

  it('NOT NULL, CHECK and strict types that a backup’s row violates', async () => {
    for (const [columns, word] of [
      ['a NOT NULL, b', 'NOT NULL'],
      ['a CHECK (a <> 5), b', 'CHECK'],
    ] as const) {
      const stage = await partialStage(build)
      stage.sql(again(columns))
      expect(await expectBlocked(stage, [whole('t')], ['check t blocks'])).toContain(word)
    }
    const strict = await partialStage(build)
    strict.sql('DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT) STRICT')
    expect(await expectBlocked(strict, [whole('t')], ['check t blocks'])).toMatch(
      /id = 3.*cannot store TEXT/s,
    )
  })

  it('types that would change a value on its way', async () => {
    const stage = await partialStage(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (1, '007'), (2, 'x')",
    )
    stage.sql('DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER)')
    expect(await expectBlocked(stage, [whole('t')], ['check t blocks'])).toContain('id = 1')
    await stage.bringBack([rowsOf('t', { id: '2' })])
    expect(stage.rows('SELECT * FROM t')).toEqual([[2n, 'x']])
  })

  it('a column that the live table lacks, or computes', async () => {
    const stage = await partialStage(build)
    stage.sql('ALTER TABLE t DROP COLUMN b')
    expect(await expectBlocked(stage, [whole('t')], ['column_missing t blocks'])).toContain('no column b')
    const computed = await partialStage(build)
    computed.sql("DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, a, b AS (a || 'x'))")
    await expectBlocked(computed, [whole('t')], ['column_missing t blocks'])
    const chosenBy = await partialStage(build)
    chosenBy.sql('ALTER TABLE t RENAME COLUMN b TO c')
    await expectBlocked(chosenBy, [rowsOf('t', { b: 'x' })], ['column_missing t blocks'])
  })

  it('a column that the backup lacks: kept, defaulted, or in the way', async () => {
    const stage = await partialStage(build)
    stage.sql(
      "ALTER TABLE t ADD COLUMN newer TEXT NOT NULL DEFAULT 'none'; UPDATE t SET a = 0, newer = 'kept' || id",
    )
    stage.sql('DELETE FROM t WHERE id = 3')
    expect(kindsOf(await stage.preview([whole('t')]))).toEqual(['column_new t'])
    await stage.bringBack([whole('t')])
    expect(stage.rows('SELECT * FROM t ORDER BY id')).toEqual([
      [1n, 5n, 'x', 'kept1'],
      [2n, null, 'y', 'kept2'],
      [3n, 'text', 'z', 'none'],
    ])
    const needed = await partialStage(build)
    needed.sql('DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, newer NOT NULL)')
    expect(await expectBlocked(needed, [whole('t')], ['column_new t blocks'])).toContain('newer')
  })
})

describe('triggers', () => {
  const build = `
    CREATE TABLE t (id INTEGER PRIMARY KEY, v, at);
    CREATE TABLE log (what);
    CREATE TRIGGER b_second AFTER UPDATE ON t BEGIN INSERT INTO log VALUES ('second ' || new.id); END;
    CREATE TRIGGER a_first AFTER UPDATE ON t BEGIN INSERT INTO log VALUES ('first ' || new.id); END;
    INSERT INTO t VALUES (1, 'a', 0), (2, 'b', 0);
  `
  const schema = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"

  it('must be decided on; then they fire, or stand still and are as they were', async () => {
    for (const choice of ['fire', 'stand_still'] as const) {
      const stage = await partialStage(build)
      stage.sql("UPDATE t SET v = 'wrecked'")
      const fired = stage.rows('SELECT what FROM log')
      stage.sql('DELETE FROM log')
      const triggers = stage.rows(schema)
      expect(await expectBlocked(stage, [whole('t')], ['trigger t blocks'])).toContain('a_first')
      const preview = await stage.preview([whole('t')], choice)
      expect(preview).toMatchObject({ isPossible: true, conflicts: [{ kind: 'trigger', isBlocking: false }] })
      const report = await stage.bringBack([whole('t')], choice)
      expect(report.triggers).toBe(choice)
      expect(stage.rows('SELECT v FROM t')).toEqual([['a'], ['b']])
      expect(stage.rows('SELECT what FROM log')).toEqual(choice === 'fire' ? fired : [])
      expect(stage.rows(schema)).toEqual(triggers)
      stage.sql("DELETE FROM log; UPDATE t SET v = 'wrecked'")
      expect(stage.rows('SELECT what FROM log')).toEqual(fired)
    }
  })

  it('that change what was brought back roll everything back', async () => {
    const stage = await partialStage(`${build}
      CREATE TRIGGER stamp AFTER UPDATE OF v ON t BEGIN UPDATE t SET at = at + 1 WHERE id = new.id; END;
    `)
    stage.sql("UPDATE t SET v = 'wrecked'; DELETE FROM log")
    const before = stage.rows('SELECT * FROM t')
    const fault = await faultOfWork(stage.bringBack([whole('t')], 'fire'))
    expect(fault).toMatchObject({ code: 'PARTIAL_BLOCKED' })
    expect(JSON.stringify(fault)).toContain('stand still')
    expect(stage.rows('SELECT * FROM t')).toEqual(before)
    expect(stage.rows('SELECT * FROM log')).toEqual([])
    await stage.bringBack([whole('t')], 'stand_still')
    expect(stage.rows('SELECT v, at FROM t')).toEqual([
      ['a', 0n],
      ['b', 0n],
    ])
  })

  it('that break a foreign key elsewhere roll everything back', async () => {
    const stage = await partialStage(parents)
    stage.sql(`UPDATE child SET note = 'wrecked' WHERE id = 11;
      CREATE TRIGGER orphan AFTER UPDATE ON child BEGIN DELETE FROM parent WHERE id = 1; END`)
    const fault = await faultOfWork(stage.bringBack([rowsOf('child', { id: '11' })], 'fire'))
    expect(fault).toMatchObject({ code: 'PARTIAL_BLOCKED' })
    expect(JSON.stringify(fault)).toContain('child row 10 refers to a row of parent that is not there')
    expect(stage.rows('SELECT count(*) FROM parent')).toEqual([[3n]])
    expect(stage.rows('SELECT note FROM child WHERE id = 11')).toEqual([['wrecked']])
  })

  it('that refuse, or hold rows back, roll everything back', async () => {
    for (const body of ["SELECT RAISE(ABORT, 'closed for today')", 'SELECT RAISE(IGNORE)']) {
      const stage =
        await partialStage(`CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 'a');
        CREATE TRIGGER guard BEFORE UPDATE ON t WHEN old.v = 'wrecked' BEGIN ${body}; END`)
      stage.sql("UPDATE t SET v = 'wrecked'")
      expect(await faultOfWork(stage.bringBack([whole('t')], 'fire'))).toMatchObject({
        code: 'PARTIAL_BLOCKED',
      })
      expect(stage.rows('SELECT v FROM t')).toEqual([['wrecked']])
    }
  })

  it('that keep a text index are explained, and an index that nothing keeps', async () => {
    const build = `
      CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);
      CREATE VIRTUAL TABLE note_fts USING fts5(body, content = 'note', content_rowid = 'id');
      CREATE VIRTUAL TABLE lonely USING fts5(body, content=note);
      CREATE TRIGGER note_ai AFTER INSERT ON note BEGIN INSERT INTO note_fts (rowid, body) VALUES (new.id, new.body); END;
      CREATE TRIGGER note_ad AFTER DELETE ON note BEGIN
        INSERT INTO note_fts (note_fts, rowid, body) VALUES ('delete', old.id, old.body); END;
      INSERT INTO note VALUES (1, 'rent growth'), (2, 'cap rate');
    `
    const stage = await partialStage(build)
    stage.sql('DELETE FROM note WHERE id = 1')
    const preview = await stage.preview([whole('note')], 'fire')
    expect(kindsOf(preview)).toEqual(['trigger note', 'not_supported note'])
    expect(preview.conflicts[0]!.detail).toContain('note_fts')
    expect(preview.conflicts[1]!.detail).toContain("INSERT INTO lonely(lonely) VALUES ('rebuild')")
    await stage.bringBack([whole('note')], 'fire')
    expect(stage.rows("SELECT rowid FROM note_fts WHERE note_fts MATCH 'growth'")).toEqual([[1n]])
  })
})

describe('what is refused, with what to choose instead', () => {
  const build = `
    CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t (a) VALUES (1);
    CREATE VIEW seen AS SELECT * FROM t;
    CREATE VIRTUAL TABLE docs USING fts5(body);
    CREATE VIRTUAL TABLE no_texts USING fts5(body, content='');
    CREATE TABLE other (a TEXT PRIMARY KEY);
  `
  it('views, shadow tables, SQLite’s own, tables without texts, another key', async () => {
    const stage = await partialStage(build)
    for (const [table, word] of [
      ['seen', 'view'],
      ['docs_content', 'choose docs'],
      ['sqlite_sequence', 'SQLite’s own'],
      ['no_texts', 'rebuild'],
    ] as const) {
      expect(await expectBlocked(stage, [whole(table)], [`not_supported ${table} blocks`])).toContain(word)
    }
    stage.sql('DROP TABLE other; CREATE TABLE other (a TEXT, b TEXT, PRIMARY KEY (a, b))')
    expect(await expectBlocked(stage, [whole('other')], ['not_supported other blocks'])).toContain(
      'primary key',
    )
    stage.sql('DROP TABLE other; CREATE VIEW other AS SELECT 1 AS a')
    await expectBlocked(stage, [whole('other')], ['not_supported other blocks'])
  })

  it('some rows of a table that is gone, and a table whose parts’ names are taken', async () => {
    const stage = await partialStage(
      'CREATE TABLE t (a); CREATE INDEX by_a ON t (a); INSERT INTO t VALUES (1)',
    )
    stage.sql('DROP TABLE t')
    await expectBlocked(stage, [rowsOf('t', { a: '1' })], ['table_missing t blocks'])
    stage.sql('CREATE TABLE u (a); CREATE INDEX by_a ON u (a)')
    expect(await expectBlocked(stage, [whole('t')], ['table_missing t blocks'])).toContain('by_a')
  })

  it('names that are not there, and a table chosen twice', async () => {
    const stage = await partialStage(build)
    const codeOf = async (selections: readonly RowSelection[]) =>
      (await faultOfWork(stage.preview(selections)))?.code
    expect(await codeOf([whole('nowhere')])).toBe('TABLE_UNKNOWN')
    expect(await codeOf([rowsOf('t', { nowhere: '1' })])).toBe('COLUMN_UNKNOWN')
    expect(await codeOf([whole('t'), rowsOf('T', { a: '1' })])).toBe('WRONG_USE')
  })
})
