import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { cliRig, type CliEnd, type Rig } from './cli-rig.ts'
import { errorDocument, restoreDocument, verifyDocument } from './json-shapes.ts'
import { canMountFor, fillDisk, mountSmallDisk } from '../../support/small-disk.ts'

const canMount = canMountFor('a full disk under Holdfast’s own folder')

/** Ended by force after a while: a command that does not end must not keep the test from doing so. */
async function within(rig: Rig, ...args: string[]): Promise<CliEnd> {
  const { child, ended } = rig.start('--json', ...args)
  const limit = setTimeout(() => child.kill('SIGKILL'), 20_000)
  const end = await ended
  clearTimeout(limit)
  return end
}

/** A vault with one backup of `a`; a disk in the place of Holdfast's own folder. */
async function rigWithDisk(): Promise<Rig> {
  const rig = cliRig()
  await rig.run('init', rig.vault, '--no-encryption')
  await rig.run('add', rig.source('a.db'))
  expect((await rig.json('backup', 'a')).status).toBe(0)
  expect(mountSmallDisk(rig.home, 8 << 20)).toBe(true)
  return rig
}

describe.skipIf(!canMount)('where Holdfast’s own folder can not be written', () => {
  it('a full disk keeps nobody from restoring, and every command ends', { timeout: 60_000 }, async () => {
    const rig = await rigWithDisk()
    fillDisk(rig.home)
    const { status, out } = await within(rig, 'restore', 'a', '--to', path.join(rig.folder, 'back.db'))
    expect(status).toBe(0)
    expect(restoreDocument.parse(JSON.parse(out)).success).toBe(true)
  })

  it('a read-only disk keeps nobody from restoring', { timeout: 60_000 }, async () => {
    const rig = await rigWithDisk()
    execFileSync('mount', ['-o', 'remount,ro', rig.home])
    const { status, out } = await within(rig, 'restore', 'a', '--to', path.join(rig.folder, 'back.db'))
    expect(status).toBe(0)
    expect(restoreDocument.parse(JSON.parse(out)).success).toBe(true)
  })

  it('a file in its place is told of', async () => {
    const rig = cliRig()
    fs.writeFileSync(rig.home, 'a file')
    const { status, json } = await rig.json('list')
    expect({ status, code: errorDocument.parse(json).error.code }).toEqual({
      status: 1,
      code: 'FOLDER_UNREADABLE',
    })
  })
})

describe.skipIf(!canMount)('a vault on a full disk', () => {
  it('can be verified', { timeout: 60_000 }, async () => {
    const rig = cliRig()
    const disk = path.join(rig.folder, 'disk')
    expect(mountSmallDisk(disk, 8 << 20)).toBe(true)
    const vault = ['--vault', path.join(disk, 'vault')]
    await rig.run('init', path.join(disk, 'vault'), '--no-encryption')
    await rig.run(...vault, 'add', rig.source('a.db'))
    await rig.run(...vault, 'backup', 'a')
    fillDisk(disk)
    const { status, out } = await within(rig, ...vault, 'verify', '--all')
    expect(status).toBe(0)
    expect(verifyDocument.parse(JSON.parse(out)).results[0]!.status).toBe('passed')
  })

  it('keeps nobody from bringing a broken database back to its own place', { timeout: 60_000 }, async () => {
    const rig = cliRig()
    const disk = path.join(rig.folder, 'disk')
    expect(mountSmallDisk(disk, 8 << 20)).toBe(true)
    const vault = ['--vault', path.join(disk, 'vault')]
    await rig.run('init', path.join(disk, 'vault'), '--no-encryption')
    const file = rig.source('a.db')
    const whole = fs.readFileSync(file)
    await rig.run(...vault, 'add', file)
    await rig.run(...vault, 'backup', 'a')
    fillDisk(disk)
    const refused = errorDocument.parse(
      JSON.parse((await within(rig, ...vault, 'restore', 'a', '--yes')).out, (key, value: unknown) =>
        ['success', 'target', 'backup'].includes(key) ? undefined : value,
      ),
    )
    expect(refused.error.code).toBe('SAFETY_BACKUP_FAILED')
    expect(refused.error.message).toContain('has no room for this')

    fs.writeFileSync(file, 'broken')
    const { status, out } = await within(rig, ...vault, 'restore', 'a', '--yes')
    expect(status).toBe(0)
    expect(restoreDocument.parse(JSON.parse(out)).success).toBe(true)
    expect(fs.readFileSync(file).equals(whole)).toBe(true)
  })
})
