import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { faultOf } from '../../../shared/domain/fault.ts'
import {
  addKeySlot,
  createVault,
  mendVaultFile,
  newKeychainSecret,
  openVault,
  removeKeySlot,
  replaceKeySlots,
  unlockVault,
  type KeySecret,
} from '../../../main/engine/engine.ts'
import { realPorts } from '../../support/engine-vault.ts'
import { faultyFileSystem } from '../../support/faulty-file-system.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const passphrase: KeySecret = { kind: 'passphrase', passphrase: 'correct horse battery' }

function keyFile(): KeySecret {
  return { kind: 'key_file', bytes: randomBytes(48) }
}

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => 'no fault',
    (error: unknown) => faultOf(error)?.code ?? String(error),
  )
}

const vaultFiles = ['vault.json', 'vault-copy.json']

describe('a vault', () => {
  it('is made, opened and unlocked with each kind of secret', async () => {
    const folder = path.join(tempFolder('vault'), 'deep', 'Ünïcode vault')
    const secrets = [passphrase, keyFile(), { kind: 'keychain' as const, secret: newKeychainSecret() }]
    const { access, facts } = await createVault(realPorts, folder, secrets)
    expect(await openVault(realPorts, folder)).toEqual(facts)
    for (const secret of secrets) expect(await unlockVault(facts, secret)).toEqual(access)
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700)
    expect(fs.statSync(path.join(folder, '.holdfast/vault.json')).mode & 0o777).toBe(0o600)
    const texts = vaultFiles.map((name) => fs.readFileSync(path.join(folder, '.holdfast', name), 'utf8'))
    expect(texts[0]).toBe(texts[1])
    expect(texts[0]).not.toContain(access.vaultKey)
  })

  it('needs a key, and the right one', async () => {
    const folder = path.join(tempFolder('vault'), 'v')
    const { facts } = await createVault(realPorts, folder, [keyFile()])
    expect(await codeOf(unlockVault(facts, null))).toBe('KEY_NEEDED')
    expect(await codeOf(unlockVault(facts, passphrase))).toBe('KEY_NEEDED')
    expect(await codeOf(unlockVault(facts, keyFile()))).toBe('KEY_WRONG')
    const plain = await createVault(realPorts, `${folder}-plain`, [])
    expect(await unlockVault(plain.facts, null)).toEqual(plain.access)
    expect(plain.access.vaultKey).toBeNull()
  })

  it('accepts a passphrase however its letters were composed, and refuses a short one', async () => {
    const folder = path.join(tempFolder('vault'), 'v')
    const { facts, access } = await createVault(realPorts, folder, [
      { kind: 'passphrase', passphrase: 'caf\u00e9 au lait' },
    ])
    expect(await unlockVault(facts, { kind: 'passphrase', passphrase: 'cafe\u0301 au lait' })).toEqual(access)
    const short: KeySecret = { kind: 'passphrase', passphrase: '1234567' }
    expect(await codeOf(createVault(realPorts, `${folder}2`, [short]))).toBe('PASSPHRASE_TOO_SHORT')
    expect(fs.existsSync(`${folder}2`)).toBe(false)
    const tiny: KeySecret = { kind: 'key_file', bytes: randomBytes(31) }
    expect(await codeOf(createVault(realPorts, `${folder}2`, [tiny]))).toBe('WRONG_USE')
  })

  it('is not made where something is', async () => {
    const parent = tempFolder('vault')
    const folder = path.join(parent, 'v')
    await createVault(realPorts, folder, [])
    expect(await codeOf(createVault(realPorts, folder, []))).toBe('VAULT_ALREADY_THERE')
    fs.mkdirSync(path.join(parent, 'full'))
    fs.writeFileSync(path.join(parent, 'full', 'thesis.doc'), '')
    expect(await codeOf(createVault(realPorts, path.join(parent, 'full'), []))).toBe('VAULT_FOLDER_NOT_EMPTY')
    fs.mkdirSync(path.join(parent, 'disk', 'lost+found'), { recursive: true })
    expect(await codeOf(createVault(realPorts, path.join(parent, 'disk'), []))).toBe('no fault')
    expect(await codeOf(createVault(realPorts, path.join(parent, 'full', 'thesis.doc'), []))).toBe(
      'VAULT_NOT_A_VAULT',
    )
  })

  it('tells a missing folder from one that is no vault', async () => {
    const parent = tempFolder('vault')
    expect(await codeOf(openVault(realPorts, path.join(parent, 'gone')))).toBe('VAULT_MISSING')
    expect(await codeOf(openVault(realPorts, parent))).toBe('VAULT_NOT_A_VAULT')
  })

  it('gets a copy of its description back from the other: a lost one, a damaged one, one that is behind', async () => {
    const folder = path.join(tempFolder('vault'), 'v')
    const { access } = await createVault(realPorts, folder, [keyFile()])
    const [first, second] = vaultFiles.map((name) => path.join(folder, '.holdfast', name)) as [string, string]
    const whole = fs.readFileSync(first)
    expect(await mendVaultFile(realPorts, folder)).toBeNull()
    for (const [lost, other] of [
      [first, second],
      [second, first],
    ] as const) {
      fs.rmSync(lost)
      expect(await mendVaultFile(realPorts, folder)).toBe(path.relative(folder, lost))
      fs.writeFileSync(lost, whole.subarray(0, 99))
      expect(await mendVaultFile(realPorts, folder)).toBe(path.relative(folder, lost))
      expect(fs.readFileSync(lost).equals(whole)).toBe(true)
      expect(fs.readFileSync(other).equals(whole)).toBe(true)
    }
    await addKeySlot(realPorts, access, passphrase)
    const newer = fs.readFileSync(first)
    fs.writeFileSync(second, whole)
    expect(await mendVaultFile(realPorts, folder)).toBe('.holdfast/vault-copy.json')
    expect(fs.readFileSync(second).equals(newer)).toBe(true)
  })

  it('of two vaults in one folder loses neither description', async () => {
    const folder = tempFolder('vault')
    const [one, other] = ['one', 'other'].map((name) => path.join(folder, name)) as [string, string]
    await createVault(realPorts, one, [keyFile()])
    await createVault(realPorts, other, [keyFile()])
    const copies = vaultFiles.map((name) => path.join(one, '.holdfast', name)) as [string, string]
    fs.copyFileSync(path.join(other, '.holdfast/vault.json'), copies[0])
    const before = copies.map((file) => fs.readFileSync(file, 'utf8'))
    expect(await mendVaultFile(realPorts, one)).toBeNull()
    expect(copies.map((file) => fs.readFileSync(file, 'utf8'))).toEqual(before)
  })

  it('lives on its second copy, and says what is wrong when both are damaged', async () => {
    const folder = path.join(tempFolder('vault'), 'v')
    const { facts } = await createVault(realPorts, folder, [keyFile()])
    const [first = '', second = ''] = vaultFiles.map((name) => path.join(folder, '.holdfast', name))
    const text = fs.readFileSync(first, 'utf8')
    for (let at = 0; at < text.length; at += 7) {
      fs.writeFileSync(first, `${text.slice(0, at)}~${text.slice(at + 1)}`)
      expect(await openVault(realPorts, folder), `byte ${at}`).toEqual(facts)
    }
    fs.rmSync(first)
    expect(await openVault(realPorts, folder)).toEqual(facts)
    fs.writeFileSync(first, '')
    fs.writeFileSync(second, text.slice(1))
    expect(await codeOf(openVault(realPorts, folder))).toBe('VAULT_DAMAGED')
    const newer = text.replace('"formatVersion": 1', '"formatVersion": 3')
    const { sealJson } = await import('../../../main/engine/image/sealed-json.ts')
    const parsed = JSON.parse(newer) as Record<string, never>
    const { sha256: _, ...content } = parsed
    fs.writeFileSync(first, sealJson(content, 'sha256'))
    expect(await codeOf(openVault(realPorts, folder))).toBe('VAULT_TOO_NEW')
  })

  it('changes its passphrase without touching its key', async () => {
    const folder = path.join(tempFolder('vault'), 'v')
    const { access } = await createVault(realPorts, folder, [passphrase])
    const next: KeySecret = { kind: 'passphrase', passphrase: 'another long phrase' }
    const facts = await replaceKeySlots(realPorts, access, next, { replaces: () => true })
    expect(facts.slots).toHaveLength(1)
    expect(await unlockVault(await openVault(realPorts, folder), next)).toEqual(access)
    expect(await codeOf(unlockVault(facts, passphrase))).toBe('KEY_WRONG')
  })

  it('adds and removes slots, but never the last one', async () => {
    const folder = path.join(tempFolder('vault'), 'v')
    const first = keyFile()
    const second = keyFile()
    const { access } = await createVault(realPorts, folder, [first])
    const { slots } = await addKeySlot(realPorts, access, second)
    expect(slots).toHaveLength(2)
    const after = await removeKeySlot(realPorts, access, slots[0]?.id ?? '')
    expect(await codeOf(unlockVault(after, first))).toBe('KEY_WRONG')
    expect(await unlockVault(after, second)).toEqual(access)
    expect(await codeOf(removeKeySlot(realPorts, access, after.slots[0]?.id ?? ''))).toBe('KEY_SLOT_IS_LAST')
    expect(await openVault(realPorts, folder)).toEqual(after)
  })

  it('can be opened with the old or the new secret when the program dies at any change of changing it', async () => {
    const parent = tempFolder('vault')
    for (let at = 1; ; at += 1) {
      const folder = path.join(parent, `v${at}`)
      const old = keyFile()
      const next = keyFile()
      const { access } = await createVault(realPorts, folder, [old])
      const files = faultyFileSystem({ kind: 'kill', at })
      const code = await codeOf(
        replaceKeySlots({ ...realPorts, files }, access, next, { replaces: () => true }),
      )
      const facts = await openVault(realPorts, folder)
      const opened = await Promise.all([old, next].map((secret) => codeOf(unlockVault(facts, secret))))
      expect(opened, `after the death at change ${at} (${code})`).toContain('no fault')
      if (files.hasStruck()) continue
      expect([code, ...opened]).toEqual(['no fault', 'KEY_WRONG', 'no fault'])
      return
    }
  })
})
