import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { Validation } from '../../../shared/domain/validation.ts'
import { restoreDatabase, verifyBackup, type VaultAccess } from '../../../main/engine/engine.ts'
import { alwaysCheckedBytes, heldVerdict } from '../../../main/engine/restore/held-verdict.ts'
import { connectReadOnly } from '../../../main/engine/source/connect.ts'
import { describeDatabase } from '../../../main/engine/source/describe-database.ts'
import { checkIntegrity } from '../../../main/engine/verify/check-integrity.ts'
import { planCheckParts } from '../../../main/engine/verify/plan-check-parts.ts'
import {
  backupOf,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
} from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const missing = 'row 1 missing from index point_by_msa'

/** Two tables with an index each, and `megabytes` of blobs; an index is of another column than its entries if `isWrong`. */
function makeSource(file: string, { megabytes = 0, isWrong = false, sql = '' } = {}): void {
  const db = new Database(file)
  db.unsafeMode()
  db.exec(`
    CREATE TABLE point (id INTEGER PRIMARY KEY, msa INTEGER, value INTEGER);
    CREATE INDEX point_by_msa ON point (msa);
    CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT);
    CREATE INDEX series_by_name ON series (name);
    CREATE TABLE scan (bytes BLOB);
    INSERT INTO point (msa, value) VALUES (35620, 1), (31080, 2), (16980, 3);
    INSERT INTO series (name) VALUES ('rent_growth'), ('vacancy');
    BEGIN; ${'INSERT INTO scan VALUES (zeroblob(1048576));'.repeat(megabytes)} COMMIT;
    ${sql}
  `)
  if (isWrong) {
    db.exec(`
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, '(msa)', '(value)') WHERE name = 'point_by_msa';
    `)
  }
  db.close()
}

async function complaintsAbout(file: string, threads: number): Promise<ReadonlySet<string>> {
  const connection = connectReadOnly(file)
  const description = await describeDatabase(connection, { fingerprintLimitBytes: -1 })
  connection.close()
  const order = { file, sizeBytes: 1 << 30, extent: 'full', description, threads } as const
  const reports = await checkIntegrity(order, quietRun().signal)
  return new Set(reports.flatMap((report) => ('complaints' in report ? report.complaints : ['impossible'])))
}

describe('SQLite’s full check, shared out among threads', () => {
  it('finds all that the check in one finds: an index, free pages, pages of nobody, rows, foreign keys', async () => {
    const file = path.join(tempFolder('verdict'), 'a.db')
    makeSource(file, {
      megabytes: 1,
      isWrong: true,
      sql: `
        CREATE TABLE gone (bytes BLOB);
        INSERT INTO gone VALUES (zeroblob(40000));
        DROP TABLE gone;
        CREATE TABLE part (point INTEGER REFERENCES point, name TEXT NOT NULL);
        CREATE INDEX part_by_name ON part (name);
        PRAGMA foreign_keys = OFF;
        INSERT INTO part VALUES (99, '12');
      `,
    })
    expect(await complaintsAbout(file, 1)).toContain(missing)
    const db = new Database(file)
    db.unsafeMode()
    db.pragma('writable_schema = ON')
    // Its page now belongs to nobody.
    db.exec(`
      DELETE FROM sqlite_schema WHERE name = 'part_by_name';
      UPDATE sqlite_schema SET sql = replace(sql, 'name TEXT', 'name INTEGER') WHERE name = 'part';
    `)
    db.close()
    // The number of free pages in the header (file format, section 1.3) is no longer the list's.
    const header = fs.openSync(file, 'r+')
    fs.writeSync(header, Buffer.from([0, 0, 0, 3]), 0, 4, 36)
    fs.closeSync(header)

    const whole = await complaintsAbout(file, 1)
    expect([...whole].join('\n')).toMatch(/never used/)
    expect([...whole].join('\n')).toMatch(/[Ff]reelist/)
    expect([...whole].join('\n')).toMatch(/value in part/)
    expect([...whole].join('\n')).toMatch(/1 row breaks a foreign key/)
    expect(await complaintsAbout(file, 2)).toEqual(whole)
  })

  it('is shared out by tables that have indexes, the one with most to look up first, and never where a virtual table is', () => {
    const table = (name: string, rowCount: number) =>
      ({ name, kind: 'table', rowCount, fingerprint: null }) as const
    const index = (name: string, tableName: string) =>
      ({ type: 'index', name, tableName, sql: null }) as const
    const schema = [index('i', 'point'), index('j', 'series'), index('k', 'series')]
    const tables = [table('point', 10), table('series', 6), table('scan', 1000)]
    const kindsOf = (extent: 'full' | 'quick', threads: number, more = tables): readonly string[] =>
      planCheckParts({ schema, tables: more }, extent, threads).map((part) =>
        part.kind === 'table' ? part.table : part.kind,
      )
    expect(kindsOf('full', 2)).toEqual(['series', 'point', 'quick', 'foreign_keys'])
    expect(kindsOf('full', 1)).toEqual(['whole', 'foreign_keys'])
    expect(kindsOf('quick', 2)).toEqual(['quick', 'foreign_keys'])
    const virtual = { name: 'words', kind: 'virtual', rowCount: null, fingerprint: null } as const
    expect(planCheckParts({ schema, tables: [...tables, virtual] }, 'full', 2)[0]).toEqual({ kind: 'whole' })
  })
})

interface Stage {
  readonly vault: VaultAccess
  readonly backup: BackupRecord
  readonly target: string
}

async function stageOf(
  source: Parameters<typeof makeSource>[1],
  fullCheckLimitBytes: number,
): Promise<Stage> {
  const folder = tempFolder('verdict')
  const file = path.join(folder, 'a.db')
  makeSource(file, source)
  const vault = await newVault(folder)
  const backup = await storedBackup(backupOf(vault, file, { fullCheckLimitBytes, compressionLevel: 1 }))
  return { vault, backup, target: path.join(folder, 'restored.db') }
}

async function verify({ vault, backup }: Stage): Promise<Validation> {
  const request = { vault, manifestFile: manifestFileOf(backup), threads: 2 }
  return (await verifyBackup(realPorts, request, quietRun())).validation
}

async function restore(
  { vault, backup, target }: Stage,
  lastValidation = backup.validation,
): Promise<Validation> {
  const { databaseId, database } = backup
  const request = {
    vault,
    manifestFile: manifestFileOf(backup),
    databaseId,
    database,
    targetPath: target,
    method: 'new_file',
    safetyBackup: null,
    expectedTarget: null,
    lastValidation,
    threads: 2,
    lockWaitMs: 300,
  } as const
  return (await restoreDatabase(realPorts, request, quietRun())).validation
}

const large = alwaysCheckedBytes / 2 ** 20 + 1

describe('the verdict of SQLite’s check', () => {
  it('of a backup that was only checked quickly says so, is made up for by a verification, and refuses no restore', async () => {
    const stage = await stageOf({ isWrong: true }, 0)
    const { root, validation } = stage.backup
    expect(validation).toMatchObject({ status: 'passed', integrity: { extent: 'quick', root } })
    expect(validation.checks.data_consistency.detail).toMatch(/indexes are not yet compared/)

    const verified = await verify(stage)
    expect(verified).toMatchObject({ status: 'failed', integrity: { extent: 'full', root } })
    expect(verified.checks.data_consistency.detail).toContain(missing)

    const restored = await restore(stage)
    expect(restored).toMatchObject({ status: 'failed', integrity: { extent: 'full', root } })
    expect(restored.checks.data_consistency.detail).toContain(missing)
    expect(restored.checks.checksum_match.status).toBe('passed')
  })

  it('of the full check after a backup finds an index that is not its table’s', async () => {
    const { backup } = await stageOf(
      { isWrong: true },
      backupOf({ folder: '', vaultId: '', vaultKey: null }, '').fullCheckLimitBytes,
    )
    expect(backup.validation).toMatchObject({ status: 'failed', integrity: { extent: 'full' } })
    expect(backup.validation.checks.data_consistency.detail).toContain(missing)
  })

  it('holds for a large image with the same root, and for no other', async () => {
    const stage = await stageOf({ megabytes: large, isWrong: true }, 0)
    const { root, validation } = stage.backup
    const quick = await restore(stage)
    expect(quick.checks.data_consistency.detail).toContain(missing)

    // What no check would say of this image shows that none is made.
    const said = { extent: 'full', root, checkedAt: '2025-01-29T14:30:22.123Z' } as const
    const again = { ...stage, target: `${stage.target}-again` }
    const held = await restore(again, { ...validation, integrity: said })
    expect(held.integrity).toEqual(said)
    expect(held.checks.data_consistency).toMatchObject({
      status: 'passed',
      detail:
        'SQLite’s integrity check and foreign keys held for this same root at 2025-01-29T14:30:22.123Z; not repeated; rows of 3 tables as recorded',
    })

    const other = { ...stage, target: `${stage.target}-other` }
    const ofAnother = await restore(other, { ...validation, integrity: { ...said, root: '0'.repeat(64) } })
    expect(ofAnother.checks.data_consistency.detail).toContain(missing)
  })

  it('is taken from the newest full check that passed, never from a quick, a failed or a missing one, nor for a small image', async () => {
    const { backup: taken } = await stageOf({}, 2 ** 40)
    const backup = { ...taken, sourceBytes: alwaysCheckedBytes }
    const { validation } = backup
    const { integrity, checks } = validation
    if (integrity === null) throw new Error('not checked')
    const quick: Validation = { ...validation, integrity: { ...integrity, extent: 'quick' } }
    const failed: Validation = {
      ...validation,
      status: 'failed',
      checks: { ...checks, data_consistency: { status: 'failed', detail: missing, durationMs: 1 } },
    }
    const notMade: Validation = { ...failed, integrity: null }
    expect(heldVerdict(backup, validation)).toEqual(integrity)
    expect(heldVerdict(taken, validation)).toBeNull()
    expect(heldVerdict({ ...backup, validation: quick }, quick)).toBeNull()
    expect(heldVerdict({ ...backup, validation: quick }, validation)).toEqual(integrity)
    expect(heldVerdict(backup, failed)).toBeNull()
    expect(heldVerdict({ ...backup, validation: failed }, failed)).toBeNull()
    expect(heldVerdict(backup, notMade)).toEqual(integrity)
    expect(heldVerdict({ ...backup, validation: notMade }, notMade)).toBeNull()
  })
})
