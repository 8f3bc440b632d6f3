import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { faultOf, FaultError } from '../../../shared/domain/fault.ts'
import { verifyBackup } from '../../../main/engine/engine.ts'
import { connectReadOnly } from '../../../main/engine/source/connect.ts'
import { describeDatabase } from '../../../main/engine/source/describe-database.ts'
import {
  checkDatabase,
  type CheckOptions,
  type ExpectedDatabase,
} from '../../../main/engine/verify/check-database.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
} from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function recorded(file: string, fingerprintLimitBytes = 1 << 30): Promise<ExpectedDatabase> {
  const connection = connectReadOnly(file)
  try {
    const description = await describeDatabase(connection, { fingerprintLimitBytes })
    const sourceBytes = fs.statSync(file).size
    const pageCount = connection.pragma('page_count', { simple: true }) as number
    return { description, pageCount, sourceBytes, root: '' }
  } finally {
    connection.close()
  }
}

function fully(signal = quietRun().signal): CheckOptions {
  return { integrity: 'full', threads: 2, signal }
}

/** Checks a database after something was done to it. Its size is not what these tests are about. */
async function checkAfter(
  change: (file: string) => void,
  sql = '',
): Promise<Record<'database_readable' | 'schema_integrity' | 'data_consistency', string>> {
  const file = path.join(tempFolder('check'), 'a.db')
  buildDatabase(file, { rows: 500, journalMode: 'delete' })
  execute(file, sql)
  const expected = await recorded(file)
  change(file)
  const pageCount = fs.statSync(file).size / 4096
  const { checks } = await checkDatabase(realPorts, file, { ...expected, pageCount }, fully())
  const text = ({ status, detail }: { status: string; detail: string }): string => `${status}: ${detail}`
  return {
    database_readable: text(checks.database_readable),
    schema_integrity: text(checks.schema_integrity),
    data_consistency: text(checks.data_consistency),
  }
}

function execute(file: string, sql: string): void {
  const db = new Database(file)
  db.pragma('foreign_keys = OFF')
  db.exec(sql)
  db.close()
}

describe('the checks of a rebuilt database', () => {
  it('pass when it is what was recorded', async () => {
    expect(await checkAfter(() => undefined)).toEqual({
      database_readable: 'passed: opens; 2 tables, as recorded',
      schema_integrity: 'passed: 3 objects, as recorded; every one parses',
      data_consistency:
        'passed: integrity and foreign keys hold; rows of 2 tables as recorded; fingerprints of 2 tables as recorded',
    })
  })

  it('say so in words of the right number', async () => {
    expect(await checkAfter(() => undefined, 'DROP TABLE series')).toEqual({
      database_readable: 'passed: opens; 1 table, as recorded',
      schema_integrity: 'passed: 1 object, as recorded; it parses',
      data_consistency:
        'passed: integrity and foreign keys hold; rows of 1 table as recorded; fingerprints of 1 table as recorded',
    })
  })

  it.each([
    [
      'a table is gone',
      'DROP TABLE series',
      'database_readable',
      'failed: it has 1 table and not the recorded 2',
    ],
    [
      'an index is gone',
      'DROP INDEX series_by_metro',
      'schema_integrity',
      'failed: index "series_by_metro" is missing',
    ],
    [
      'a view was added',
      'CREATE VIEW v AS SELECT 1',
      'schema_integrity',
      'failed: view "v" was not recorded',
    ],
    [
      'an index is another',
      'DROP INDEX series_by_metro; CREATE INDEX series_by_metro ON series (quarter)',
      'schema_integrity',
      'failed: index "series_by_metro" is defined otherwise than recorded',
    ],
    [
      'a row is gone',
      'DELETE FROM series WHERE id = 7',
      'data_consistency',
      'failed: table "series" has 499 rows and not 500',
    ],
    [
      'a value is another',
      'UPDATE series SET value = value + 1 WHERE id = 7',
      'data_consistency',
      'failed: the content of table "series" is not what was recorded',
    ],
    [
      'a row lost its parent',
      'DELETE FROM metro WHERE msa = 16980',
      'data_consistency',
      'failed: table "metro" has 2 rows and not 3; 166 rows break a foreign key, the first in "series" to "metro" (the source had the same when it was backed up)',
    ],
  ] as const)('find that %s', async (_, sql, check, text) => {
    expect((await checkAfter((file) => execute(file, sql)))[check]).toBe(text)
  })

  it('find a row that breaks a CHECK constraint, and say where one can’t be evaluated', async () => {
    const broken = await checkAfter(
      () => undefined,
      `CREATE TABLE rate (value REAL CHECK (value < 1));
       PRAGMA ignore_check_constraints = ON;
       INSERT INTO rate VALUES (7)`,
    )
    expect(broken.data_consistency).toBe(
      'failed: CHECK constraint failed in rate (the source had the same when it was backed up)',
    )
    const unknown = await checkAfter((file) => {
      const db = new Database(file)
      db.unsafeMode()
      db.exec(`
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, 'value REAL', 'value REAL CHECK (is_rate(value))') WHERE name = 'series';
      `)
      db.close()
    })
    expect(unknown.data_consistency).toBe(
      'passed: integrity and foreign keys hold; CHECK constraints can’t be evaluated here: unknown function: is_rate(); rows of 2 tables as recorded; fingerprints of 2 tables as recorded',
    )
  })

  it('find a page of an index that SQLite can’t make sense of', async () => {
    const found = await checkAfter((file) => {
      const db = new Database(file, { readonly: true })
      const { root } = db
        .prepare<[], { root: number }>(
          "SELECT rootpage AS root FROM sqlite_schema WHERE name = 'series_by_metro'",
        )
        .get() ?? { root: 0 }
      db.close()
      const bytes = fs.readFileSync(file)
      bytes.fill(0x5a, (root - 1) * 4096 + 8, root * 4096)
      fs.writeFileSync(file, bytes)
    })
    expect(found.data_consistency).toMatch(/^failed: /)
  })

  it('fail, with SQLite’s reason, when it does not open', async () => {
    const found = await checkAfter((file) => {
      fs.writeFileSync(file, Buffer.alloc(8192, 'not a database'))
    })
    expect(found.database_readable).toBe('failed: file is not a database')
    expect(found.schema_integrity).toMatch(/^failed: not made/)
    expect(found.data_consistency).toMatch(/^failed: not made/)
  })

  it('do not blame a backup for a view that names what is gone, or a module that is not here', async () => {
    const found = await checkAfter(() => undefined, 'CREATE VIEW lost AS SELECT * FROM vanished')
    expect(found.schema_integrity).toBe(
      'passed: 4 objects, as recorded; every one parses; as at the source, view "lost": no such table: main.vanished',
    )
    expect(found.data_consistency).toMatch(/^passed/)
  })

  it('say what this machine can’t judge instead of calling it passed', async () => {
    const folder = tempFolder('check')
    const file = path.join(folder, 'a.db')
    buildDatabase(file, { rows: 20, journalMode: 'delete' })
    const db = new Database(file)
    db.unsafeMode()
    db.exec(`
      CREATE TABLE town (name TEXT);
      INSERT INTO town VALUES ('Zürich'), ('Ålesund');
      CREATE INDEX town_by_name ON town (name);
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, 'name)', 'name COLLATE icu_de)') WHERE name = 'town_by_name';
    `)
    db.close()
    const vault = await newVault(folder)
    const backup = await storedBackup(backupOf(vault, file))
    expect(backup.validation.status).toBe('passed')
    expect(backup.validation.checks.data_consistency.status).toBe('not_applicable')
    expect(backup.validation.checks.data_consistency.detail).toContain('icu_de')
  })

  it('are stopped by a cancel, also in the thread of a large one', async () => {
    const file = path.join(tempFolder('check'), 'a.db')
    buildDatabase(file, { rows: 150_000, journalMode: 'delete' })
    expect(fs.statSync(file).size).toBeGreaterThan(8 << 20)
    const expected = await recorded(file, -1)
    const abort = new AbortController()
    const checking = checkDatabase(realPorts, file, expected, fully(abort.signal))
    abort.abort(new FaultError({ code: 'JOB_CANCELLED' }))
    await expect(checking.catch((error: unknown) => faultOf(error)?.code)).resolves.toBe('JOB_CANCELLED')
    const { checks } = await checkDatabase(realPorts, file, expected, fully())
    expect(checks.data_consistency).toMatchObject({
      status: 'passed',
      detail: 'integrity and foreign keys hold; rows of 2 tables as recorded; fingerprints were not taken',
    })
  })
})

describe('a verification that can’t be made', () => {
  it.each([
    ['KEY_NEEDED', { vaultKey: null }],
    ['VAULT_MISSING', { folder: '/nowhere/vault' }],
    ['VAULT_DAMAGED', { vaultId: '00000000-0000-4000-8000-000000000000' }],
  ])('is a fault and no verdict: %s', async (code, change) => {
    const folder = tempFolder('verify')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 10 })
    const vault = await newVault(folder)
    const backup = await storedBackup(backupOf(vault, source))
    const request = { vault: { ...vault, ...change }, manifestFile: manifestFileOf(backup), threads: 0 }
    const verifying = verifyBackup(realPorts, request, quietRun())
    await expect(verifying.catch((error: unknown) => faultOf(error)?.code)).resolves.toBe(code)
  })
})
