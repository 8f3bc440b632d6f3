import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { cliRig, filesBelow, type Rig } from './cli-rig.ts'
import { errorDocument } from './json-shapes.ts'

const listDocument = z.object({
  vault: z.string(),
  slots: z.array(
    z.object({ id: z.string(), kind: z.string(), tested: z.object({ at: z.string() }).nullable() }),
  ),
})

function fileWith({ folder }: Rig, name: string, text: string): string {
  const file = path.join(folder, name)
  fs.writeFileSync(file, `${text}\n`)
  return file
}

async function kindsOf(rig: Rig, ...key: string[]): Promise<readonly string[]> {
  const { json } = await rig.json('key', 'list', ...key)
  return listDocument.parse(json).slots.map(({ kind }) => kind)
}

async function codeOf(rig: Rig, ...args: string[]): Promise<readonly [number | null, string]> {
  const { status, json } = await rig.json(...args)
  return [status, errorDocument.parse(json).error.code]
}

/** The same vault on a machine that has no key of it. */
function elsewhere({ vault }: Rig): Rig {
  return cliRig({ vault })
}

describe('the keys of a vault on the command line', () => {
  it('are added, tested, changed and removed; each opens the vault by itself', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault)
    const file = fileWith(rig, 'phrase.txt', 'correct horse battery')
    const added = await rig.run('key', 'add', 'passphrase', '--file', file)
    expect([added.status, added.err]).toEqual([0, ''])
    const other = elsewhere(rig)
    expect(await kindsOf(other, '--passphrase-file', file)).toEqual(['key_file', 'passphrase'])
    expect((await rig.run('key', 'test', 'passphrase', '--file', file)).status).toBe(0)
    expect((await rig.run('key', 'test', 'key-file')).status).toBe(0)
    const wrong = fileWith(rig, 'wrong.txt', 'wrong horse battery')
    expect(await codeOf(rig, 'key', 'test', 'passphrase', '--file', wrong)).toEqual([12, 'KEY_WRONG'])
    expect(await codeOf(rig, 'key', 'test', 'passphrase')).toEqual([12, 'KEY_NEEDED'])

    const next = fileWith(rig, 'next.txt', 'another long phrase')
    const changed = await rig.run('key', 'change', 'passphrase', '--file', next)
    expect(changed.out).toContain('copy of the vault’s description')
    expect(await codeOf(other, 'key', 'list', '--passphrase-file', file)).toEqual([12, 'KEY_WRONG'])
    expect(await kindsOf(other, '--passphrase-file', next)).toEqual(['key_file', 'passphrase'])

    expect(await codeOf(rig, 'key', 'remove', 'key-file')).toEqual([2, 'KEY_CHANGE_NOT_CONFIRMED'])
    expect((await rig.run('key', 'remove', 'key-file', '--yes')).status).toBe(0)
    expect(filesBelow(path.join(rig.home, 'keys'))).toEqual([])
    expect(await codeOf(rig, 'key', 'list')).toEqual([12, 'KEY_NEEDED'])
    const last = ['key', 'remove', 'passphrase', '--yes', '--passphrase-file', next]
    expect(await codeOf(rig, ...last)).toEqual([2, 'KEY_SLOT_IS_LAST'])
    expect(await kindsOf(rig, '--passphrase-file', next)).toEqual(['passphrase'])
  })

  it('has a recovery code that is printed once, opens the vault elsewhere, and ends when a new one is made', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault)
    const made = await rig.run('key', 'recovery-code')
    expect(made.status).toBe(0)
    expect(made.out).toMatch(/^([0-9A-Z]{5}-){6}[0-9A-Z]{5}\n$/)
    const code = made.out.trim()
    for (const file of filesBelow(rig.folder)) {
      const text = fs.readFileSync(path.join(rig.folder, file), 'latin1')
      expect(text.includes(code) || text.includes(code.replaceAll('-', '')), file).toBe(false)
    }
    const other = elsewhere(rig)
    const typed = fileWith(other, 'code.txt', code.toLowerCase().replaceAll('-', ' '))
    expect(await kindsOf(other, '--recovery-code-file', typed)).toEqual(['key_file', 'recovery_code'])
    const mistyped = fileWith(
      other,
      'mistyped.txt',
      code.replace(/^./, (one) => (one === '7' ? '8' : '7')),
    )
    const refused = await other.run('key', 'list', '--recovery-code-file', mistyped)
    expect(refused.status).toBe(12)
    expect(refused.err).toContain('Group 1 of the recovery code')
    const renewed = (await rig.run('key', 'recovery-code')).out.trim()
    expect(renewed).not.toBe(code)
    expect(await codeOf(other, 'key', 'list', '--recovery-code-file', typed)).toEqual([12, 'KEY_WRONG'])
    const newer = fileWith(other, 'newer.txt', renewed)
    expect(await kindsOf(other, '--recovery-code-file', newer)).toEqual(['key_file', 'recovery_code'])
  })

  it('notes when a slot opened the vault, also by being used', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault)
    const { json } = await rig.json('key', 'list')
    const [slot] = listDocument.parse(json).slots
    expect(Date.parse(slot?.tested?.at ?? '')).not.toBeNaN()
    expect(filesBelow(path.join(rig.vault, '.holdfast/slot-tests'))).toEqual([`${slot?.id}.json`])
  })

  it('are rotated: what is not at hand is dropped only by name, backups from before are restored, a new code is made', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault)
    await rig.run('add', rig.source('a.db'))
    await rig.run('backup', 'a')
    const phrase = fileWith(rig, 'phrase.txt', 'correct horse battery')
    await rig.run('key', 'add', 'passphrase', '--file', phrase)
    const old = fileWith(rig, 'old.txt', (await rig.run('key', 'recovery-code')).out.trim())
    expect(await codeOf(rig, 'key', 'rotate', '--yes')).toEqual([2, 'ROTATION_DROPS_SLOTS'])
    expect(await codeOf(rig, 'key', 'rotate', '--drop', 'passphrase')).toEqual([
      2,
      'KEY_CHANGE_NOT_CONFIRMED',
    ])
    const { status, json } = await rig.json('key', 'rotate', '--drop', 'passphrase', '--yes')
    expect(status).toBe(0)
    expect(json).toMatchObject({ kept: ['key_file'], dropped: [{ kind: 'passphrase' }], olderKeys: 1 })
    expect((await rig.run('audit', 'verify')).status).toBe(0)
    const other = elsewhere(rig)
    expect(await codeOf(other, 'key', 'list', '--recovery-code-file', old)).toEqual([12, 'KEY_WRONG'])
    const { recoveryCode } = z.object({ recoveryCode: z.string() }).parse(json)
    const code = fileWith(other, 'new.txt', recoveryCode)
    const to = path.join(other.folder, 'restored.db')
    const restored = await other.run('restore', 'a', '--to', to, '--recovery-code-file', code)
    expect([restored.status, restored.err.includes('fail')]).toEqual([0, false])
    expect(fs.existsSync(to)).toBe(true)
  })

  it('refuses what it does not know, and a vault that has no key', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault, '--no-encryption')
    expect((await rig.run('key', 'list')).out).toContain('not encrypted')
    expect(await codeOf(rig, 'key', 'recovery-code')).toEqual([2, 'VAULT_NOT_ENCRYPTED'])
    expect(await codeOf(rig, 'key', 'add', 'thumb')).toEqual([2, 'WRONG_USE'])
    const keyed = cliRig()
    await keyed.run('init', keyed.vault)
    expect(await codeOf(keyed, 'key', 'test', 'passphrase')).toEqual([2, 'KEY_SLOT_UNKNOWN'])
    expect(await codeOf(keyed, 'key', 'add', 'keychain')).toEqual([12, 'KEYCHAIN_UNREACHABLE'])
    const inside = path.join(keyed.vault, 'own.key')
    expect(await codeOf(keyed, 'key', 'add', 'key-file', '--file', inside)).toEqual([2, 'WRONG_USE'])
    expect(await kindsOf(keyed)).toEqual(['key_file'])
  })
})
