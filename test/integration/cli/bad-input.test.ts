import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { cliRig, type Rig } from './cli-rig.ts'
import { backupDocument, backupsDocument, errorShape, restoreDocument } from './json-shapes.ts'

async function vaultRig(): Promise<Rig> {
  const rig = cliRig()
  await rig.run('init', rig.vault, '--no-encryption')
  return rig
}

async function added(rig: Rig, file: string, ...options: string[]): Promise<string> {
  const { status, json } = await rig.json('add', file, ...options)
  const { results } = json as { results: { success: boolean; error?: unknown }[] }
  if (results[0]!.success) return `${status} added`
  return `${status} ${errorShape.parse(results[0]!.error).code}`
}

/** Backs up, restores to another place, and answers whether the content came back row by row. */
async function comesBack(rig: Rig, name: string, file: string): Promise<boolean> {
  const taken = await rig.json('backup', name)
  expect(taken.status, JSON.stringify(taken.json)).toBe(0)
  const target = path.join(rig.folder, `${name}.back`)
  const restored = await rig.json('restore', name, '--to', target)
  expect(restoreDocument.parse(restored.json).success).toBe(true)
  const dump = (one: string): unknown => {
    const db = new Database(one, { readonly: true })
    try {
      const tables = db
        .prepare<[], { name: string }>(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )
        .all()
      return tables.map((table) => [table.name, db.prepare(`SELECT * FROM "${table.name}"`).all()])
    } finally {
      db.close()
    }
  }
  expect(dump(target)).toEqual(dump(file))
  return true
}

describe('what can not be registered', () => {
  it('says of each file why', async () => {
    const rig = await vaultRig()
    const at = (name: string): string => path.join(rig.sources, name)
    fs.writeFileSync(at('notes.db'), 'just text, and more of it, '.repeat(50))
    fs.writeFileSync(at('empty.db'), '')
    fs.writeFileSync(
      at('encrypted.db'),
      Buffer.from(Array.from({ length: 8192 }, (_, n) => (n * 2654435761) >>> 24)),
    )
    fs.mkdirSync(at('folder.db'))
    const inVault = path.join(rig.vault, 'inside.db')
    fs.copyFileSync(rig.source('ok.db', { journalMode: 'delete' }), inVault)
    expect(await added(rig, at('missing.db'))).toBe('1 SOURCE_MISSING')
    expect(await added(rig, at('notes.db'))).toBe('1 SOURCE_NOT_SQLITE')
    expect(await added(rig, at('encrypted.db'))).toBe('1 SOURCE_NOT_SQLITE')
    expect(await added(rig, at('empty.db'))).toBe('1 SOURCE_EMPTY')
    expect(await added(rig, at('folder.db'))).toBe('1 SOURCE_IS_FOLDER')
    expect(await added(rig, inVault)).toBe('2 WRONG_USE')
    expect(await added(rig, at('ok.db'), '--name', 'no/good')).toBe('2 DATABASE_NAME_INVALID')
    expect(await added(rig, at('ok.db'))).toBe('0 added')
    fs.linkSync(at('ok.db'), at('hard link.db'))
    fs.symlinkSync(at('ok.db'), at('link.db'))
    for (const alias of ['ok.db', 'hard link.db', 'link.db']) {
      expect(await added(rig, at(alias)), alias).toBe('1 DATABASE_ALREADY_REGISTERED')
    }
    rig.source('second.db')
    expect(await added(rig, at('second.db'), '--name', 'OK')).toBe('1 DATABASE_NAME_TAKEN')
  })

  it.skipIf(process.getuid?.() !== 0)('a file that this user may not read', async () => {
    const rig = await vaultRig()
    const file = rig.source('secret.db', { journalMode: 'delete' })
    await rig.run('add', file)
    // Root reads everything: the same commands as another user, who may read the vault and not the file.
    fs.chmodSync(file, 0o600)
    for (const folder of [rig.folder, rig.sources]) fs.chmodSync(folder, 0o755)
    for (const folder of [rig.vault, rig.home]) execFileSync('chown', ['-R', '65534:65534', folder])
    const entry = path.resolve('main/cli/holdfast.ts')
    const asNobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath, entry]
    let out = ''
    try {
      execFileSync('setpriv', [...asNobody, 'backup', 'secret', '--json'], {
        env: { ...rig.env, NODE_COMPILE_CACHE: '' },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    } catch (error) {
      out = String((error as { stdout: Buffer }).stdout)
    }
    expect(backupDocument.parse(JSON.parse(out)).error?.code).toBe('SOURCE_NOT_PERMITTED')
  })
})

describe('unusual databases come back as they were', () => {
  it.each([
    ['spaces and quotes \'"`.db'],
    ['emoji 🏠 naïve.db'],
    ['line\nbreak.db'],
    ['-dash.db'],
    ['no ending'],
  ])('under the name %j', async (name) => {
    const rig = await vaultRig()
    const file = rig.source(name)
    const { status, json } = await rig.json('add', '--', file)
    expect(status).toBe(0)
    const { results } = json as { results: { database: { name: string } }[] }
    expect(await comesBack(rig, results[0]!.database.name, file)).toBe(true)
    // A terminal must not be made to obey a file's name.
    expect((await rig.run('list')).out.split('\n')).toHaveLength(3)
  })

  it.each([512, 1024, 8192, 65536])('with pages of %i bytes', async (pageSize) => {
    const rig = await vaultRig()
    const file = rig.source('paged.db', { pageSize, rows: 300 })
    await rig.run('add', file)
    expect(await comesBack(rig, 'paged', file)).toBe(true)
  })

  it('with UTF-16, WITHOUT ROWID, FTS5, R*Tree, generated columns, STRICT and auto-vacuum', async () => {
    const rig = await vaultRig()
    const file = rig.source('odd.db', { encoding: 'UTF-16le', autoVacuum: 'incremental', rows: 200 })
    const db = new Database(file)
    db.exec(`
      CREATE TABLE pairs (a TEXT, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
      INSERT INTO pairs VALUES ('x', 1), ('ü', 2);
      CREATE VIRTUAL TABLE words USING fts5(body);
      INSERT INTO words VALUES ('the holdfast of kelp'), ('a root-like anchor');
      CREATE VIRTUAL TABLE areas USING rtree(id, x0, x1, y0, y1);
      INSERT INTO areas VALUES (1, 0, 1, 0, 1);
      CREATE TABLE made (n INTEGER, twice INTEGER GENERATED ALWAYS AS (n * 2) STORED, next INTEGER AS (n + 1)) STRICT;
      INSERT INTO made (n) VALUES (1), (2);
      DELETE FROM series WHERE id % 2 = 0;
    `)
    db.close()
    await rig.run('add', file)
    expect(await comesBack(rig, 'odd', file)).toBe(true)
  })
})

describe('a vault that can not be used', () => {
  it('is full of something else, newer, gone, or read-only', async () => {
    const rig = await vaultRig()
    const file = rig.source('a.db')
    await rig.run('add', file)
    const occupied = path.join(rig.folder, 'occupied')
    fs.mkdirSync(occupied)
    fs.writeFileSync(path.join(occupied, 'somebody’s file'), '')
    const codeOf = async (...args: string[]): Promise<string> => {
      const { status, json } = await rig.json(...args)
      return `${status} ${(json as { error: { code: string } }).error.code}`
    }
    expect(await codeOf('init', occupied)).toBe('1 VAULT_FOLDER_NOT_EMPTY')
    expect(await codeOf('init', rig.vault)).toBe('1 VAULT_ALREADY_THERE')
    expect(await codeOf('init', path.join(rig.sources, 'a.db'))).toBe('10 VAULT_NOT_A_VAULT')

    const moved = path.join(rig.folder, 'unplugged')
    fs.renameSync(rig.vault, moved)
    expect(await codeOf('backup', 'a')).toBe('10 VAULT_MISSING')
    fs.mkdirSync(rig.vault)
    expect(await codeOf('backup', 'a')).toBe('10 VAULT_NOT_A_VAULT')
    fs.rmdirSync(rig.vault)
    fs.renameSync(moved, rig.vault)
    expect((await rig.run('backup', 'a')).status).toBe(0)

    for (const copy of ['vault.json', 'vault-copy.json'])
      fs.writeFileSync(path.join(rig.vault, '.holdfast', copy), '{}')
    expect(await codeOf('list')).toBe('1 VAULT_DAMAGED')
  })

  it('has a passphrase that is too short, or a key file that lies in the vault', async () => {
    const rig = cliRig()
    const short = path.join(rig.folder, 'short')
    fs.writeFileSync(short, 'abc')
    const tooShort = await rig.json('init', rig.vault, '--passphrase-file', short)
    expect(tooShort).toMatchObject({ status: 2, json: { error: { code: 'PASSPHRASE_TOO_SHORT' } } })
    const inside = await rig.json('init', rig.vault, '--key-file', path.join(rig.vault, 'key'))
    expect(inside).toMatchObject({ status: 2, json: { error: { code: 'WRONG_USE' } } })
    expect(fs.existsSync(rig.vault)).toBe(false)
  })
})

describe('a target that can not be restored to', () => {
  it('is a folder, in the vault, or in no folder', async () => {
    const rig = await vaultRig()
    await rig.run('add', rig.source('a.db'))
    await rig.run('backup', 'a')
    const codeOf = async (target: string): Promise<string> => {
      const { status, json } = await rig.json('restore', 'a', '--to', target)
      return `${status} ${(json as { error: { code: string } }).error.code}`
    }
    expect(await codeOf(rig.sources)).toBe('1 TARGET_IS_FOLDER')
    expect(await codeOf(path.join(rig.vault, 'manual', 'x.db'))).toBe('1 TARGET_IN_VAULT')
    const nowhere = path.join(rig.folder, 'nowhere')
    expect(await codeOf(path.join(nowhere, 'x.db'))).toBe('1 TARGET_FOLDER_MISSING')
    const { err } = await rig.run('restore', 'a', '--to', path.join(nowhere, 'x.db'))
    expect(err).toContain(`There is no folder at ${nowhere}.`)
    const noBackup = rig.source('b.db')
    await rig.run('add', noBackup)
    expect(await rig.json('restore', 'b', '--yes')).toMatchObject({
      status: 1,
      json: { error: { code: 'NO_BACKUP' } },
    })
  })
})

describe('a place that answers "no such file" to every new folder', () => {
  it.runIf(process.platform === 'linux')(
    'is told of, and not tried for ever',
    { timeout: 20_000 },
    async () => {
      const rig = cliRig()
      const { child, ended } = rig.start('init', '/proc/holdfast-vault', '--no-encryption', '--json')
      const limit = setTimeout(() => child.kill('SIGKILL'), 10_000)
      const { status, out } = await ended
      clearTimeout(limit)
      expect(status).toBe(10)
      expect(errorShape.parse((JSON.parse(out) as { error: unknown }).error).code).toBe('VAULT_MISSING')
    },
  )
})

describe('a database as key file', () => {
  it('is refused: it changes, and with it the key is lost', async () => {
    const rig = cliRig()
    const file = rig.source('a.db')
    const { status, json } = await rig.json('init', rig.vault, '--key-file', file)
    expect(status).toBe(2)
    expect(errorShape.parse((json as { error: unknown }).error).message).toContain('is a SQLite database')
    expect(fs.existsSync(rig.vault)).toBe(false)
    expect(fs.existsSync(file)).toBe(true)
  })
})

describe('what SQLite complains of', () => {
  it('is told complaint by complaint, each in one line', async () => {
    const rig = await vaultRig()
    const file = rig.source('torn.db', { rows: 3000, journalMode: 'delete' })
    await rig.run('add', file)
    const pages = fs.readFileSync(file)
    // The cell pointers of three leaves: SQLite puts its complaints about them into one row.
    for (const page of [10, 11, 12]) pages.fill(0xff, page * 4096 + 8, page * 4096 + 40)
    fs.writeFileSync(file, pages)
    const { status, err } = await rig.run('backup', 'torn')
    expect(status).toBe(1)
    expect(err).toContain('(the source had the same when it was backed up)')
    expect(err).not.toContain('***')
    for (const line of err.trimEnd().split('\n').slice(1)) expect(line).toMatch(/^ {2}\S/)
  })
})

describe('a manifest of a newer version, sealed by rules that this one does not know', () => {
  it('is called too new by verify, restore, show and rebuild, and the other backups are as they were', async () => {
    const rig = await vaultRig()
    await rig.run('add', rig.source('a.db'))
    await rig.run('backup', 'a')
    await rig.run('backup', 'a')
    const { backups } = backupsDocument.parse((await rig.json('list', 'a')).json)
    const [newest, other] = backups
    const manifest = `${newest!.file}.manifest.json`
    const file = path.join(rig.vault, manifest)
    const text = fs.readFileSync(file, 'utf8')
    fs.writeFileSync(file, text.replace('"formatVersion": 1', '"formatVersion": 7'))
    const target = path.join(rig.folder, 'back.db')
    const tooNew = { status: 1, json: { error: { code: 'MANIFEST_TOO_NEW' } } }

    // Known from before it was raised, and after everything was read again.
    for (const called of [newest!.id, newest!.file, path.join(rig.vault, newest!.file)]) {
      expect(await rig.json('verify', called), called).toMatchObject(tooNew)
      const restored = await rig.json('restore', 'a', '--backup', called, '--to', target, '--yes')
      expect(restored, called).toMatchObject(tooNew)
      if (called !== newest!.id) continue
      // Proved when it was stored, and not known now.
      expect((await rig.run('show', newest!.id)).out).toContain('Checks not known')
      const rebuilt = await rig.json('rebuild')
      expect(rebuilt).toMatchObject({
        status: 3,
        json: { backups: 1, damaged: [manifest], errors: [{ file: manifest, code: 'MANIFEST_TOO_NEW' }] },
      })
    }
    expect(await rig.json('show', newest!.file)).toMatchObject(tooNew)
    expect((await rig.run('rebuild')).err).toContain('says that it is of format 7')
    expect(fs.existsSync(target)).toBe(false)
    expect((await rig.run('verify', other!.id)).status).toBe(0)
  })
})

describe('a database whose schema SQLite can not read any more', () => {
  it('is kept page by page, the run fails, and it can be brought back', async () => {
    const rig = await vaultRig()
    const file = rig.source('a.db', { journalMode: 'delete' })
    await rig.run('add', file)
    const db = new Database(file)
    db.unsafeMode(true)
    db.pragma('writable_schema = ON')
    db.exec("UPDATE sqlite_schema SET sql = 'CREATE TABLE nonsense(' WHERE name = 'series'")
    db.close()
    const { status, json } = await rig.json('backup', 'a')
    expect(status).toBe(1)
    const { results } = backupDocument.parse(json)
    expect(results[0]).toMatchObject({ success: false, error: { code: 'VALIDATION_FAILED' } })
    expect(results[0]!.error!.message).toContain('malformed database schema')
    const target = path.join(rig.folder, 'back.db')
    const restored = await rig.json('restore', 'a', '--to', target, '--yes')
    expect(restored.status).toBe(0)
    expect(fs.readFileSync(target).equals(fs.readFileSync(file))).toBe(true)
  })
})
