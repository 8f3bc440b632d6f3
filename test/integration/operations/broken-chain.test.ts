import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { buildDatabase } from '../../support/database-builder.ts'
import { backendRig, closeBackends, jobsEnded, type BackendRig } from './backend-rig.ts'

afterEach(closeBackends)

async function backUp(
  rig: BackendRig,
  databaseId: string,
  type: 'full' | 'incremental',
): Promise<{ readonly id: string; readonly file: string; readonly type: string }> {
  await rig.client.backups.start({ databaseIds: [databaseId], type })
  await jobsEnded(rig)
  return (await rig.client.backups.list({ databaseId })).rows[0]!
}

describe('a database whose newest backup stands on a damaged one', () => {
  it('is failed and counts as nothing proved, until a full of its own is there', async () => {
    const rig = await backendRig()
    const { client } = rig
    await client.vault.create({ folder: rig.vault, key: { kind: 'none' } })
    const file = path.join(rig.folder, 'prices.db')
    buildDatabase(file)
    const [added] = await client.databases.add({ paths: [file] })
    const databaseId = added!.added ? added!.database.id : ''
    const full = await backUp(rig, databaseId, 'full')
    const db = new Database(file)
    db.exec('CREATE TABLE more (x); INSERT INTO more VALUES (1)')
    db.close()
    const increment = await backUp(rig, databaseId, 'incremental')
    expect(increment.type).toBe('incremental')
    const stored = path.join(rig.vault, full.file)
    const bytes = fs.readFileSync(stored)
    bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 1
    fs.writeFileSync(stored, bytes)
    await client.backups.verify({ backupIds: [full.id] })
    await jobsEnded(rig)

    const [view] = await client.databases.list()
    expect(view).toMatchObject({
      newestBackup: { id: increment.id, lastValidation: { status: 'passed' } },
      state: 'failed',
      reason: { code: 'chain_broken', link: { backupId: full.id, file: full.file, because: 'damaged' } },
      newestProvedAt: null,
    })
    expect(await client.databases.overview()).toMatchObject({ provedCount: 0, lastProvedAt: null })
    const { report } = await client.health.report()
    expect([report.status, report.checks.validation_status.causes]).toMatchObject([
      'DEGRADED',
      [{ kind: 'chain_broken', database: 'prices', link: { backupId: full.id, because: 'damaged' } }],
    ])

    await backUp(rig, databaseId, 'full')
    expect(await client.databases.list()).toMatchObject([{ state: 'proved' }])
    expect(await client.databases.overview()).toMatchObject({ provedCount: 1 })
    expect((await client.health.report()).report.checks.validation_status.causes).toEqual([])
  })
})
