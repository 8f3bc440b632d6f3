import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { buildDatabase } from '../../support/database-builder.ts'
import { backendRig, closeBackends, jobsEnded } from './backend-rig.ts'

afterEach(closeBackends)

async function faultOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: unknown) => (error as { data?: unknown }).data,
  )
}

/** A backend whose vault holds one backup of a database that was wrecked since. */
async function wreckedRig() {
  const rig = await backendRig()
  const { client, vault, folder } = rig
  const file = path.join(folder, 'market.db')
  buildDatabase(file, { rows: 60 })
  await client.vault.create({ folder: vault, key: { kind: 'none' } })
  await client.databases.add({ paths: [file] })
  const databaseId = (await client.databases.list())[0]!.id
  await client.backups.start({ databaseIds: [databaseId] })
  await jobsEnded(rig)
  const { newestBackup } = await client.databases.get({ databaseId })
  const db = new Database(file)
  db.exec('UPDATE series SET value = -1 WHERE msa = 35620')
  db.close()
  return { rig, client, file, databaseId, backupId: newestBackup!.id, folder }
}

const selection = {
  table: 'series',
  conditions: [{ column: 'msa', test: 'equals' as const, value: '35620' }],
}

describe('bringing rows back over the contract', () => {
  it('previews, shows rows, does it after a safety backup, and reports', async () => {
    const { rig, client, file, databaseId, backupId } = await wreckedRig()
    const what = { databaseId, backupId, selections: [selection] }
    const preview = await client.partial.preview(what)
    expect(preview).toMatchObject({ database: 'market', target: file, isPossible: true, conflicts: [] })
    expect(preview.tables).toMatchObject([{ changed: 20, added: 0, removed: 0, same: 0 }])
    const rows = await client.partial.rows({ databaseId, backupId, selection, kind: 'changed', limit: 3 })
    expect(rows).toMatchObject({ total: 20, keyColumns: ['id'] })
    expect(rows.rows[0]!.before![3]).toEqual({ kind: 'real', text: '-1.0' })

    const order = { ...what, mark: preview.mark }
    expect(await faultOf(client.partial.start({ ...order, confirmName: 'other' }))).toMatchObject({
      code: 'RESTORE_NOT_CONFIRMED',
    })
    const jobId = await client.partial.start({ ...order, confirmName: 'market' })
    await jobsEnded(rig)
    const { job, partial } = await client.jobs.report({ jobId })
    expect(job).toMatchObject({ kind: 'partial_restore', state: 'done' })
    expect(partial).toMatchObject({ target: file, rowsCompared: 20, triggers: 'fire' })
    const { rows: backups } = await client.backups.list({ databaseId })
    expect(backups.find(({ id }) => id === partial!.safetyBackupId)).toMatchObject({ label: 'preupdate' })
    expect((await client.databases.get({ databaseId })).recoveryStartedAt).toBeUndefined()

    // Done twice: what the preview saw is no longer so.
    const again = await client.partial.start({ ...order, confirmName: 'market' })
    await jobsEnded(rig)
    expect((await client.jobs.report({ jobId: again })).job.fault).toMatchObject({ code: 'TARGET_CHANGED' })
    const { rows: history } = await client.jobs.activity({ limit: 2 })
    expect(history.map(({ kind, result }) => [kind, result])).toEqual([
      ['partial_restore', 'failed'],
      ['partial_restore', 'success'],
    ])
    // That one had stored its safety backup before it failed.
    expect((await client.backups.list({ databaseId })).total).toBe(3)
  })

  it('asks for the choice about triggers in the preview', async () => {
    const { client, file, databaseId, backupId } = await wreckedRig()
    const db = new Database(file)
    db.exec('CREATE TRIGGER t AFTER UPDATE ON series BEGIN SELECT 1; END')
    db.close()
    const what = { databaseId, backupId, selections: [selection] }
    expect(await client.partial.preview(what)).toMatchObject({
      isPossible: false,
      conflicts: [{ kind: 'trigger', isBlocking: true }],
    })
    expect(await client.partial.preview({ ...what, triggers: 'fire' })).toMatchObject({ isPossible: true })
  })

  it('makes an empty copy, and leaves images to nobody', async () => {
    const { rig, client, databaseId, backupId, folder } = await wreckedRig()
    const targetPath = path.join(folder, 'empty.db')
    const jobId = await client.partial.startSchemaCopy({ databaseId, backupId, targetPath })
    await jobsEnded(rig)
    const { job, schemaCopy } = await client.jobs.report({ jobId })
    expect(job).toMatchObject({ kind: 'schema_copy', state: 'done' })
    expect(schemaCopy).toMatchObject({ target: targetPath, objects: 3, leftOut: [] })
    expect(await faultOf(client.partial.startSchemaCopy({ databaseId, backupId, targetPath }))).toMatchObject(
      {
        code: 'WRONG_USE',
      },
    )
    await client.partial.preview({ databaseId, backupId, selections: [selection] })
    await client.vault.close()
    const looks = path.join(folder, 'home', 'looks')
    expect(fs.existsSync(looks) ? fs.readdirSync(looks) : []).toEqual([])
  })
})
