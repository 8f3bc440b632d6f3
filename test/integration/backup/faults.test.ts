import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { sweepLeftovers, takeBackup, type Ports, type VaultAccess } from '../../../main/engine/engine.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  listRecords,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
  verifiedStatus,
} from '../../support/engine-vault.ts'
import { everyCall, faultyFileSystem, type PlannedFault } from '../../support/faulty-file-system.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** A vault with one earlier backup, and the database it is of. */
interface Scene {
  readonly vault: VaultAccess
  readonly source: string
  readonly earlier: BackupRecord
}

async function scene(): Promise<Scene> {
  const folder = tempFolder('faults')
  const source = path.join(folder, 'a.db')
  buildDatabase(source, { rows: 200 })
  const vault = await newVault(folder)
  return { vault, source, earlier: await storedBackup(backupOf(vault, source)) }
}

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

/** Takes a backup with the fault; returns its code, or null when it did not strike before the end. */
async function runWith(
  { vault, source }: Scene,
  fault: PlannedFault,
): Promise<{ struck: boolean; code: string }> {
  const files = faultyFileSystem(fault)
  const ports = { ...realPorts, files, machine: deadMachine() }
  const code = await takeBackup(ports, backupOf(vault, source, { threads: 0 }), quietRun()).then(
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
  expect(
    backups.map((backup) => backup.id),
    after,
  ).toContain(place.earlier.id)
  await sweepLeftovers(realPorts, place.vault.folder)
  expect(filesOf(place.vault), after).toEqual(filesExpected(backups))
  for (const backup of backups) expect(await verifiedStatus(place.vault, backup), after).toBe('passed')
  for (const { id, file } of backups) {
    if (id === place.earlier.id) continue
    for (const ending of ['.manifest.json', '.pages', '']) {
      fs.rmSync(path.join(place.vault.folder, file + ending))
    }
  }
}

async function sweepOverN(plan: (at: number) => PlannedFault): Promise<number> {
  const place = await scene()
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

describe('a fault at the Nth call while a backup is taken', () => {
  it('leaves the vault whole when any one call fails', async () => {
    expect(await sweepOverN((at) => ({ kind: 'fail', at, calls: everyCall, errno: 'EIO' }))).toBeGreaterThan(
      60,
    )
  })

  it.each(['ENOSPC', 'EROFS', 'EACCES'])(
    'leaves the vault whole when a change fails with %s',
    async (errno) => {
      const calls = ['open', 'link', 'rename', 'remove', 'makeFolder', 'file.write', 'file.sync'] as const
      await sweepOverN((at) => ({ kind: 'fail', at, calls, errno }))
    },
  )

  it('leaves the vault whole when a write is cut short', async () => {
    await sweepOverN((at) => ({ kind: 'short_write', at, errno: 'ENOSPC' }))
  })

  it('leaves the vault whole when the process is dead from the Nth change on', async () => {
    expect(await sweepOverN((at) => ({ kind: 'kill', at }))).toBeGreaterThan(20)
  })

  it('leaves the vault whole when the disk is full after any number of bytes', async () => {
    const place = await scene()
    const step = 4099
    for (let bytes = 0; ; bytes += step) {
      const { struck, code } = await runWith(place, { kind: 'full_after', bytes })
      expect(code).toBe(struck ? 'VAULT_FULL' : 'stored')
      await expectWhole(place, `full after ${bytes} bytes`)
      if (!struck) break
    }
  })
})
