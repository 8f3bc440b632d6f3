import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import {
  listArchives,
  listRegistrations,
  openVault,
  restoreSystem,
  setAsideArchive,
  takeSystem,
  unlockVault,
  verifySystem,
} from '../../../main/engine/engine.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { listRecords, quietRun, realPorts, verifiedStatus } from '../../support/engine-vault.ts'
import {
  archiveOrder,
  archivePath,
  monthlyFiles,
  policyNames,
  systemRequest,
  systemScene,
  takeScene,
} from '../../support/system-scene.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const fourNames = ['market_data', 'property_data', 'economic_data', 'forecast_cache']

describe('takeSystem', () => {
  it('holds every database, the policies and the registrations, and extracted by tar it is a vault', async () => {
    const folder = tempFolder('system')
    const scene = await systemScene(folder, fourNames, 'passphrase')
    const { archive, gaps } = await takeScene(scene)
    expect(gaps).toEqual([])
    expect(archive.missing).toEqual([])
    expect(archive.file).toMatch(/^monthly\/full_system_monthly_\d{8}_\d{6}\.tar\.gz$/)
    expect(archive.validation.status).toBe('passed')
    expect(archive.databases.map(({ database }) => database)).toEqual(fourNames)
    const name = path.basename(archive.file)
    expect(monthlyFiles(scene)).toEqual([name, `${name}.contents.json`])
    expect((await listArchives(realPorts, scene.vault)).archives).toEqual([archive])

    const out = path.join(folder, 'extracted')
    fs.mkdirSync(out)
    execFileSync('tar', ['-xzf', archivePath(scene, archive), '-C', out])
    const secret = { kind: 'passphrase', passphrase: 'open it please' } as const
    const opened = await unlockVault(await openVault(realPorts, out), secret)
    expect(opened.vaultId).toBe(scene.vault.vaultId)
    const records = await listRecords(opened)
    expect(records.map(({ root }) => root).sort()).toEqual(archive.databases.map(({ root }) => root).sort())
    for (const record of records) expect(await verifiedStatus(opened, record)).toBe('passed')
    expect(await policyNames(out)).toEqual(['Weekly'])
    expect((await listRegistrations(realPorts, out)).records).toEqual(
      expect.arrayContaining([...scene.records]),
    )
    // Nothing of a database can be read in it without the key.
    expect(fs.readFileSync(path.join(out, archive.databases[0]!.file)).includes('New York')).toBe(false)
  })

  it('takes what it can, names what is missing, and takes nothing when nothing can be taken', async () => {
    const scene = await systemScene(tempFolder('system'), ['market_data', 'economic_data'])
    fs.rmSync(scene.records[1]!.path)
    const { archive, gaps } = await takeScene(scene)
    expect(archive.databases.map(({ database }) => database)).toEqual(['market_data'])
    expect(archive.missing).toEqual([
      { name: 'economic_data', why: expect.stringContaining(scene.records[1]!.path) },
    ])
    expect(gaps).toEqual(archive.missing)
    fs.rmSync(scene.records[0]!.path)
    const before = monthlyFiles(scene)
    const fault = faultOf(await takeScene(scene).catch((error: unknown) => error))
    expect(fault).toMatchObject({
      code: 'SYSTEM_NOT_TAKEN',
      missing: [{ name: 'market_data' }, { name: 'economic_data' }],
    })
    expect(monthlyFiles(scene)).toEqual(before)
  })

  it('keeps a database whose checks fail as it is, and calls it a gap', async () => {
    const scene = await systemScene(tempFolder('system'), ['market_data', 'economic_data'])
    const db = new Database(scene.records[0]!.path)
    db.pragma('foreign_keys = off')
    db.exec('DELETE FROM metro WHERE msa = 35620')
    db.close()
    const { archive, gaps } = await takeScene(scene)
    expect(archive.databases.map(({ status }) => status)).toEqual(['failed', 'passed'])
    expect(archive.validation.status).toBe('failed')
    expect(gaps).toMatchObject([{ name: 'market_data' }])
  })

  it('gives two of one second names of their own, and a cancel leaves nothing', async () => {
    const scene = await systemScene(tempFolder('system'), ['market_data'])
    const now = Date.now()
    const ports = { ...realPorts, clock: { ...realPorts.clock, now: () => now } }
    const first = await takeScene(scene, ports)
    const second = await takeScene(scene, ports)
    expect(second.archive.file).toBe(first.archive.file.replace('.tar.gz', '_2.tar.gz'))
    const before = monthlyFiles(scene)
    const abort = new AbortController()
    const cancelled = takeSystem(ports, systemRequest(scene), {
      signal: abort.signal,
      onProgress: ({ step }) => {
        if (step === 'packing') abort.abort(new Error('enough'))
      },
    })
    await expect(cancelled).rejects.toThrow('enough')
    expect(monthlyFiles(scene)).toEqual(before)
    expect(fs.readdirSync(path.join(scene.vault.folder, '.holdfast', 'scratch'))).toEqual([])
    await setAsideArchive(realPorts, scene.vault, first.archive, 'all', 'outlived')
    expect((await listArchives(realPorts, scene.vault)).archives).toEqual([second.archive])
  })
})

describe('restoreSystem', () => {
  it('brings each database back to its root, and one that can’t be leaves the others', async () => {
    const folder = tempFolder('system')
    const scene = await systemScene(folder, ['market_data', 'economic_data'], 'passphrase')
    const { archive } = await takeScene(scene)
    expect((await verifySystem(realPorts, archiveOrder(scene, archive), quietRun())).validation.status).toBe(
      'passed',
    )
    const to = path.join(folder, 'back')
    fs.mkdirSync(to)
    const databases = archive.databases.map(({ databaseId, database, file }) => ({
      databaseId,
      database,
      file,
      targetPath: path.join(database === 'market_data' ? to : path.join(folder, 'nowhere'), `${database}.db`),
      method: 'new_file' as const,
      safetyBackup: null,
      expectedTarget: null,
    }))
    const request = { ...archiveOrder(scene, archive), databases, isUnpacked: false, lockWaitMs: 2000 }
    const { databases: done } = await restoreSystem(realPorts, request, quietRun())
    expect(done[0]!.outcome?.root).toBe(archive.databases[0]!.root)
    expect(done[1]).toMatchObject({ outcome: null, fault: { code: 'TARGET_FOLDER_MISSING' } })
    const inVault = { ...databases[0]!, targetPath: path.join(scene.vault.folder, 'monthly', 'x.db') }
    const refused = await restoreSystem(realPorts, { ...request, databases: [inVault] }, quietRun())
    expect(refused.databases[0]!.fault?.code).toBe('TARGET_IN_VAULT')
  })
})
