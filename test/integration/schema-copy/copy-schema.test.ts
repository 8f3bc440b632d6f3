import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import type { SchemaCopyRequest, VaultAccess } from '../../../main/engine/engine-types.ts'
import { copySchema } from '../../../main/engine/schema-copy/copy-schema.ts'
import type { StoredForm } from '../../../shared/domain/backup-record.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  allForms,
  backupOf,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
} from '../../support/engine-vault.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { interceptedFiles, systemError } from '../restore/failing-file-system.ts'

const everyKind = `
  CREATE TABLE metro (msa INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, note DEFAULT "none given");
  CREATE TABLE "od""d 🏠 name" (a, b, PRIMARY KEY (b, a)) WITHOUT ROWID;
  CREATE TABLE growth (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    msa INTEGER NOT NULL REFERENCES metro (msa) ON DELETE CASCADE, -- a comment stays
    rent REAL CHECK (rent > -1), doubled AS (rent * 2), tripled AS (rent * 3) STORED, UNIQUE (msa, rent)
  );
  CREATE TABLE strictly (a INT, b TEXT) STRICT;
  CREATE INDEX by_lower ON metro (lower(name)) WHERE msa > 10000;
  CREATE UNIQUE INDEX by_name ON metro (name DESC);
  CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = 'porter');
  CREATE VIRTUAL TABLE outside USING fts5(name, content = 'metro', content_rowid = 'msa');
  CREATE VIRTUAL TABLE old_docs USING fts4(body);
  CREATE VIRTUAL TABLE boxes USING rtree(id, x1, x2, +label);
  CREATE VIEW high AS SELECT * FROM growth WHERE rent > 0.5;
  CREATE TRIGGER keep AFTER INSERT ON metro BEGIN INSERT INTO outside (rowid, name) VALUES (new.msa, new.name); END;
  CREATE TRIGGER through INSTEAD OF INSERT ON high BEGIN INSERT INTO growth (msa, rent) VALUES (new.msa, new.rent); END;
  ALTER TABLE growth RENAME TO rent_growth;
  INSERT INTO metro (msa, name) VALUES (35620, 'New York'), (31080, 'Los Angeles');
  INSERT INTO rent_growth (msa, rent) VALUES (35620, 0.75);
  INSERT INTO docs VALUES ('a', 'b');
  CREATE VIEW of_nothing AS SELECT * FROM not_there;
  ANALYZE;
`

interface Copied {
  readonly folder: string
  readonly vault: VaultAccess
  readonly source: string
  readonly request: SchemaCopyRequest
}

async function staged(build: (file: string) => void, stored?: StoredForm): Promise<Copied> {
  const folder = tempFolder('schema')
  const source = path.join(folder, 'source.db')
  build(source)
  const vault = await newVault(folder, stored?.encryption === 'none' ? 'none' : 'key_file')
  const backup = await storedBackup(backupOf(vault, source, stored && { stored }))
  const targetPath = path.join(folder, 'live', 'empty.db')
  fs.mkdirSync(path.dirname(targetPath))
  const request = { vault, manifestFile: manifestFileOf(backup), targetPath, lockWaitMs: 300 }
  return { folder, vault, source, request }
}

function ownObjects(file: string): unknown {
  const db = new Database(file, { readonly: true })
  try {
    return db
      .prepare(
        `SELECT type, name, tbl_name, sql FROM sqlite_schema
         WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name`,
      )
      .all()
  } finally {
    db.close()
  }
}

function factsOf(file: string): unknown {
  const db = new Database(file, { readonly: true })
  try {
    const names = ['page_size', 'encoding', 'auto_vacuum', 'user_version', 'application_id']
    return names.map((name) => db.pragma(name, { simple: true }))
  } finally {
    db.close()
  }
}

describe('an empty copy of a backup’s schema', () => {
  for (const [pageSize, encoding, vacuum] of [
    [512, 'UTF-16le', 'INCREMENTAL'],
    [4096, 'UTF-8', 'NONE'],
    [65536, 'UTF-16be', 'FULL'],
  ] as const) {
    it(`has every object, text by text, and no row: ${pageSize}, ${encoding}, vacuum ${vacuum}`, async () => {
      const { source, request } = await staged((file) => {
        const db = new Database(file)
        db.pragma(`page_size = ${pageSize}`)
        db.pragma(`auto_vacuum = ${vacuum}`)
        db.pragma(`encoding = '${encoding}'`)
        db.pragma('journal_mode = wal')
        db.pragma('user_version = -7')
        db.pragma('application_id = 1212566854')
        db.exec(everyKind)
        db.close()
      })
      const { objects, leftOut, target } = await copySchema(realPorts, request, quietRun())

      expect(leftOut).toEqual([])
      expect(objects).toBe(14)
      expect(ownObjects(target)).toEqual(ownObjects(source))
      expect(factsOf(target)).toEqual(factsOf(source))
      expect(fs.readdirSync(path.dirname(target))).toEqual(['empty.db'])
      expect(fs.statSync(target).mode & 0o777).toBe(0o600)
      const db = new Database(target)
      for (const table of ['metro', 'rent_growth', 'docs', 'old_docs', 'boxes', 'strictly']) {
        expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
      }
      // It works: the trigger keeps the index, the sequence begins anew.
      db.exec(
        "INSERT INTO metro (msa, name) VALUES (1, 'Testville'); INSERT INTO rent_growth (msa) VALUES (1)",
      )
      expect(db.prepare("SELECT rowid FROM outside WHERE outside MATCH 'testville'").pluck().get()).toBe(1)
      expect(db.prepare('SELECT id FROM rent_growth').pluck().get()).toBe(1)
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
      db.close()
    })
  }

  it('comes out of every stored form, also where page 1 is in the first of many frames', async () => {
    for (const stored of allForms) {
      const { source, request } = await staged((file) => buildDatabase(file, { rows: 12_000 }), stored)
      const { target, bytes } = await copySchema(realPorts, request, quietRun())
      expect(ownObjects(target)).toEqual(ownObjects(source))
      expect(bytes).toBe(fs.statSync(target).size)
    }
  })

  it('leaves out what can’t be made here, says why, and makes the rest', async () => {
    const { request } = await staged((file) => {
      const db = new Database(file)
      const factory = () => ({
        columns: ['x'],
        *rows() {
          yield [1]
        },
      })
      // The binding takes a factory too, for modules that tables are made with; its types do not say so.
      db.table('ours', factory as never)
      db.function('twice', { deterministic: true }, (value: number) => value * 2)
      db.exec(`
        CREATE TABLE kept (a INTEGER);
        CREATE VIRTUAL TABLE foreign_module USING ours(1);
        CREATE INDEX by_function ON kept (twice(a));
        CREATE INDEX by_a ON kept (a);
      `)
      db.close()
    })
    const { objects, leftOut, target } = await copySchema(realPorts, request, quietRun())
    expect(objects).toBe(2)
    expect(leftOut).toEqual([
      { name: 'foreign_module', because: 'no such module: ours' },
      { name: 'by_function', because: expect.stringContaining('twice') as string },
    ])
    const db = new Database(target, { readonly: true })
    expect(db.prepare('SELECT name FROM sqlite_schema ORDER BY name').pluck().all()).toEqual(['by_a', 'kept'])
    db.close()
  })

  it('never replaces what is there, and writes nothing into the vault', async () => {
    const { request, vault } = await staged((file) => buildDatabase(file, { rows: 10 }))
    const codeOf = (targetPath: string): Promise<unknown> =>
      copySchema(realPorts, { ...request, targetPath }, quietRun()).then(
        () => 'made',
        (error: unknown) => faultOf(error)?.code ?? error,
      )
    fs.writeFileSync(request.targetPath, 'not ours')
    expect(await codeOf(request.targetPath)).toBe('TARGET_CHANGED')
    expect(fs.readFileSync(request.targetPath, 'utf8')).toBe('not ours')
    expect(await codeOf(path.join(vault.folder, 'manual', 'empty.db'))).toBe('TARGET_IN_VAULT')
    expect(await codeOf(path.join(vault.folder, 'nowhere', 'empty.db'))).toBe('TARGET_FOLDER_MISSING')
  })

  it('leaves nothing at the target, whichever call fails, and whichever byte of the frame is wrong', async () => {
    const { request, vault, folder } = await staged((file) => buildDatabase(file, { rows: 200 }))
    const live = path.join(folder, 'live')
    const leases = path.join(vault.folder, '.holdfast', 'leases')
    let failures = 0
    for (let failing = 1; ; failing += 1) {
      const { files, calls } = interceptedFiles((call) => {
        if (call === failing) throw systemError('EIO')
      })
      const ports = { ...realPorts, files }
      const fault = await copySchema(ports, request, quietRun()).then(
        () => null,
        (error: unknown) => faultOf(error)?.code ?? `not in words: ${String(error)}`,
      )
      expect(fault ?? '').not.toContain('not in words')
      // A leftover that could not be removed stays for the next sweep; the target itself is not there.
      if (fault !== null) {
        failures += 1
        expect(fs.existsSync(request.targetPath), `call ${failing}: ${fault}`).toBe(false)
      }
      fs.rmSync(live, { recursive: true })
      fs.mkdirSync(live)
      // A lease that could not be removed is read by whoever comes next: each round would make more calls than the one before.
      fs.rmSync(leases, { recursive: true, force: true })
      if (fault === null && calls() < failing) break
    }
    expect(failures).toBeGreaterThan(10)

    const payload = path.join(vault.folder, request.manifestFile.replace('.manifest.json', ''))
    const bytes = fs.readFileSync(payload)
    bytes[40] = bytes[40]! ^ 1
    fs.writeFileSync(payload, bytes)
    const damaged = await copySchema(realPorts, request, quietRun()).catch((error: unknown) => faultOf(error))
    expect(damaged).toMatchObject({ code: 'BACKUP_DAMAGED' })
    expect(fs.readdirSync(live)).toEqual([])
  })
})
