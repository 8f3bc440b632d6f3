import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { cliRig, filesBelow } from './cli-rig.ts'
import {
  backupDocument,
  backupsDocument,
  databasesDocument,
  errorDocument,
  inventoryDocument,
  restoreDocument,
  verifyDocument,
} from './json-shapes.ts'

function sumOf(file: string): number {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare<[], { sum: number }>('SELECT sum(value) AS sum FROM series').get()!.sum
  } finally {
    db.close()
  }
}

describe('the main job on the command line', () => {
  it('makes a vault, registers, backs up, lists, verifies, and brings a broken database back', async () => {
    const rig = cliRig()
    const file = rig.source('market_data.db')
    const sum = sumOf(file)
    expect((await rig.run('init', rig.vault)).status).toBe(0)
    expect((await rig.run('add', file)).status).toBe(0)

    const taken = await rig.json('backup', 'market_data')
    expect(taken.status).toBe(0)
    const { backup, success, database } = backupDocument.parse(taken.json).results[0]!
    expect({ success, database }).toEqual({ success: true, database: 'market_data' })
    expect(backup?.validation.status).toBe('passed')
    expect(fs.statSync(path.join(rig.vault, backup!.file)).size).toBe(backup!.sizeBytes)

    const listed = await rig.json('list')
    const [view] = databasesDocument.parse(listed.json).databases
    expect(view).toMatchObject({ name: 'market_data', state: 'proved', backupCount: 1 })
    const ofOne = backupsDocument.parse((await rig.json('list', 'market_data')).json)
    expect(ofOne.backups.map((one) => one.id)).toEqual([backup!.id])

    const verified = await rig.json('verify', backup!.id)
    expect(verified.status).toBe(0)
    expect(verifyDocument.parse(verified.json).results).toMatchObject([
      { backup: backup!.id, status: 'passed' },
    ])

    fs.writeFileSync(file, 'this was a database')
    const restored = await rig.json('restore', 'market_data', '--yes')
    expect(restored.status).toBe(0)
    const report = restoreDocument.parse(restored.json)
    expect(report).toMatchObject({ success: true, target: file, backup: backup!.id, root: backup!.root })
    expect(sumOf(file)).toBe(sum)

    const metadata = JSON.parse(
      fs.readFileSync(path.join(rig.vault, 'backup_metadata.json'), 'utf8'),
    ) as unknown
    const { backup_inventory: inventory } = inventoryDocument.parse(metadata)
    expect(inventory.total_backups).toBe(1)
    expect(inventory.databases['market_data']).toMatchObject({
      latest_backup: backup!.takenAt,
      backup_count: 1,
      validation_status: 'passed',
    })
    const logs = filesBelow(path.join(rig.vault, 'backup_logs'))
    expect(logs.every((name) => /^backup_\d{8}\.log$/.test(name))).toBe(true)
    const kinds = logs
      .flatMap((name) =>
        fs
          .readFileSync(path.join(rig.vault, 'backup_logs', name), 'utf8')
          .trim()
          .split('\n'),
      )
      .map((line) => (JSON.parse(line) as { kind: string }).kind)
    expect(kinds).toEqual(['vault', 'register', 'backup', 'verify', 'restore'])
  })

  it('takes a safety backup of a readable database, and that backup undoes the restore', async () => {
    const rig = cliRig()
    const file = rig.source('economic_data.db', { journalMode: 'delete' })
    await rig.run('init', rig.vault)
    await rig.run('add', file)
    await rig.run('backup', '--all')
    const db = new Database(file)
    db.exec('UPDATE series SET value = value + 1')
    db.close()
    const changed = sumOf(file)

    const restored = restoreDocument.parse((await rig.json('restore', 'economic_data', '--yes')).json)
    expect(sumOf(file)).not.toBe(changed)
    const undone = await rig.json('restore', 'economic_data', '--yes', '--backup', restored.safetyBackup!)
    expect(undone.status).toBe(0)
    expect(sumOf(file)).toBe(changed)

    // By default the safety backups are passed over: asked again, the same backup comes back.
    const again = restoreDocument.parse((await rig.json('restore', 'economic_data', '--yes')).json)
    expect(again.backup).toBe(restored.backup)
  })

  it('says what was wrong at the source already, when it brings that back', async () => {
    const rig = cliRig()
    const file = rig.source('a.db')
    const db = new Database(file)
    db.exec(`PRAGMA foreign_keys = OFF; CREATE TABLE owner (id INTEGER PRIMARY KEY);
      CREATE TABLE owned (owner REFERENCES owner (id)); INSERT INTO owned VALUES (9)`)
    db.close()
    await rig.run('init', rig.vault)
    await rig.run('add', file)
    expect((await rig.run('backup', 'a')).status).toBe(1)
    const { status, out } = await rig.run('restore', 'a', '--yes')
    expect(status).toBe(0)
    expect(out).toMatch(/; checks failed\.\n {2}data_consistency: .*breaks a foreign key/)
  })

  it('shows a plan and changes nothing', async () => {
    const rig = cliRig()
    const file = rig.source('a.db')
    await rig.run('init', rig.vault)
    await rig.run('add', file)
    await rig.run('backup', 'a')
    const before = [filesBelow(rig.vault), fs.readFileSync(file)]
    const planned = await rig.json('restore', 'a', '--plan')
    expect(planned.status).toBe(0)
    expect(planned.json).toMatchObject({ plan: { database: 'a', method: 'swap', takesSafetyBackup: true } })
    expect([filesBelow(rig.vault), fs.readFileSync(file)]).toEqual(before)
  })

  it('asks for a confirmation that a pipe can not give', async () => {
    const rig = cliRig()
    const file = rig.source('a.db')
    await rig.run('init', rig.vault)
    await rig.run('add', file)
    await rig.run('backup', 'a')
    const refused = await rig.json('restore', 'a')
    expect(refused.status).toBe(2)
    expect(errorDocument.parse(refused.json).error.code).toBe('RESTORE_NOT_CONFIRMED')
  })

  it('stores plain forms that ordinary tools read', async () => {
    const rig = cliRig()
    const file = rig.source('plain.db', { journalMode: 'delete' })
    const sum = sumOf(file)
    await rig.run('init', rig.vault)
    await rig.run('add', file)
    const bare = backupDocument.parse(
      (await rig.json('backup', 'plain', '--no-compression', '--no-encryption')).json,
    )
    const bareFile = path.join(rig.vault, bare.results[0]!.backup!.file)
    expect(bareFile).toMatch(/\.db$/)
    expect(fs.readFileSync(bareFile)).toEqual(fs.readFileSync(file))
    expect(sumOf(bareFile)).toBe(sum)
    const packed = backupDocument.parse((await rig.json('backup', 'plain', '--no-encryption')).json)
    const packedFile = path.join(rig.vault, packed.results[0]!.backup!.file)
    expect(packedFile).toMatch(/\.db\.zst$/)
    expect(zlib.zstdDecompressSync(fs.readFileSync(packedFile))).toEqual(fs.readFileSync(file))
    const { results } = verifyDocument.parse((await rig.json('verify', '--all')).json)
    expect(results.map((result) => result.status)).toEqual(['passed', 'passed'])
  })

  it('finds a backup by id, beginning of its id, file name, stem and path', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault, '--no-encryption')
    await rig.run('add', rig.source('a.db'))
    const { results } = backupDocument.parse((await rig.json('backup', 'a')).json)
    const { id, file } = results[0]!.backup!
    const name = path.basename(file)
    const spellings = [id, id.slice(0, 6), file, name, name.replace(/\.db.*/, ''), path.join(rig.vault, file)]
    for (const spelling of [...spellings, path.join(rig.vault, `${file}.manifest.json`)]) {
      const shown = await rig.json('show', spelling)
      expect(shown.json, spelling).toMatchObject({ backup: { id } })
    }
    const fromVault = await rig.runWith(
      { cwd: path.join(rig.vault, 'manual') },
      'show',
      `./${name}`,
      '--json',
    )
    expect(fromVault.status).toBe(0)
  })

  it('counts relative paths from where it was called', async () => {
    const rig = cliRig()
    rig.source('here.db')
    const inSources = { cwd: rig.sources }
    expect((await rig.runWith(inSources, 'init', '../vault')).status).toBe(0)
    expect((await rig.runWith(inSources, 'add', 'here.db')).status).toBe(0)
    await rig.run('backup', 'here')
    const restored = await rig.runWith(inSources, 'restore', 'here', '--to', 'back.db', '--json')
    expect(restoreDocument.parse(JSON.parse(restored.out)).target).toBe(path.join(rig.sources, 'back.db'))
  })
})
