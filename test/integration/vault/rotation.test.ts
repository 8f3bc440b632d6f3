import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import {
  addKeySlot,
  createVault,
  openVault,
  rotateVaultKey,
  unlockVault,
  type KeySecret,
  type VaultAccess,
} from '../../../main/engine/engine.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { backupOf, listRecords, realPorts, storedBackup, verifiedStatus } from '../../support/engine-vault.ts'
import { faultyFileSystem } from '../../support/faulty-file-system.ts'
import { bareKit, runKitScript } from '../../support/run-kit-script.ts'
import { serialized } from '../../support/serialized-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

function keyFile(): Extract<KeySecret, { kind: 'key_file' }> {
  return { kind: 'key_file', bytes: randomBytes(48) }
}

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => 'no fault',
    (error: unknown) => faultOf(error)?.code ?? String(error),
  )
}

async function reopened(folder: string, secret: KeySecret): Promise<VaultAccess> {
  return unlockVault(await openVault(realPorts, folder), secret)
}

describe('a vault whose key is rotated', () => {
  it('reads what was written by each of its keys, also by the script of a recovery kit', async () => {
    const folder = tempFolder('rotation')
    const source = path.join(folder, 'a.db')
    buildDatabase(source, { rows: 300 })
    const secret = keyFile()
    const { access } = await createVault(realPorts, path.join(folder, 'vault'), [secret])
    const first = await storedBackup(backupOf(access, source))
    const second = await rotateVaultKey(realPorts, access, [secret])
    expect(second.access.vaultKey).not.toBe(access.vaultKey)
    const full = await storedBackup(backupOf(second.access, source))
    const third = await rotateVaultKey(realPorts, second.access, [secret])
    const last = await storedBackup(backupOf(third.access, source))

    const opened = await reopened(access.folder, secret)
    expect(opened).toEqual(third.access)
    expect(opened.olderKeys).toEqual([second.access.vaultKey, access.vaultKey])
    const ids = [first, full, last].map(({ id }) => id)
    expect((await listRecords(opened)).map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    const kit = bareKit()
    fs.writeFileSync(path.join(kit, 'vault.key'), secret.bytes)
    for (const backup of [first, full, last]) {
      expect(await verifiedStatus(opened, backup), backup.file).toBe('passed')
      const to = path.join(kit, `${backup.id}.db`)
      const key = ['--key-file', 'vault.key']
      const ended = runKitScript(kit, ['restore', access.folder, backup.id, '--to', to, ...key])
      expect([ended.status, ended.err]).toEqual([0, ''])
      expect(fs.readFileSync(to).equals(serialized(source))).toBe(true)
    }
    // What the new key wrote is nothing to who has only the old one.
    expect(await codeOf(listRecords(access))).toContain('MANIFEST_DAMAGED')
  })

  it('drops every other secret, and refuses programs that have the old key', async () => {
    const folder = path.join(tempFolder('rotation'), 'vault')
    const [kept, dropped] = [keyFile(), keyFile()]
    const { access } = await createVault(realPorts, folder, [kept, dropped])
    await rotateVaultKey(realPorts, access, [kept])
    expect(await codeOf(reopened(folder, dropped))).toBe('KEY_WRONG')
    expect(await codeOf(addKeySlot(realPorts, access, dropped))).toBe('KEY_ROTATED')
    expect(await codeOf(storedBackup(backupOf(access, '/nowhere.db')))).toBe('KEY_ROTATED')
    expect(await codeOf(rotateVaultKey(realPorts, access, [kept]))).toBe('KEY_ROTATED')
    expect(await codeOf(rotateVaultKey(realPorts, await reopened(folder, kept), []))).toBe('KEY_SLOT_IS_LAST')
  })

  it('opens with the old secrets or the new ones, and reads everything, when the program dies at any change', async () => {
    const parent = tempFolder('rotation')
    const source = path.join(parent, 'a.db')
    buildDatabase(source, { rows: 20 })
    for (let at = 1; ; at += 1) {
      const folder = path.join(parent, `v${at}`)
      const [old, next] = [keyFile(), keyFile()]
      const { access } = await createVault(realPorts, folder, [old])
      const backup = await storedBackup(backupOf(access, source, { threads: 0 }))
      const files = faultyFileSystem({ kind: 'kill', at })
      const code = await codeOf(rotateVaultKey({ ...realPorts, files }, access, [next]))
      const facts = await openVault(realPorts, folder)
      const opened = await Promise.all(
        [old, next].map((secret) => unlockVault(facts, secret).catch(() => null)),
      )
      const [reader] = opened.filter((one) => one !== null)
      expect(reader, `after the death at change ${at} (${code})`).toBeDefined()
      expect(await verifiedStatus(reader!, backup)).toBe('passed')
      if (files.hasStruck()) continue
      expect([code, opened[0], opened[1]?.olderKeys]).toEqual(['no fault', null, [access.vaultKey]])
      return
    }
  })

  it('is as it was where the new secret could not be kept', async () => {
    const folder = path.join(tempFolder('rotation'), 'vault')
    const secret = keyFile()
    const { access, facts } = await createVault(realPorts, folder, [secret])
    const refuse = (): Promise<void> => Promise.reject(new Error('the page could not be printed'))
    await expect(rotateVaultKey(realPorts, access, [secret], refuse)).rejects.toThrow('printed')
    expect(await openVault(realPorts, folder)).toEqual(facts)
    expect(await reopened(folder, secret)).toEqual(access)
  })
})
