import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { buildDatabase } from '../../support/database-builder.ts'
import { backendRig, closeBackends, jobsEnded } from './backend-rig.ts'

afterEach(closeBackends)

describe('tags of pages', () => {
  it('are kept in our own folder where the setting says so, and go with the registration', async () => {
    const rig = await backendRig()
    const { client } = rig
    await client.vault.create({ folder: rig.vault, key: { kind: 'automatic' } })
    const file = path.join(rig.folder, 'market_data.db')
    buildDatabase(file, { rows: 200 })
    const [added] = await client.databases.add({ paths: [file] })
    if (added?.added !== true) throw new Error('not added')
    const databaseId = added.database.id
    const { homeFolder } = await client.system.info()
    const kept = (): string[] => {
      const folder = path.join(homeFolder, 'page-tags')
      return fs.existsSync(folder) ? fs.readdirSync(folder) : []
    }
    const take = async (): Promise<void> => {
      const db = new Database(file)
      db.exec("UPDATE series SET note = note || '+' WHERE id = 7")
      db.close()
      await client.backups.start({ databaseIds: [databaseId], type: 'incremental' })
      await jobsEnded(rig)
    }
    await client.system.changeSettings({ quickChangeDetection: false })
    await take()
    expect(kept()).toEqual([])
    await client.system.changeSettings({ quickChangeDetection: true })
    await take()
    expect(kept()).toEqual([`${databaseId}.newest.tags`])
    await client.databases.remove({ databaseId, confirmName: 'market_data' })
    expect(kept()).toEqual([])
  })
})
