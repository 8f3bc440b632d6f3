import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { cliRig, filesBelow, type Rig } from './cli-rig.ts'
import {
  backupDocument,
  backupsDocument,
  databasesDocument,
  inventoryDocument,
  restoreDocument,
  verifyDocument,
} from './json-shapes.ts'

async function rigWithTwo(...initOptions: string[]): Promise<Rig> {
  const rig = cliRig()
  await rig.run('init', rig.vault, ...initOptions)
  await rig.run('add', rig.source('market_data.db'), rig.source('forecast_cache.db', { rows: 20 }))
  await rig.run('backup', '--all')
  return rig
}

async function whatIsKnown(rig: Rig): Promise<unknown> {
  const { databases } = databasesDocument.parse((await rig.json('list')).json)
  const { backups } = backupsDocument.parse((await rig.json('list', 'market_data')).json)
  return { databases, backups }
}

describe('the catalog is a cache', () => {
  it('comes back whole when it is deleted, damaged, or rebuilt', async () => {
    const rig = await rigWithTwo()
    await rig.run('verify', '--all')
    const known = await whatIsKnown(rig)
    const catalogs = path.join(rig.home, 'catalogs')

    fs.rmSync(catalogs, { recursive: true })
    expect(await whatIsKnown(rig)).toEqual(known)

    for (const name of fs.readdirSync(catalogs)) fs.writeFileSync(path.join(catalogs, name), 'not a catalog')
    expect(await whatIsKnown(rig)).toEqual(known)

    const rebuilt = await rig.json('rebuild')
    expect(rebuilt).toEqual({ status: 0, json: { databases: 2, backups: 2, damaged: [], errors: [] } })
    expect(await whatIsKnown(rig)).toEqual(known)
  })

  it('names a manifest that can not be read, and goes on', async () => {
    const rig = await rigWithTwo()
    const { backups } = backupsDocument.parse((await rig.json('list', 'market_data')).json)
    const manifest = `${backups[0]!.file}.manifest.json`
    fs.appendFileSync(path.join(rig.vault, manifest), ' ')
    expect(await rig.json('rebuild')).toMatchObject({
      status: 3,
      json: {
        databases: 2,
        backups: 1,
        damaged: [manifest],
        errors: [{ file: manifest, code: 'MANIFEST_DAMAGED' }],
      },
    })
    const { status, json } = await rig.json('verify', '--all')
    expect(status).toBe(3)
    const failed = verifyDocument.parse(json).results.filter((result) => result.status === 'failed')
    expect(failed.map(({ backup, error }) => [backup, error?.code])).toEqual([
      [backups[0]!.file, 'MANIFEST_DAMAGED'],
    ])
  })

  it('does not call proved what was verified later where the record of that is damaged; the next verify heals it', async () => {
    const rig = await rigWithTwo()
    await rig.run('verify', '--all')
    const [backup] = backupsDocument.parse((await rig.json('list', 'market_data')).json).backups
    const record = path.join(rig.vault, '.holdfast/validations', `${backup!.id}.json`)
    const whole = fs.readFileSync(record)
    fs.writeFileSync(record, whole.subarray(0, whole.length - 9))
    await rig.run('rebuild')
    const stateOf = async (): Promise<unknown> => {
      const { json } = await rig.json('list')
      const { databases } = json as { databases: { name: string; state: string; reason: { code: string } }[] }
      const one = databases.find(({ name }) => name === 'market_data')
      return [one?.state, one?.reason.code]
    }
    expect(await stateOf()).toEqual(['stored', 'validation_not_known'])
    const shown = await rig.run('show', backup!.id)
    expect(shown.out).toContain('Checks not known\n')
    expect(shown.out).toContain('the record of its latest verification can’t be read')
    expect((await rig.run('verify', backup!.id)).status).toBe(0)
    expect(await stateOf()).toEqual(['proved', 'proved'])
    await rig.run('rebuild')
    expect(await stateOf()).toEqual(['proved', 'proved'])
  })

  it('takes in what was removed from the vault by hand', async () => {
    const rig = await rigWithTwo()
    for (const file of filesBelow(path.join(rig.vault, 'manual'))) {
      if (file.startsWith('market_data')) fs.rmSync(path.join(rig.vault, 'manual', file))
    }
    const { databases } = databasesDocument.parse((await rig.json('list')).json)
    expect(databases.map(({ name, backupCount }) => [name, backupCount])).toEqual([
      ['forecast_cache', 1],
      ['market_data', 0],
    ])
  })
})

describe('a vault is complete in itself', () => {
  it('restores everything on another machine that has the vault and its key file', async () => {
    const rig = cliRig()
    const key = path.join(rig.folder, 'vault.key')
    await rig.run('init', rig.vault, '--key-file', key)
    const source = rig.source('market_data.db', { journalMode: 'delete' })
    await rig.run('add', source)
    await rig.run('backup', '--all')

    const copy = path.join(rig.folder, 'copy of the vault')
    fs.cpSync(rig.vault, copy, { recursive: true })
    const elsewhere = cliRig({ vault: copy })
    const target = path.join(elsewhere.sources, 'back.db')
    expect((await elsewhere.run('list')).status).toBe(12)
    const restored = await elsewhere.json('restore', 'market_data', '--to', target, '--key-file', key)
    expect(restored.status).toBe(0)
    expect(fs.readFileSync(target)).toEqual(fs.readFileSync(source))
    // The place of the key is remembered from here on.
    expect((await elsewhere.run('verify', '--all')).status).toBe(0)
  })

  it('restores with a passphrase, and a database whose registration is lost', async () => {
    const rig = cliRig()
    const passphrase = path.join(rig.folder, 'passphrase')
    fs.writeFileSync(passphrase, 'correct horse battery staple')
    await rig.run('init', rig.vault, '--passphrase-file', passphrase)
    const source = rig.source('economic_data.db', { journalMode: 'delete' })
    const withKey = ['--passphrase-file', passphrase]
    await rig.run('add', source, ...withKey)
    await rig.run('backup', '--all', ...withKey)
    fs.rmSync(path.join(rig.vault, '.holdfast', 'databases'), { recursive: true })
    fs.mkdirSync(path.join(rig.vault, '.holdfast', 'databases'))

    const elsewhere = cliRig(rig)
    const listed = databasesDocument.parse((await elsewhere.json('list', ...withKey)).json)
    expect(listed.databases).toEqual([])
    expect(listed.unregistered).toMatchObject([{ name: 'economic_data', backupCount: 1 }])
    expect((await elsewhere.run('restore', 'economic_data', ...withKey)).status).toBe(2)
    const target = path.join(elsewhere.sources, 'back.db')
    const restored = await elsewhere.json('restore', 'economic_data', '--to', target, ...withKey)
    expect(restoreDocument.parse(restored.json).success).toBe(true)
    expect(fs.readFileSync(target)).toEqual(fs.readFileSync(source))

    // Registered again under its name, it goes on where its backups end.
    await elsewhere.run('add', target, '--name', 'economic_data', ...withKey)
    const again = databasesDocument.parse((await elsewhere.json('list', ...withKey)).json)
    expect(again).toMatchObject({ databases: [{ name: 'economic_data', backupCount: 1 }] })
    expect(again.unregistered).toBeUndefined()
  })
})

describe('several programs on one vault', () => {
  it('two processes back up at once, and both know all of it', async () => {
    const rig = await rigWithTwo()
    const other = cliRig(rig)
    const key = path.join(rig.home, 'keys', fs.readdirSync(path.join(rig.home, 'keys'))[0]!)
    const runs = await Promise.all([
      rig.json('backup', '--all'),
      rig.json('backup', '--all'),
      other.json('backup', '--all', '--key-file', key),
    ])
    const ids = runs.flatMap(({ status, json }) => {
      expect(status).toBe(0)
      return backupDocument.parse(json).results.map((result) => result.backup!.id)
    })
    expect(new Set(ids).size).toBe(6)
    for (const one of [rig, other]) {
      const { databases } = databasesDocument.parse((await one.json('list')).json)
      expect(databases.map((database) => database.backupCount)).toEqual([4, 4])
    }
    const text = fs.readFileSync(path.join(rig.vault, 'backup_metadata.json'), 'utf8')
    expect(inventoryDocument.parse(JSON.parse(text)).backup_inventory.total_backups).toBe(8)
    const lines = filesBelow(path.join(rig.vault, 'backup_logs')).flatMap((name) =>
      fs
        .readFileSync(path.join(rig.vault, 'backup_logs', name), 'utf8')
        .trim()
        .split('\n'),
    )
    expect(lines.filter((line) => (JSON.parse(line) as { kind: string }).kind === 'backup')).toHaveLength(8)
  })
})
