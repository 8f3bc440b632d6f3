import path from 'node:path'

import { expect, it } from 'vitest'

import { openVault, unlockVault } from '../../../main/engine/engine.ts'
import { backupOf, realPorts, storedBackup } from '../../support/engine-vault.ts'
import { cliRig } from './cli-rig.ts'
import { backupsDocument, databasesDocument } from './json-shapes.ts'

it('after a clock ran ahead and was set back, the newest backup is the one taken last, and each is told apart', async () => {
  const rig = cliRig()
  await rig.run('init', rig.vault, '--no-encryption')
  const source = rig.source('a.db')
  await rig.run('add', source)
  const { databases } = databasesDocument.parse((await rig.json('list')).json)
  const vault = await unlockVault(await openVault(realPorts, rig.vault), null)
  const { clock } = realPorts
  const ahead = { ...realPorts, clock: { ...clock, now: () => clock.now() + 864_000_000 } }
  const order = backupOf(vault, source, { databaseId: databases[0]!.id, database: 'a' })
  const early = await storedBackup(order, ahead)

  expect((await rig.run('backup', 'a')).status).toBe(0)
  const { backups } = backupsDocument.parse((await rig.json('list', 'a')).json)
  const late = backups.find(({ id }) => id !== early.id)
  const target = path.join(rig.folder, 'back.db')
  const planOf = async (...options: string[]) => {
    const { json } = await rig.json('restore', 'a', '--to', target, '--plan', ...options)
    return JSON.stringify(json)
  }
  const shown = await rig.json('show', late!.id)
  expect(JSON.stringify(shown.json)).toContain(`Taken after the backup of ${early.takenAt}`)
  const plan = await planOf()
  expect(plan).toContain(late!.id)
  expect(plan).toContain(`was taken after the one of ${early.takenAt}, although its time is earlier`)
  const other = await planOf('--backup', early.id)
  expect(other).toContain(`${late!.file} was taken after this backup, although its time`)
  expect(other).toContain('later than this machine')
})
