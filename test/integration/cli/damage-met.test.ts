import fs from 'node:fs'
import path from 'node:path'

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

describe('a restore that meets a damaged backup', () => {
  it('is remembered, here and by other machines: that backup is failed, and the next restore takes another', async () => {
    const { rig, older, newer } = await rigWithTwoBackups()
    const other = cliRig({ vault: rig.vault })
    expect(await verdictsSeenBy(other)).toEqual(['passed', 'passed'])
    const payload = path.join(rig.vault, newer.file)
    const bytes = fs.readFileSync(payload)
    bytes[bytes.length >> 1]! ^= 1
    fs.writeFileSync(payload, bytes)

    const refused = await rig.json('restore', 'market_data', '--to', 'x.db')
    expect(restoreDocument.parse(refused.json).error?.code).toBe('BACKUP_DAMAGED')
    expect(await verdictsSeenBy(rig)).toEqual(['failed', 'passed'])
    expect(await verdictsSeenBy(other)).toEqual(['failed', 'passed'])
    const { json } = await rig.json('restore', 'market_data', '--to', 'x.db')
    expect(restoreDocument.parse(json)).toMatchObject({ success: true, backup: older.id })
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
