import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { cliRig, type Rig } from './cli-rig.ts'
import { backupDocument, backupsDocument, restoreDocument } from './json-shapes.ts'

async function backUp(rig: Rig): Promise<{ readonly id: string; readonly file: string }> {
  const { results } = backupDocument.parse((await rig.json('backup', 'market_data')).json)
  return results[0]!.backup!
}

/** A registered database with two backups, the newer one first. */
async function rigWithTwoBackups() {
  const rig = cliRig()
  await rig.run('init', rig.vault, '--no-encryption')
  await rig.run('add', rig.source('market_data.db'))
  const older = await backUp(rig)
  return { rig, older, newer: await backUp(rig) }
}

async function verdictsSeenBy(rig: Rig): Promise<readonly string[]> {
  const { backups } = backupsDocument.parse((await rig.json('list', 'market_data')).json)
  return backups.map(({ validation }) => validation.status)
}

/** Flips a bit in the middle of a backup's payload. */
function damage(rig: Rig, file: string): void {
  const payload = path.join(rig.vault, file)
  const bytes = fs.readFileSync(payload)
  bytes[bytes.length >> 1]! ^= 1
  fs.writeFileSync(payload, bytes)
}

describe('a restore that meets a damaged backup', () => {
  it('is remembered, here and by other machines: that backup is failed, and the next restore takes another', async () => {
    const { rig, older, newer } = await rigWithTwoBackups()
    const other = cliRig({ vault: rig.vault })
    expect(await verdictsSeenBy(other)).toEqual(['passed', 'passed'])
    damage(rig, newer.file)
    const refused = await rig.json('restore', 'market_data', '--to', 'x.db')
    expect(restoreDocument.parse(refused.json).error?.code).toBe('BACKUP_DAMAGED')
    expect(await verdictsSeenBy(rig)).toEqual(['failed', 'passed'])
    expect(await verdictsSeenBy(other)).toEqual(['failed', 'passed'])
    const { json } = await rig.json('restore', 'market_data', '--to', 'x.db')
    expect(restoreDocument.parse(json)).toMatchObject({ success: true, backup: older.id })
  })
})

/** A full, an increment on it, and the full damaged since. */
async function rigWithDamagedBase() {
  const rig = cliRig()
  await rig.run('init', rig.vault, '--no-encryption')
  const source = rig.source('market_data.db')
  await rig.run('add', source)
  const full = await backUp(rig)
  change(source, 1)
  await rig.run('backup', 'market_data', '--type', 'incremental')
  damage(rig, full.file)
  return { rig, source }
}

function change(source: string, id: number): void {
  const db = new Database(source)
  db.exec(`CREATE TABLE changed_${id} (n)`)
  db.close()
}

describe('a damaged backup that others stand on', () => {
  it('is remembered by the next backup of changes, which is a full: nothing is restored from its chain any more', async () => {
    const { rig, source } = await rigWithDamagedBase()
    expect(await verdictsSeenBy(rig)).toEqual(['passed', 'passed'])
    change(source, 2)
    const { json } = await rig.json('backup', 'market_data', '--type', 'incremental')
    const { results } = backupDocument.parse(json)
    expect(results[0]).toMatchObject({ success: true, backup: { type: 'full' } })
    expect(await verdictsSeenBy(rig)).toEqual(['passed', 'passed', 'failed'])
    const again = await rig.json('restore', 'market_data', '--to', 'x.db')
    expect(restoreDocument.parse(again.json)).toMatchObject({ success: true, backup: results[0]!.backup!.id })
  })

  it.each([
    ['a restore', ['--to', 'x.db']],
    ['a preview of rows', ['--table', 'changed_1', '--preview']],
  ])('is what %s tells of, and not the one that was restored', async (_, options) => {
    const { rig } = await rigWithDamagedBase()
    const { status } = await rig.json('restore', 'market_data', ...options)
    expect(status).not.toBe(0)
    expect(await verdictsSeenBy(rig)).toEqual(['passed', 'failed'])
  })
})

describe('a backup of which a file is gone from the vault', () => {
  it.each(['', '.pages'])(
    'is failed without being verified (%j), is passed over, and passes again when the file is back',
    async (ending) => {
      const { rig, older, newer } = await rigWithTwoBackups()
      const lost = path.join(rig.vault, `${newer.file}${ending}`)
      fs.renameSync(lost, path.join(rig.folder, 'lost'))
      expect(await verdictsSeenBy(rig)).toEqual(['failed', 'passed'])
      await rig.run('rebuild')
      expect(await verdictsSeenBy(rig)).toEqual(['failed', 'passed'])
      const named = await rig.json('restore', 'market_data', '--backup', newer.id, '--plan')
      expect(named.json).toMatchObject({
        plan: { warnings: [expect.stringContaining('is not there')] },
      })
      const { json } = await rig.json('restore', 'market_data', '--to', 'x.db')
      expect(restoreDocument.parse(json)).toMatchObject({ success: true, backup: older.id })

      fs.renameSync(path.join(rig.folder, 'lost'), lost)
      expect(await verdictsSeenBy(rig)).toEqual(['passed', 'passed'])
    },
  )
})
