import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { cliRig, filesBelow, type Rig } from './cli-rig.ts'
import { errorDocument } from './json-shapes.ts'

async function codeOf(rig: Rig, ...args: string[]): Promise<readonly [number | null, string]> {
  const { status, json } = await rig.json(...args)
  return [status, errorDocument.parse(json).error.code]
}

/** The code that stands on a kit's page. */
function codeOnPage(kit: string): string {
  const page = fs.readFileSync(path.join(kit, 'recovery-kit.html'), 'utf8')
  return [...page.matchAll(/<span><small>\d<\/small>([0-9A-Z]{5})<\/span>/g)]
    .map(([, group]) => group)
    .join('-')
}

describe('the recovery kit on the command line', () => {
  it('is made, opens the vault by what is on its page, and is checked by using it', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault)
    const kit = path.join(rig.folder, 'kit')
    const made = await rig.run('kit', 'make', kit, '--with-recovery-code')
    expect([made.status, made.err]).toEqual([0, ''])
    expect(filesBelow(kit)).toEqual(['FORMAT.md', 'holdfast-restore.mjs', 'kit.json', 'recovery-kit.html'])
    for (const file of filesBelow(kit)) expect(fs.statSync(path.join(kit, file)).mode & 0o777).toBe(0o600)
    const empty = await rig.json('kit', 'check', kit)
    expect(empty.json).toMatchObject({ success: true, keyFrom: 'key_file', rebuilt: null })

    await rig.run('add', rig.source('a.db'))
    await rig.run('backup', 'a')
    const code = path.join(rig.folder, 'code.txt')
    fs.writeFileSync(code, codeOnPage(kit))
    const checked = await rig.json('kit', 'check', kit, '--recovery-code-file', code)
    expect(checked.status).toBe(0)
    expect(checked.json).toMatchObject({ keyFrom: 'recovery_code', rebuilt: { database: 'a' } })

    const script = path.join(kit, 'holdfast-restore.mjs')
    const whole = fs.readFileSync(script)
    fs.appendFileSync(script, '\nprocess.exit(0)\n')
    expect(await codeOf(rig, 'kit', 'check', kit)).toEqual([1, 'KIT_NOT_WHOLE'])
    fs.writeFileSync(script, whole)
    const [payload] = filesBelow(rig.vault).filter((file) => /^manual.*\.enc$/.test(file))
    const bytes = fs.readFileSync(path.join(rig.vault, payload!))
    bytes[100]! ^= 1
    fs.writeFileSync(path.join(rig.vault, payload!), bytes)
    expect(await codeOf(rig, 'kit', 'check', kit)).toEqual([1, 'KIT_FAILED'])
  })

  it('runs no script that is not its own, whatever the kit says of itself', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault, '--no-encryption')
    const kit = path.join(rig.folder, 'kit')
    await rig.run('kit', 'make', kit)
    const trace = path.join(rig.folder, 'was-run')
    const script = path.join(kit, 'holdfast-restore.mjs')
    const hostile = `import fs from 'node:fs'\nfs.writeFileSync(${JSON.stringify(trace)}, '')\nexport const run = async () => 0\n`
    fs.writeFileSync(script, hostile)
    const description = path.join(kit, 'kit.json')
    const said = JSON.parse(fs.readFileSync(description, 'utf8')) as { files: Record<string, string> }
    said.files['holdfast-restore.mjs'] = createHash('sha256').update(hostile).digest('hex')
    fs.writeFileSync(description, JSON.stringify(said))
    expect(await codeOf(rig, 'kit', 'check', kit)).toEqual([1, 'KIT_OUTDATED'])
    expect(fs.existsSync(trace)).toBe(false)
  })

  it('changes no key where it can not be written, and goes into no vault and no folder with other files', async () => {
    const rig = cliRig()
    await rig.run('init', rig.vault)
    const before = fs.readFileSync(path.join(rig.vault, '.holdfast/vault.json'), 'utf8')
    const make = ['kit', 'make', '--with-recovery-code'] as const
    expect(await codeOf(rig, ...make, path.join(rig.vault, 'kit'))).toEqual([2, 'WRONG_USE'])
    expect(await codeOf(rig, ...make, rig.folder)).toEqual([1, 'KIT_FOLDER_NOT_EMPTY'])
    const blocked = path.join(rig.folder, 'file')
    fs.writeFileSync(blocked, '')
    expect(await codeOf(rig, ...make, path.join(blocked, 'kit'))).toEqual([1, 'FOLDER_UNREADABLE'])
    expect(fs.readFileSync(path.join(rig.vault, '.holdfast/vault.json'), 'utf8')).toBe(before)
  })
})
