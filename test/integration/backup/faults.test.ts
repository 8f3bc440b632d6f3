import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import {
  mergeChain,
  sweepLeftovers,
  takeBackup,
  type Ports,
  type VaultAccess,
} from '../../../main/engine/engine.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  basedOn,
  listRecords,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
  verifiedStatus,
} from '../../support/engine-vault.ts'
import { everyCall, faultyFileSystem, type PlannedFault } from '../../support/faulty-file-system.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** A vault with earlier backups, and work that adds one. */
interface Scene {
  readonly vault: VaultAccess
  readonly earlier: readonly BackupRecord[]
  readonly add: (ports: Ports) => Promise<unknown>
}

function changeRows(source: string, from: number): void {
  const db = new Database(source)
  db.prepare("UPDATE series SET note = note || ' changed' WHERE id BETWEEN ? AND ?").run(from, from + 40)
  db.close()
}

const scenes = {
  async 'a full backup'(): Promise<Scene> {
    const folder = tempFolder('faults')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 200 })
    const vault = await newVault(folder)
    const earlier = [await storedBackup(backupOf(vault, source))]
    return {
      vault,
      earlier,
      add: (ports) => takeBackup(ports, backupOf(vault, source, { threads: 0 }), quietRun()),
    }
  },
  async 'an increment'(): Promise<Scene> {
    const folder = tempFolder('faults')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 200 })
    const vault = await newVault(folder)
    const full = await storedBackup(backupOf(vault, source))
    changeRows(source, 1)
    const first = await storedBackup(backupOf(vault, source, basedOn(full)))
    changeRows(source, 60)
    const order = backupOf(vault, source, { ...basedOn(first), threads: 0 })
    return { vault, earlier: [full, first], add: (ports) => takeBackup(ports, order, quietRun()) }
  },
  async 'an increment found by tags'(): Promise<Scene> {
    const folder = tempFolder('faults')
    const source = path.join(folder, 'a.db')
    const pageTagsFolder = path.join(folder, 'page-tags')
    buildDatabase(source, { rows: 200 })
    const vault = await newVault(folder)
    const full = await storedBackup(backupOf(vault, source, { pageTagsFolder }))
    changeRows(source, 1)
    const order = backupOf(vault, source, { ...basedOn(full), threads: 0, pageTagsFolder })
    return { vault, earlier: [full], add: (ports) => takeBackup(ports, order, quietRun()) }
  },
  async 'a merge'(): Promise<Scene> {
    const folder = tempFolder('faults')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 200 })
    const vault = await newVault(folder)
    const full = await storedBackup(backupOf(vault, source))
    changeRows(source, 1)
    const first = await storedBackup(backupOf(vault, source, basedOn(full)))
    const manifestFile = `${first.file}.manifest.json`
    const order = {
      vault,
      stored: first.stored,
      compressionLevel: 3,
      threads: 0,
      fullCheckLimitBytes: 1 << 30,
      manifestFile,
      absorbed: null,
    }
    return { vault, earlier: [full, first], add: (ports) => mergeChain(ports, order, quietRun()) }
  },
}
type SceneName = keyof typeof scenes

/** Another process, which is dead when its run is over: as a killed job is to the next program. */
function deadMachine(): Ports['machine'] {
  return { ...realPorts.machine, pid: 2 ** 22 + 1, markOf: () => 'gone' }
}

function filesOf(vault: VaultAccess): readonly string[] {
  return fs
    .readdirSync(vault.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(vault.folder, path.join(entry.parentPath, entry.name)))
    .sort()
}

/** What may be in the vault: its own two files and three for each backup that is listed. */
function filesExpected(backups: readonly BackupRecord[]): readonly string[] {
  const own = ['.holdfast/vault.json', '.holdfast/vault-copy.json']
  return [...own, ...backups.flatMap(({ file }) => [file, `${file}.pages`, `${file}.manifest.json`])].sort()
}

/** Adds a backup with the fault; returns its code, and whether it struck before the end. */
async function runWith({ add }: Scene, fault: PlannedFault): Promise<{ struck: boolean; code: string }> {
  const files = faultyFileSystem(fault)
  const ports = { ...realPorts, files, machine: deadMachine() }
  const code = await add(ports).then(
    () => 'stored',
    (error: unknown) => faultOf(error)?.code ?? String(error),
  )
  return { struck: files.hasStruck(), code }
}

const expectedCodes = new Set([
  'stored',
  'VAULT_WRITE_FAILED',
  'VAULT_FULL',
  'VAULT_READ_ONLY',
  'VAULT_NOT_PERMITTED',
  'VAULT_DAMAGED',
  'SOURCE_READ_FAILED',
  'SOURCE_NOT_PERMITTED',
  'VALIDATION_FAILED',
  'BACKUP_FILE_UNREADABLE',
  'MANIFEST_DAMAGED',
])

/** Afterwards: nothing half is listed, a sweep leaves nothing over, and what is listed verifies. */
async function expectWhole(place: Scene, after: string): Promise<void> {
  const backups = await listRecords(place.vault)
  const earlier = place.earlier.map(({ id }) => id)
  expect(
    backups.map((backup) => backup.id),
    after,
  ).toEqual(expect.arrayContaining(earlier))
  await sweepLeftovers(realPorts, place.vault.folder)
  expect(filesOf(place.vault), after).toEqual(filesExpected(backups))
  for (const backup of backups) expect(await verifiedStatus(place.vault, backup), after).toBe('passed')
  for (const { id, file } of backups) {
    if (earlier.includes(id)) continue
    for (const ending of ['.manifest.json', '.pages', '']) {
      fs.rmSync(path.join(place.vault.folder, file + ending))
    }
  }
}

async function sweepOverN(name: SceneName, plan: (at: number) => PlannedFault): Promise<number> {
  const place = await scenes[name]()
  for (let at = 1; ; at += 1) {
    const { struck, code } = await runWith(place, plan(at))
    expect(expectedCodes, `fault ${at} gave ${code}`).toContain(code)
    await expectWhole(place, `after fault ${at} (${code})`)
    if (!struck) {
      expect(code).toBe('stored')
      return at - 1
    }
  }
}

async function fillFromNothing(name: SceneName): Promise<void> {
  const place = await scenes[name]()
  const step = 4099
  for (let bytes = 0; ; bytes += step) {
    const { struck, code } = await runWith(place, { kind: 'full_after', bytes })
    expect(code).toBe(struck ? 'VAULT_FULL' : 'stored')
    await expectWhole(place, `full after ${bytes} bytes`)
    if (!struck) break
  }
}

describe.each<SceneName>(['a full backup', 'an increment', 'a merge'])(
  'a fault at the Nth call of %s',
  (name) => {
    it('leaves the vault whole when any one call fails', async () => {
      const plan = (at: number): PlannedFault => ({ kind: 'fail', at, calls: everyCall, errno: 'EIO' })
      expect(await sweepOverN(name, plan)).toBeGreaterThan(60)
    })

    it('leaves the vault whole when a write is cut short', async () => {
      await sweepOverN(name, (at) => ({ kind: 'short_write', at, errno: 'ENOSPC' }))
    })

    it('leaves the vault whole when the process is dead from the Nth change on', async () => {
      expect(await sweepOverN(name, (at) => ({ kind: 'kill', at }))).toBeGreaterThan(20)
    })

    it('leaves the vault whole when the disk is full after any number of bytes', async () => {
      await fillFromNothing(name)
    })
  },
)

describe('a fault at the Nth call of an increment found by tags', () => {
  it('leaves the vault whole when any one call fails', async () => {
    const plan = (at: number): PlannedFault => ({ kind: 'fail', at, calls: everyCall, errno: 'EIO' })
    expect(await sweepOverN('an increment found by tags', plan)).toBeGreaterThan(70)
  })
})

describe('a change that the system refuses at the Nth call of a full backup', () => {
  it.each(['ENOSPC', 'EROFS', 'EACCES'])('leaves the vault whole: %s', async (errno) => {
    const calls = ['open', 'link', 'rename', 'remove', 'makeFolder', 'file.write', 'file.sync'] as const
    await sweepOverN('a full backup', (at) => ({ kind: 'fail', at, calls, errno }))
  })
})
