import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { faultOf, FaultError } from '../../../shared/domain/fault.ts'
import { checkNames } from '../../../shared/domain/validation.ts'
import {
  listManifests,
  restoreDatabase,
  sweepLeftovers,
  takeBackup,
  verifyBackup,
  type BackupRequest,
} from '../../../main/engine/engine.ts'
import { openImage } from '../../../main/engine/image/image-reader.ts'
import { rebuildImage } from '../../../main/engine/image/rebuild-image.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  allForms,
  backupOf,
  compressedForm,
  manifestFileOf,
  newVault,
  plainForm,
  quietRun,
  realPorts,
  storedBackup,
  verifiedStatus,
} from '../../support/engine-vault.ts'
import { serialized } from '../../support/serialized-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

function namesIn(folder: string): string[] {
  return fs.readdirSync(folder).sort()
}

describe('taking a full backup', () => {
  it.each(allForms)('stores, proves and rebuilds it: $compression, $encryption', async (stored) => {
    const folder = tempFolder('take')
    const source = path.join(folder, 'market data.db')
    buildDatabase(source, { rows: 30_000 })
    const vault = await newVault(folder)
    const backup = await storedBackup(backupOf(vault, source, { stored }))

    expect(backup.validation.status).toBe('passed')
    for (const name of checkNames) expect(backup.validation.checks[name].status, name).toBe('passed')
    expect(backup).toMatchObject({ tableCount: 2, rowCount: 30_003, needs: [], type: 'full' })
    const payload = path.join(vault.folder, backup.file)
    expect(fs.statSync(payload).size).toBe(backup.sizeBytes)
    expect(fs.statSync(payload).mode & 0o777).toBe(0o600)

    const reader = await openImage(realPorts, vault, manifestFileOf(backup))
    const into = path.join(folder, 'rebuilt.db')
    const file = await realPorts.files.open(into, 'create')
    const rebuilt = await rebuildImage(realPorts, reader, file, {
      threads: 2,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    })
    await file.close()
    expect(rebuilt).toMatchObject({ root: backup.root, bytes: backup.sourceBytes })
    expect(fs.readFileSync(into).equals(serialized(source))).toBe(true)
    const verified = await verifyBackup(
      realPorts,
      { vault, manifestFile: manifestFileOf(backup), threads: 2 },
      quietRun(),
    )
    expect(verified.validation.status).toBe('passed')
    expect(verified.backup).toEqual(backup)
    expect(namesIn(path.join(vault.folder, '.holdfast/scratch'))).toEqual([])
    expect(namesIn(path.join(vault.folder, '.holdfast/leases'))).toEqual([])
  })

  it('is restored by zstd alone when it is compressed and not encrypted', async () => {
    const folder = tempFolder('zstd')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 20_000 })
    const vault = await newVault(folder, 'none')
    const backup = await storedBackup(backupOf(vault, source, { stored: compressedForm }))
    const bytes = execFileSync('zstd', ['-dc', path.join(vault.folder, backup.file)], { maxBuffer: 1 << 28 })
    expect(bytes.equals(serialized(source))).toBe(true)
  })

  it('opens in SQLite as it is when it is neither compressed nor encrypted', async () => {
    const folder = tempFolder('plain')
    const source = path.join(folder, 'a.db')
    buildDatabase(source)
    const vault = await newVault(folder, 'none')
    const backup = await storedBackup(backupOf(vault, source, { stored: plainForm }))
    const payload = path.join(vault.folder, backup.file)
    expect(fs.readFileSync(payload).equals(serialized(source))).toBe(true)
    const db = new Database(payload, { readonly: true })
    expect(db.prepare('SELECT count(*) AS n FROM series').get()).toEqual({ n: 1000 })
    db.close()
  })

  it('gives two backups of one second different names', async () => {
    const folder = tempFolder('second')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 10 })
    const vault = await newVault(folder)
    const ports = { ...realPorts, clock: { now: () => Date.UTC(2025, 0, 29, 6), monotonicMs: () => 0 } }
    const files: string[] = []
    for (let n = 0; n < 3; n += 1) {
      files.push((await storedBackup(backupOf(vault, source, { label: 'daily' }), ports)).file)
    }
    expect(files).toEqual([
      'daily/market_data_daily_20250129_060000.db.zst.enc',
      'daily/market_data_daily_20250129_060000_2.db.zst.enc',
      'daily/market_data_daily_20250129_060000_3.db.zst.enc',
    ])
    const listed = []
    for await (const one of listManifests(realPorts, vault)) listed.push(one.manifestFile)
    expect(listed).toEqual(files.map((file) => `${file}.manifest.json`).sort())
  })

  it('leaves nothing behind when it is cancelled at any step', async () => {
    const folder = tempFolder('cancel')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 60_000 })
    const vault = await newVault(folder)
    const cancelled = new FaultError({ code: 'JOB_CANCELLED' })
    for (const step of ['reading pages', 'writing', 'proving', 'checking']) {
      const abort = new AbortController()
      const run = {
        signal: abort.signal,
        onProgress: (progress: { step: string }) => {
          if (progress.step === step) abort.abort(cancelled)
        },
      }
      const taking = takeBackup(realPorts, backupOf(vault, source), run)
      await expect(
        taking.catch((error: unknown) => faultOf(error)?.code),
        step,
      ).resolves.toBe('JOB_CANCELLED')
      for (const place of ['manual', '.holdfast/scratch', '.holdfast/leases']) {
        expect(namesIn(path.join(vault.folder, place)), `${place} after ${step}`).toEqual([])
      }
    }
  })

  it('stores a damaged source with its failed verdict', async () => {
    const folder = tempFolder('damaged')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 3000, journalMode: 'delete' })
    const db = new Database(source)
    db.unsafeMode()
    db.pragma('foreign_keys = OFF')
    db.exec('UPDATE series SET msa = 1 WHERE id = 5')
    db.close()
    const vault = await newVault(folder)
    const backup = await storedBackup(backupOf(vault, source))
    expect(backup.validation.status).toBe('failed')
    expect(backup.validation.checks.data_consistency).toMatchObject({
      status: 'failed',
      detail:
        '1 row breaks a foreign key, the first in "series" to "metro" (the source had the same when it was backed up)',
    })
    expect(backup.validation.checks.checksum_match.status).toBe('passed')
    const verified = await verifyBackup(
      realPorts,
      { vault, manifestFile: manifestFileOf(backup), threads: 1 },
      quietRun(),
    )
    expect(verified.validation.status).toBe('failed')
  })

  it.each(['delete', 'wal'] as const)(
    'keeps the pages of a source whose schema SQLite can’t read, with a failed verdict: %s',
    async (journalMode) => {
      const folder = tempFolder('malformed')
      const source = path.join(folder, 'a.db')
      buildDatabase(source, { rows: 3000, journalMode })
      const db = new Database(source)
      db.unsafeMode(true)
      db.pragma('writable_schema = ON')
      db.exec("UPDATE sqlite_schema SET sql = 'CREATE TABLE nonsense(' WHERE name = 'series'")
      db.close()
      const vault = await newVault(folder)
      const backup = await storedBackup(backupOf(vault, source))
      expect(backup).toMatchObject({ tableCount: 0, validation: { status: 'failed' } })
      expect(backup.remarks.join()).toContain('can’t read the schema')
      const { checks } = backup.validation
      expect(checks.database_readable).toMatchObject({ status: 'failed' })
      expect(checks.database_readable.detail).toContain('malformed database schema')
      expect(checks.file_accessibility.status).toBe('passed')
      expect(checks.checksum_match.status).toBe('passed')
      expect(await verifiedStatus(vault, backup)).toBe('failed')

      const target = path.join(folder, 'back.db')
      const order = {
        vault,
        manifestFile: manifestFileOf(backup),
        databaseId: backup.databaseId,
        database: backup.database,
        targetPath: target,
        method: 'new_file',
        safetyBackup: null,
        expectedTarget: null,
        lastValidation: backup.validation,
        threads: 1,
        lockWaitMs: 1000,
      } as const
      const restored = await restoreDatabase(realPorts, order, quietRun())
      expect(restored).toMatchObject({ root: backup.root, validation: { status: 'failed' } })
      expect(fs.readFileSync(target).equals(fs.readFileSync(source))).toBe(true)
    },
  )

  it('says that the vault is gone when it is unplugged meanwhile, with or without its mount point', async () => {
    for (const leavesMountPoint of [false, true]) {
      const folder = tempFolder('unplugged')
      const source = path.join(folder, 'a.db')
      buildDatabase(source, { rows: 60_000 })
      const vault = await newVault(folder)
      const run = {
        signal: new AbortController().signal,
        onProgress: ({ step }: { step: string }) => {
          if (step !== 'writing' || !fs.existsSync(path.join(vault.folder, 'manual'))) return
          fs.renameSync(vault.folder, `${vault.folder}-unplugged`)
          if (leavesMountPoint) fs.mkdirSync(vault.folder)
        },
      }
      const taking = takeBackup(realPorts, backupOf(vault, source), run)
      await expect(taking.catch((error: unknown) => faultOf(error))).resolves.toEqual({
        code: 'VAULT_MISSING',
        path: vault.folder,
      })
    }
  })

  it('writes and sweeps nothing through a folder that is a link out of the vault', async () => {
    const folder = tempFolder('link')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 10 })
    const vault = await newVault(folder)
    const outside = tempFolder('outside')
    const other = path.join(outside, 'market_data_full_20250129_143022.db.zst')
    fs.writeFileSync(other, 'not ours')
    fs.rmdirSync(path.join(vault.folder, 'manual'))
    fs.symlinkSync(outside, path.join(vault.folder, 'manual'))
    const taking = takeBackup(realPorts, backupOf(vault, source), quietRun())
    await expect(taking.catch((error: unknown) => faultOf(error)?.code)).resolves.toBe('VAULT_DAMAGED')
    expect((await sweepLeftovers(realPorts, vault.folder)).removed).toEqual([])
    expect(namesIn(outside)).toEqual([path.basename(other)])
  })

  it.each<[string, (request: BackupRequest) => BackupRequest]>([
    ['SOURCE_MISSING', (request) => ({ ...request, sourcePath: '/nowhere/at all.db' })],
    ['KEY_NEEDED', (request) => ({ ...request, vault: { ...request.vault, vaultKey: null } })],
    [
      'KEY_NEEDED',
      (request) => ({ ...request, stored: plainForm, vault: { ...request.vault, vaultKey: null } }),
    ],
    ['VAULT_MISSING', (request) => ({ ...request, vault: { ...request.vault, folder: '/nowhere/vault' } })],
  ])('refuses with %s and writes nothing', async (code, change) => {
    const folder = tempFolder('refuse')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 1 })
    const vault = await newVault(folder)
    const taking = takeBackup(realPorts, change(backupOf(vault, source)), quietRun())
    await expect(taking.catch((error: unknown) => faultOf(error)?.code)).resolves.toBe(code)
    expect(namesIn(path.join(vault.folder, 'manual'))).toEqual([])
    expect(fs.existsSync('/nowhere')).toBe(false)
  })
})
