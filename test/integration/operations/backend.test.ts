import fs from 'node:fs'
import path from 'node:path'

import { createRouterClient, ORPCError } from '@orpc/server'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import type { Notice } from '../../../main/compose/compose-backend.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import { syncCatalog } from '../../../main/operations/catalog/sync-catalog.ts'
import { saveValidation } from '../../../main/engine/engine.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { realPorts } from '../../support/engine-vault.ts'
import { backendRig, clientAs, closeBackends, jobsEnded, type BackendRig } from './backend-rig.ts'

afterEach(closeBackends)

async function rigWith(name: string): Promise<BackendRig & { file: string; databaseId: string }> {
  const rig = await backendRig()
  await rig.client.vault.create({ folder: rig.vault, key: { kind: 'automatic' } })
  const file = path.join(rig.folder, `${name}.db`)
  buildDatabase(file, { rows: 200 })
  const [added] = await rig.client.databases.add({ paths: [file] })
  if (added?.added !== true) throw new Error('not added')
  return { ...rig, file, databaseId: added.database.id }
}

async function faultOf(call: Promise<unknown>): Promise<Fault> {
  const error = await call.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ORPCError) || error.code !== 'FAULT') throw error
  return error.data as Fault
}

describe('the contract over the real backend', () => {
  it('registers, backs up, verifies, restores by plan, and resumes operations', async () => {
    const rig = await rigWith('market_data')
    const { client, file, databaseId } = rig
    await client.backups.start({ databaseIds: [databaseId] })
    await jobsEnded(rig)
    const { newestBackup, state } = await client.databases.get({ databaseId })
    expect(state).toBe('proved')
    await client.backups.verify({ backupIds: [newestBackup!.id] })
    await jobsEnded(rig)

    fs.writeFileSync(file, 'broken')
    const plan = await client.restore.plan({ databaseId })
    expect(plan).toMatchObject({
      method: 'swap',
      takesSafetyBackup: false,
      target: { content: 'not_a_database' },
    })
    const { sizeBytes, modifiedAt } = plan.target
    const order = {
      databaseId,
      backupId: newestBackup!.id,
      targetPath: plan.target.path,
      method: plan.method,
      expectedTarget: { sizeBytes, modifiedAt: modifiedAt! },
    }
    expect(await faultOf(client.restore.start({ ...order, confirmName: 'market' }))).toMatchObject({
      code: 'RESTORE_NOT_CONFIRMED',
    })
    const jobId = await client.restore.start({ ...order, confirmName: 'market_data' })
    await jobsEnded(rig)
    const report = await client.jobs.report({ jobId })
    expect(report.job).toMatchObject({ state: 'done', targetPath: file })
    expect(report.restored).toMatchObject({ target: file, root: newestBackup!.root })
    expect(await client.databases.get({ databaseId })).toMatchObject({ reason: { code: 'in_recovery' } })
    await client.restore.resumeOperations({ databaseId })
    expect(await client.databases.get({ databaseId })).toMatchObject({ state: 'proved' })

    const { rows } = await client.jobs.activity({ limit: 10 })
    expect(rows.map((entry) => entry.kind)).toEqual(['restore', 'verify', 'backup', 'register', 'vault'])
    expect((await client.databases.get({ databaseId })).measuredRestoreMs).toBeGreaterThan(0)
  })

  it('counts a database whose file is gone, and one that is worked on, among those that can be restored', async () => {
    const rig = await rigWith('market_data')
    const { client, file, databaseId } = rig
    expect(await client.databases.overview()).toMatchObject({ provedCount: 0, lastProvedAt: null })
    await client.backups.start({ databaseIds: [databaseId] })
    await jobsEnded(rig)
    const { newestBackup } = await client.databases.get({ databaseId })
    fs.renameSync(file, `${file}.away`)
    expect(await client.databases.get({ databaseId })).toMatchObject({ state: 'at_risk' })
    const known = { provedCount: 1, lastProvedAt: newestBackup!.lastValidation.checkedAt }
    expect(await client.databases.overview()).toMatchObject(known)
    fs.renameSync(`${file}.away`, file)
    await client.backups.start({ databaseIds: [databaseId] })
    const during = await client.databases.overview()
    expect(during).toMatchObject({ databases: [{ state: 'running' }], ...known })
    await jobsEnded(rig)
  })

  it('refuses a target that changed after the plan, and leaves no recovery behind', async () => {
    const rig = await rigWith('a')
    const { client, databaseId } = rig
    await client.backups.start({ databaseIds: [databaseId] })
    await jobsEnded(rig)
    const plan = await client.restore.plan({ databaseId })
    const { newestBackup } = await client.databases.get({ databaseId })
    const jobId = await client.restore.start({
      databaseId,
      backupId: newestBackup!.id,
      targetPath: plan.target.path,
      method: plan.method,
      expectedTarget: { sizeBytes: plan.target.sizeBytes + 1, modifiedAt: plan.target.modifiedAt! },
      confirmName: 'a',
    })
    await jobsEnded(rig)
    expect((await client.jobs.report({ jobId })).job.fault).toMatchObject({ code: 'TARGET_CHANGED' })
    expect((await client.databases.get({ databaseId })).recoveryStartedAt).toBeUndefined()
  })

  it('says of a backup of changes that a full was taken, or that nothing had changed', async () => {
    const rig = await rigWith('quiet')
    const start = async (): Promise<unknown> => {
      const [jobId] = await rig.client.backups.start({ databaseIds: [rig.databaseId], type: 'incremental' })
      await jobsEnded(rig)
      return (await rig.client.jobs.report({ jobId: jobId! })).job.remark
    }
    expect(await start()).toBe('full_instead')
    const db = new Database(rig.file)
    db.exec('CREATE TABLE added (n)')
    db.close()
    expect(await start()).toBeUndefined()
    expect(await start()).toBe('unchanged')
  })

  it('tells the host of a failed backup, and shows the database as failed', async () => {
    const rig = await rigWith('gone')
    const notices: Notice[] = []
    rig.backend.onNotice((notice) => notices.push(notice))
    fs.rmSync(rig.file)
    await rig.client.backups.start({ databaseIds: [rig.databaseId] })
    await jobsEnded(rig)
    expect(notices).toMatchObject([{ database: 'gone', fault: { code: 'SOURCE_MISSING' } }])
    expect((await rig.client.databases.get({ databaseId: rig.databaseId })).reason.code).toBe(
      'last_backup_failed',
    )
    const failures = await rig.client.jobs.activity({ onlyFailures: true })
    expect(failures.rows).toMatchObject([{ kind: 'backup', result: 'failed', database: 'gone' }])
  })

  it('checks the role of who calls', async () => {
    const rig = await rigWith('a')
    const nobody = createRouterClient(rig.backend.router, { context: {} })
    const { databaseId } = rig
    await expect(clientAs(rig, 'viewer').databases.list()).resolves.toHaveLength(1)
    await expect(clientAs(rig, 'viewer').backups.start({ databaseIds: [databaseId] })).rejects.toMatchObject({
      data: { code: 'ROLE_NEEDED', act: 'backups.start', needs: 'operator', has: 'viewer' },
    })
    const remove = { databaseId, confirmName: 'a' }
    await expect(clientAs(rig, 'operator').databases.remove(remove)).rejects.toMatchObject({
      data: { code: 'ROLE_NEEDED' },
    })
    await expect(clientAs(rig, null).databases.list()).rejects.toMatchObject({
      data: { code: 'ROLE_NEEDED' },
    })
    await expect(nobody.databases.list()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(rig.client.databases.remove(remove)).resolves.toBeUndefined()
  })

  it('streams what changes, and ends with its reader', async () => {
    const rig = await rigWith('a')
    const controller = new AbortController()
    const topics: string[] = []
    const watching = (async () => {
      for await (const event of await rig.client.jobs.watch(undefined, { signal: controller.signal })) {
        topics.push(event.topic)
        const isDone = event.topic === 'jobs' && event.jobs.some((job) => job.state === 'done')
        if (isDone) topics.push('done')
        // Told after the job ended, or a screen would ask too early and show it as running.
        if (topics.includes('done') && event.topic === 'databases') return
      }
    })()
    await rig.client.backups.start({ databaseIds: [rig.databaseId] })
    await watching
    controller.abort()
    expect(topics).toEqual(expect.arrayContaining(['activity', 'backups', 'databases', 'jobs']))
  })

  it('cancels a waiting job at once and a closed backend leaves none running', async () => {
    const rig = await rigWith('a')
    await rig.client.system.changeSettings({ jobsAtOnce: 1 })
    const other = path.join(rig.folder, 'b.db')
    buildDatabase(other)
    const [added] = await rig.client.databases.add({ paths: [other] })
    const databaseIds = [rig.databaseId, added?.added === true ? added.database.id : '']
    const [, waiting] = await rig.client.backups.start({ databaseIds })
    await rig.client.jobs.cancel({ jobId: waiting! })
    expect((await rig.client.jobs.report({ jobId: waiting! })).job.state).not.toBe('running')
    await rig.backend.close()
    expect(rig.backend.operations.queue.views().every((job) => job.endedAt !== undefined)).toBe(true)
  })
})

describe('the vault that is open', () => {
  it('shows what it remembers while the vault is gone, and comes back with it', async () => {
    const rig = await rigWith('a')
    await rig.client.backups.start({ databaseIds: [rig.databaseId] })
    await jobsEnded(rig)
    const states: string[] = []
    const seen = (state: string): Promise<void> =>
      new Promise((resolve) => {
        const stop = rig.backend.operations.changes.listen((change) => {
          if (change.topic !== 'vault') return
          states.push(change.status.state)
          if (change.status.state !== state) return
          stop()
          resolve()
        })
      })
    const away = `${rig.vault} unplugged`
    const gone = seen('unreachable')
    fs.renameSync(rig.vault, away)
    // The inventory's writer may be at this just when the vault goes.
    const { access, catalog } = rig.backend.operations.session.current()!
    await expect(syncCatalog(realPorts, access, catalog)).rejects.toMatchObject({
      fault: { code: 'VAULT_MISSING' },
    })
    expect(catalog.databases.names()).toEqual(['a'])
    await gone
    expect(await rig.client.databases.list()).toMatchObject([{ name: 'a', backupCount: 1 }])
    expect(await faultOf(rig.client.backups.start({ databaseIds: [rig.databaseId] }))).toMatchObject({
      code: 'VAULT_MISSING',
    })
    const back = seen('open')
    fs.renameSync(away, rig.vault)
    await back
    expect(states).toEqual(['unreachable', 'open'])
    await rig.client.backups.start({ databaseIds: [rig.databaseId] })
    await jobsEnded(rig)
    expect(await rig.client.databases.list()).toMatchObject([{ backupCount: 2 }])
  })

  it('opens again by itself, locked where the passphrase is needed', async () => {
    const rig = await backendRig()
    const passphrase = 'correct horse battery staple'
    await rig.client.vault.create({ folder: rig.vault, key: { kind: 'passphrase', passphrase } })
    await rig.backend.close()
    const next = await backendRig(rig)
    expect(await next.client.vault.status()).toMatchObject({ state: 'locked', slots: ['passphrase'] })
    expect(await faultOf(next.client.databases.list())).toMatchObject({ code: 'KEY_NEEDED' })
    const wrong = { key: { kind: 'passphrase' as const, passphrase: 'incorrect horse' } }
    expect(await faultOf(next.client.vault.unlock(wrong))).toMatchObject({ code: 'KEY_WRONG' })
    expect(await next.client.vault.unlock({ key: { kind: 'passphrase', passphrase } })).toMatchObject({
      state: 'open',
    })
    expect(await next.client.vault.recent()).toMatchObject([{ folder: rig.vault, isReachable: true }])
    expect(await next.client.vault.close()).toEqual({ state: 'none' })
  })

  it('goes on with a database whose registration can not be read any more, and names the file', async () => {
    const rig = await rigWith('kept')
    const file = `.holdfast/databases/${rig.databaseId}.json`
    fs.rmSync(path.join(rig.vault, file))
    fs.writeFileSync(path.join(rig.vault, file), '{"half": ')
    await rig.client.vault.open({ folder: rig.vault })
    expect(await rig.client.databases.list()).toMatchObject([{ id: rig.databaseId, name: 'kept' }])
    expect(await rig.client.vault.rebuild()).toMatchObject({ databases: 0, damaged: [file] })
  })

  it('knows of a backup that was away what was found of it', async () => {
    const rig = await rigWith('away')
    await rig.client.backups.start({ databaseIds: [rig.databaseId] })
    await jobsEnded(rig)
    const [backup] = (await rig.client.backups.list({})).rows
    const { validation } = backup!
    const kept = path.join(rig.vault, 'manual')
    const away = path.join(rig.folder, 'away')
    const open = (): Promise<unknown> => rig.client.vault.open({ folder: rig.vault })
    fs.renameSync(kept, away)
    fs.mkdirSync(kept)
    await open()
    expect((await rig.client.backups.list({})).total).toBe(0)
    await saveValidation(realPorts, rig.vault, backup!.id, { ...validation, status: 'failed' })
    fs.rmdirSync(kept)
    fs.renameSync(away, kept)
    await open()
    const [back] = (await rig.client.backups.list({})).rows
    expect(back).toMatchObject({ id: backup!.id, lastValidation: { status: 'failed' } })
  })

  it('shows what another program did in it', async () => {
    const rig = await rigWith('a')
    const other = await backendRig(rig)
    const events: string[] = []
    const told = new Promise<void>((resolve) => {
      rig.backend.operations.changes.listen((change) => {
        events.push(change.topic)
        if (change.topic === 'everything') resolve()
      })
    })
    // Its watch has looked once before the other begins.
    await new Promise((resolve) => setTimeout(resolve, 2500))
    await other.client.backups.start({ databaseIds: [rig.databaseId] })
    await jobsEnded(other)
    await told
    expect(await rig.client.databases.list()).toMatchObject([{ backupCount: 1 }])
  })
})

describe('the demo', () => {
  it('is four databases with weeks of real backups that say what they are', async () => {
    const rig = await backendRig()
    await rig.client.vault.create({ folder: rig.vault, key: { kind: 'none' } })
    const folder = path.join(rig.folder, 'demo')
    const made = await rig.client.databases.createDemo({ folder })
    const names = made.databases.map((database) => database.name)
    expect(names).toEqual(['market_data', 'property_data', 'economic_data', 'forecast_cache'])
    expect(made.databases.map((database) => database.state)).toEqual(['proved', 'proved', 'proved', 'proved'])
    const { rows, total } = await rig.client.backups.list({ limit: 1000 })
    expect(total).toBe(made.backups)
    expect(rows.every((backup) => backup.remarks.includes('demo history'))).toBe(true)
    expect(rows.filter((backup) => backup.database === 'forecast_cache').length).toBeGreaterThan(20)
    // Each backup holds another moment of the data.
    const roots = new Set(rows.map((backup) => backup.root))
    expect(roots.size).toBeGreaterThan(rows.length - 6)

    const market = new Database(path.join(folder, 'market_data.db'), { readonly: true })
    const points = market.prepare<[], { n: number }>('SELECT count(*) AS n FROM market_data').get()!.n
    market.close()
    expect(points).toBeGreaterThanOrEqual(2174)
    const property = new Database(path.join(folder, 'property_data.db'), { readonly: true })
    const rents = property
      .prepare<[], { n: number }>(
        "SELECT count(*) AS n FROM property_data_table WHERE parameter = 'rent_growth' AND msa = 35620",
      )
      .get()!.n
    property.close()
    expect(rents).toBeGreaterThan(0)
    expect(await faultOf(rig.client.databases.createDemo({ folder }))).toMatchObject({ code: 'WRONG_USE' })
  })
})
