import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import type { PoliciesView } from '../../../shared/domain/policies/policy-views.ts'
import type { SystemRestorePlan } from '../../../shared/domain/system-archive.ts'
import { buildStressDatabase, checkStressImage, startStressWriters } from '../../support/stress-database.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { cliRig, filesBelow, type Rig } from './cli-rig.ts'
import {
  errorDocument,
  systemBackupDocument,
  systemListDocument,
  systemRestoreDocument,
  systemVerifyDocument,
} from './json-shapes.ts'

const names = ['market_data', 'property_data', 'economic_data', 'forecast_cache']

/** The root of a file, by its definition: SHA-256 over the SHA-256 of each page. */
function rootOf(file: string): string {
  const bytes = fs.readFileSync(file)
  const pageSize = bytes.readUInt16BE(16) === 1 ? 65536 : bytes.readUInt16BE(16)
  const root = createHash('sha256')
  for (let at = 0; at < bytes.length; at += pageSize) {
    root.update(
      createHash('sha256')
        .update(bytes.subarray(at, at + pageSize))
        .digest(),
    )
  }
  return root.digest('hex')
}

function passphraseFile(rig: Rig): string {
  const file = path.join(rig.folder, 'passphrase')
  fs.writeFileSync(file, 'open it please\n', { mode: 0o600 })
  return file
}

/** A vault with four databases, under a passphrase or not encrypted. */
async function fourDatabases(
  encryption: 'passphrase' | 'none' = 'passphrase',
): Promise<{ readonly rig: Rig; readonly key: string }> {
  const rig = cliRig()
  const key = passphraseFile(rig)
  for (const name of names.slice(0, 3)) rig.source(`${name}.db`, { rows: 400 })
  buildStressDatabase(path.join(rig.sources, 'forecast_cache.db'), 'wal', 4096)
  const keyed = encryption === 'none' ? ['--no-encryption'] : ['--passphrase-file', key]
  expect((await rig.run('init', rig.vault, ...keyed)).status).toBe(0)
  const files = names.map((name) => path.join(rig.sources, `${name}.db`))
  const opened = encryption === 'none' ? [] : keyed
  expect((await rig.run(...opened, 'add', '--tier', 'core', ...files)).status).toBe(0)
  return { rig, key }
}

describe('system', () => {
  it('is taken beside a writer, and restored with nothing but the archive and the key', async () => {
    const { rig, key } = await fourDatabases()
    const cache = path.join(rig.sources, 'forecast_cache.db')
    const writers = await startStressWriters(cache, 'wal', 7)
    const taken = await rig.json('--passphrase-file', key, 'system', 'backup')
    await writers.stop()
    expect(taken.status).toBe(0)
    const { archive } = systemBackupDocument.parse(taken.json)
    expect(archive!.databases.map(({ name }) => name).sort()).toEqual([...names].sort())

    // Another machine: an empty home, the archive's file, the key. Not the vault.
    const other = cliRig()
    const file = path.join(other.folder, path.basename(archive!.file))
    fs.copyFileSync(path.join(rig.vault, archive!.file), file)
    fs.rmSync(rig.vault, { recursive: true })
    const otherKey = passphraseFile(other)
    const [vault, to] = [path.join(other.folder, 'new-vault'), path.join(other.folder, 'back')]
    const wish = ['system', 'restore', file, '--new-vault', vault, '--to', to]
    const unkeyed = await other.json(...wish)
    expect([unkeyed.status, errorDocument.parse(unkeyed.json).error.code]).toEqual([12, 'KEY_NEEDED'])
    expect(fs.existsSync(vault)).toBe(false)

    const done = await other.json('--passphrase-file', otherKey, ...wish)
    expect(done.status).toBe(0)
    const report = systemRestoreDocument.parse(done.json)
    for (const { name, root } of archive!.databases) {
      expect(rootOf(path.join(to, `${name}.db`))).toBe(root)
      expect(report.databases!.find(({ database }) => database === name)?.root).toBe(root)
    }
    expect(checkStressImage(fs.readFileSync(path.join(to, 'forecast_cache.db'))).wrong).toBeNull()
    expect(report.registrations!.toSorted()).toEqual([...names].sort())
    expect(report.policies).toContain('Complete system')

    const listed = await other.json('--passphrase-file', otherKey, '--vault', vault, 'list')
    const { databases } = listed.json as { databases: { name: string; path: string }[] }
    expect(databases.map(({ name }) => name).sort()).toEqual([...names].sort())
    const policies = await other.json('--passphrase-file', otherKey, '--vault', vault, 'policy', 'list')
    // What was due before, nobody missed on this machine.
    const begun = (policies.json as PoliciesView).policies.flatMap(({ schedules }) => schedules)
    expect(begun.length).toBeGreaterThan(0)
    expect(begun.filter(({ since }) => since <= archive!.takenAt)).toEqual([])
  })

  it('lists, verifies and restores in its vault, keeping what was there', async () => {
    const { rig } = await fourDatabases('none')
    const run = (...args: string[]) => rig.json('system', ...args)
    const { archive } = systemBackupDocument.parse((await run('backup')).json)
    const list = systemListDocument.parse((await run('list')).json)
    expect(list).toMatchObject({ archives: [{ id: archive!.id }], damaged: [] })
    const verified = await run('verify', archive!.id.slice(0, 8))
    expect(verified.status).toBe(0)
    expect(systemVerifyDocument.parse(verified.json)).toMatchObject({ status: 'passed' })

    const market = path.join(rig.sources, 'market_data.db')
    const db = new Database(market)
    db.exec('DELETE FROM series')
    db.close()
    fs.rmSync(path.join(rig.sources, 'economic_data.db'))
    const before = rootOf(market)
    const plan = await run('restore', archive!.id, '--plan')
    expect(plan.status).toBe(0)
    expect(JSON.stringify(plan.json)).toContain('"method":"new_file"')
    const folder = path.join(rig.folder, 'not', 'there yet')
    const toNew = await run('restore', archive!.id, '--to', folder, '--plan')
    const planned = (toNew.json as { plan: SystemRestorePlan }).plan.databases
    expect(planned.map(({ refusal, targetPath }) => [refusal, targetPath])).toEqual(
      planned.map(({ database }) => [null, path.join(folder, `${database}.db`)]),
    )
    const inVault = await run('restore', archive!.id, '--to', path.join(rig.vault, 'new'), '--plan')
    const refused = (inVault.json as { plan: SystemRestorePlan }).plan.databases
    expect(refused.every(({ refusal }) => refusal !== null)).toBe(true)
    expect(fs.existsSync(path.dirname(folder))).toBe(false)
    const unconfirmed = await run('restore', archive!.id)
    expect([unconfirmed.status, errorDocument.parse(unconfirmed.json).error.code]).toEqual([
      2,
      'RESTORE_NOT_CONFIRMED',
    ])
    expect(rootOf(market)).toBe(before)

    const done = await run('restore', archive!.id, '--yes')
    expect(done.status).toBe(0)
    const report = systemRestoreDocument.parse(done.json)
    for (const { name, root } of archive!.databases) {
      expect(rootOf(path.join(rig.sources, `${name}.db`))).toBe(root)
    }
    const safety = report.databases!.find(({ database }) => database === 'market_data')!.safetyBackupId
    expect(safety).not.toBeNull()
    const undo = path.join(rig.folder, 'undo.db')
    const undone = await rig.json('restore', 'market_data', '--backup', safety!, '--to', undo)
    expect(undone.status).toBe(0)
    expect((undone.json as { root: string }).root).toBe(before)
    // Nothing is left of the unpacking, and no database stays under recovery.
    expect(filesBelow(path.join(rig.vault, '.holdfast', 'scratch'))).toEqual([])
    const listed = await rig.json('list')
    expect(JSON.stringify(listed.json)).not.toContain('recoveryStartedAt":"')
  })

  it('says what is missing, what is damaged, and what it does not know', async () => {
    const rig = cliRig()
    for (const name of ['market_data', 'economic_data']) rig.source(`${name}.db`, { rows: 50 })
    expect((await rig.run('init', rig.vault, '--no-encryption')).status).toBe(0)
    const empty = await rig.json('system', 'backup')
    expect([empty.status, errorDocument.safeParse(empty.json).success]).toEqual([2, true])
    const files = ['market_data', 'economic_data'].map((name) => path.join(rig.sources, `${name}.db`))
    await rig.run('add', ...files)
    fs.rmSync(files[1]!)
    const partly = await rig.json('system', 'backup')
    expect(partly.status).toBe(3)
    const { archive, gaps, error } = systemBackupDocument.parse(partly.json)
    expect(gaps).toMatchObject([{ name: 'economic_data' }])
    expect(error).toMatchObject({ code: 'SYSTEM_INCOMPLETE' })
    const text = await rig.run('system', 'list')
    expect(text.out).toMatch(/ARCHIVE +TAKEN +DATABASES +MISSING/)

    // Unpacked by hand it is a vault.
    const byHand = path.join(rig.folder, 'by-hand')
    fs.mkdirSync(byHand)
    execFileSync('tar', ['-xzf', path.join(rig.vault, archive!.file), '-C', byHand])
    const listed = await rig.run('--vault', byHand, 'list', 'market_data')
    expect([listed.status, listed.out]).toMatchObject([0, expect.stringContaining('monthly')])

    const unknown = await rig.json('system', 'verify', 'nothing')
    expect([unknown.status, errorDocument.parse(unknown.json).error.code]).toEqual([1, 'ARCHIVE_UNKNOWN'])
    const file = path.join(rig.vault, archive!.file)
    const bytes = fs.readFileSync(file)
    bytes[Math.floor(bytes.length / 2)]! ^= 4
    fs.writeFileSync(file, bytes)
    const damaged = await rig.json('system', 'verify', archive!.id)
    expect(damaged.status).toBe(1)
    expect(systemVerifyDocument.parse(damaged.json)).toMatchObject({
      status: 'failed',
      error: { code: 'BACKUP_DAMAGED' },
    })
    const after = systemListDocument.safeParse((await rig.json('system', 'list')).json)
    expect(after.data?.archives[0]?.validation.status).toBe('failed')
    const to = tempFolder('restored')
    const refused = await rig.json('system', 'restore', archive!.id, '--to', to)
    expect(refused.status).toBe(1)
    expect(fs.readdirSync(to)).toEqual([])
  })
})
