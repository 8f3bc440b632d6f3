import fs from 'node:fs'
import path from 'node:path'

import { ORPCError } from '@orpc/server'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { buildDatabase } from '../../support/database-builder.ts'
import { filesBelow } from '../cli/cli-rig.ts'
import { backendRig, closeBackends, jobsEnded, type BackendRig } from './backend-rig.ts'

afterEach(closeBackends)

const imagesOf = ({ folder }: BackendRig): readonly string[] => {
  const looks = path.join(folder, 'home', 'looks')
  return fs.existsSync(looks) ? filesBelow(looks).map((file) => path.basename(file)) : []
}

describe('looking and comparing over the real backend', () => {
  it('keeps images while the vault is open, compares with one moment, and leaves nothing', async () => {
    const rig = await backendRig()
    const { client } = rig
    await client.vault.create({ folder: rig.vault, key: { kind: 'automatic' } })
    const file = path.join(rig.folder, 'market_data.db')
    buildDatabase(file, { rows: 200 })
    const [added] = await client.databases.add({ paths: [file] })
    const databaseId = added?.added === true ? added.database.id : ''
    await client.backups.start({ databaseIds: [databaseId] })
    await jobsEnded(rig)
    const { rows: backups } = await client.backups.list({ databaseId })
    const backupId = backups[0]!.id

    const content = await client.look.content({ backupId })
    expect(content.tables.map(({ name }) => name)).toEqual(['metro', 'series'])
    const looked = await client.look.rows({
      backupId,
      table: 'series',
      limit: 2,
      sort: 'id',
      descending: true,
    })
    expect([looked.total, looked.rows.map((row) => row[0])]).toEqual([
      200,
      [
        { kind: 'integer', text: '200' },
        { kind: 'integer', text: '199' },
      ],
    ])
    expect(imagesOf(rig)).toEqual([`${backupId}.db`])

    const db = new Database(file)
    db.exec('UPDATE series SET note = NULL WHERE id = 5')
    const summary = await client.compare.summary({ backupId })
    const changed = (view: typeof summary): number =>
      view.tables.find(({ table }) => table === 'series')!.changed
    expect(changed(summary)).toBe(1)
    // The rows are of the moment that was summed up, whatever was written since.
    db.exec('UPDATE series SET note = NULL')
    const rows = await client.compare.rows({ backupId, table: 'series' })
    expect([rows.total, rows.rows[0]!.key]).toEqual([1, [{ kind: 'integer', text: '5' }]])
    const later = await client.compare.summary({ backupId })
    expect(changed(later)).toBe(200)
    expect((await client.compare.rows({ backupId, table: 'series', kind: 'added' })).total).toBe(0)
    db.close()

    const toPath = path.join(rig.folder, 'difference.sql')
    const exported = await client.compare.exportSql({ backupId, toPath })
    expect(exported).toMatchObject({ path: toPath, statements: 200, leftOut: [] })
    expect(imagesOf(rig)).toEqual([`${backupId}.db`, `live-${databaseId}.db`].toSorted())
    await client.vault.close()
    expect(imagesOf(rig)).toEqual([])
  })

  it('gives a look up whose caller went away', async () => {
    const rig = await backendRig()
    const { client } = rig
    await client.vault.create({ folder: rig.vault, key: { kind: 'automatic' } })
    const file = path.join(rig.folder, 'market_data.db')
    buildDatabase(file, { rows: 20 })
    const [added] = await client.databases.add({ paths: [file] })
    const databaseId = added?.added === true ? added.database.id : ''
    await client.backups.start({ databaseIds: [databaseId] })
    await jobsEnded(rig)
    const backupId = (await client.backups.list({ databaseId })).rows[0]!.id
    const abort = new AbortController()
    const asked = client.look.content({ backupId }, { signal: abort.signal })
    abort.abort()
    const error = await asked.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    if (error instanceof ORPCError) expect(error.data).toEqual({ code: 'JOB_CANCELLED' })
    expect((await client.look.content({ backupId })).tables).toHaveLength(2)
  })
})
