import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { faultOf } from '../../../shared/domain/fault.ts'
import { listManifests, sweepLeftovers, takeBackup, verifyBackup } from '../../../main/engine/engine.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
} from '../../support/engine-vault.ts'
import { canMountFor, mountSmallDisk } from '../../support/small-disk.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const canMount = canMountFor('a full disk under a backup')

/** A small disk of its own, or null where this user may not mount one. */
function smallDisk(parent: string, bytes: number): string | null {
  const folder = path.join(parent, 'disk')
  return mountSmallDisk(folder, bytes) ? folder : null
}

describe.skipIf(!canMount)('a disk that is really full', () => {
  it('refuses in time, fails cleanly when it fills up meanwhile, and keeps what was there', async () => {
    const folder = tempFolder('full')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 20_000 })
    const disk = smallDisk(folder, 8 << 20)
    if (disk === null) throw new Error('no tmpfs')
    const vault = await newVault(disk)
    const earlier = await storedBackup(backupOf(vault, source))
    const ballast = path.join(disk, 'ballast')
    const free = fs.statfsSync(disk).bavail * fs.statfsSync(disk).bsize

    // From room for nearly everything to none: the check before says no, or the write does when that is left out.
    const codes = new Set<string>()
    const blind = { ...realPorts, files: { ...realPorts.files, freeBytes: () => Promise.resolve(2 ** 50) } }
    for (let room = 0; room < 3 << 20; room += 131_072) {
      fs.writeFileSync(ballast, Buffer.alloc(Math.max(0, free - room)))
      for (const ports of [realPorts, blind]) {
        const taking = takeBackup(ports, backupOf(vault, source), quietRun())
        const code = await taking.then(
          ({ kind }) => kind,
          (error: unknown) => faultOf(error)?.code ?? String(error),
        )
        codes.add(code)
        expect(['stored', 'VAULT_FULL'], `room for ${room} bytes`).toContain(code)
      }
      fs.rmSync(ballast)
      const listed = []
      for await (const one of listManifests(realPorts, vault)) listed.push(one)
      expect(listed.every((one) => 'record' in one)).toBe(true)
      expect((await sweepLeftovers(realPorts, vault.folder)).removed).toEqual([])
    }
    expect(codes).toContain('VAULT_FULL')
    const order = { vault, manifestFile: manifestFileOf(earlier), threads: 1 }
    expect((await verifyBackup(realPorts, order, quietRun())).validation.status).toBe('passed')
  })

  it('says so when there is no room for the image that a verification rebuilds', async () => {
    const folder = tempFolder('full')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 20_000 })
    const disk = smallDisk(folder, 8 << 20)
    if (disk === null) throw new Error('no tmpfs')
    const vault = await newVault(disk)
    const backup = await storedBackup(backupOf(vault, source))
    const free = fs.statfsSync(disk).bavail * fs.statfsSync(disk).bsize
    fs.writeFileSync(path.join(disk, 'ballast'), Buffer.alloc(free - 65_536))
    const order = { vault, manifestFile: manifestFileOf(backup), threads: 1 }
    const verifying = verifyBackup(realPorts, order, quietRun())
    await expect(verifying.catch((error: unknown) => faultOf(error)?.code)).resolves.toBe('VAULT_FULL')
  })

  it('verifies in a vault that can only be read', async () => {
    const folder = tempFolder('readonly')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 2000 })
    const disk = smallDisk(folder, 8 << 20)
    if (disk === null) throw new Error('no tmpfs')
    const vault = await newVault(disk)
    const backup = await storedBackup(backupOf(vault, source))
    execFileSync('mount', ['-o', 'remount,ro', disk])
    const order = { vault, manifestFile: manifestFileOf(backup), threads: 1 }
    expect((await verifyBackup(realPorts, order, quietRun())).validation.status).toBe('passed')
    const taking = takeBackup(realPorts, backupOf(vault, source), quietRun())
    await expect(taking.catch((error: unknown) => faultOf(error)?.code)).resolves.toBe('VAULT_READ_ONLY')
  })
})
