import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { cliRig, filesBelow, type Rig } from './cli-rig.ts'
import { backupDocument, errorDocument, restoreDocument, verifyDocument } from './json-shapes.ts'

async function codeOf(rig: Rig, ...args: string[]): Promise<{ status: number | null; code: string }> {
  const { status, json } = await rig.json(...args)
  return { status, code: errorDocument.parse(json).error.code }
}

async function rigWith(name: string): Promise<{ rig: Rig; file: string }> {
  const rig = cliRig()
  const file = rig.source(`${name}.db`)
  await rig.run('init', rig.vault)
  await rig.run('add', file)
  return { rig, file }
}

describe('exit statuses', () => {
  it('2: wrong use, whatever is wrong about it', async () => {
    const rig = cliRig()
    const wrong: string[][] = [
      ['backup'],
      ['backup', 'a', '--all'],
      ['nonsense'],
      ['list', '--nonsense'],
      ['backup', 'a', '--label', 'hourly'],
      ['backup', 'a', '--type', 'partial'],
      ['init', 'x', '--no-encryption', '--key-file', 'k'],
      ['list', '--key-file', 'k', '--passphrase-file', 'p'],
      ['serve', '--port', 'many'],
      ['restore'],
      [],
    ]
    for (const args of wrong)
      expect(await codeOf(rig, ...args), args.join(' ')).toEqual({ status: 2, code: 'WRONG_USE' })
    expect(await codeOf(rig, 'backup', 'a', '--type', 'daily')).toEqual({ status: 2, code: 'WRONG_USE' })
    expect(fs.existsSync(path.join(rig.sources, 'x'))).toBe(false)
  })

  it('2: an option that took the place of its missing value', async () => {
    const rig = cliRig()
    const { status, out } = await rig.run('--vault', '--json')
    expect(status).toBe(2)
    const { error } = errorDocument.parse(JSON.parse(out))
    expect(error).toMatchObject({
      code: 'WRONG_USE',
      message: 'name a command; `holdfast --help` lists them',
    })
  })

  it('0: help and version are one document too', async () => {
    const rig = cliRig()
    const version = await rig.json('--version')
    expect(version).toEqual({ status: 0, json: { version: '0.1.0' } })
    for (const args of [['--help'], ['help'], ['backup', '--help']]) {
      const { status, json } = await rig.json(...args)
      expect(status).toBe(0)
      expect((json as { help: string }).help).toContain('Usage: holdfast')
    }
    expect((await rig.run('--version')).out).toBe('0.1.0\n')
  })

  it('10: no vault, not given, not there, or none', async () => {
    const rig = cliRig()
    expect(await codeOf(rig, 'list', '--vault', '')).toEqual({ status: 10, code: 'VAULT_NOT_GIVEN' })
    expect(await codeOf(rig, 'list')).toEqual({ status: 10, code: 'VAULT_MISSING' })
    expect(await codeOf(rig, 'list', '--vault', rig.sources)).toEqual({
      status: 10,
      code: 'VAULT_NOT_A_VAULT',
    })
  })

  it('12: wrong key, or none that this machine knows', async () => {
    const rig = cliRig()
    const right = path.join(rig.folder, 'right')
    const wrong = path.join(rig.folder, 'wrong')
    fs.writeFileSync(right, 'correct horse battery\n')
    fs.writeFileSync(wrong, 'incorrect horse battery\n')
    expect((await rig.run('init', rig.vault, '--passphrase-file', right)).status).toBe(0)
    expect(await codeOf(rig, 'list')).toEqual({ status: 12, code: 'KEY_NEEDED' })
    expect(await codeOf(rig, 'list', '--passphrase-file', wrong)).toEqual({ status: 12, code: 'KEY_WRONG' })
    expect(await codeOf(rig, 'list', '--key-file', right)).toEqual({ status: 12, code: 'KEY_NEEDED' })
    const unreadable = path.join(rig.folder, 'none')
    expect(await codeOf(rig, 'list', '--passphrase-file', unreadable)).toEqual({
      status: 12,
      code: 'KEY_FILE_UNREADABLE',
    })
    expect((await rig.run('list', '--passphrase-file', right)).status).toBe(0)
    const byEnvironment = await rig.runWith({ env: { HOLDFAST_PASSPHRASE_FILE: right } }, 'list')
    expect(byEnvironment.status).toBe(0)
  })

  it('11: a database that another program has open is not pulled from under it', async () => {
    const { rig, file } = await rigWith('busy')
    await rig.run('backup', 'busy')
    // Another process: locks of one process are not seen by itself.
    const holder = fileURLToPath(new URL('./hold-database.ts', import.meta.url))
    const other = spawn(process.execPath, [holder, file], { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    try {
      expect(await codeOf(rig, 'restore', 'busy', '--yes')).toEqual({ status: 11, code: 'TARGET_IN_USE' })
      const inPlace = await rig.json('restore', 'busy', '--yes', '--in-place')
      expect(inPlace.status).toBe(0)
      expect(restoreDocument.parse(inPlace.json).success).toBe(true)
    } finally {
      other.stdin.end()
      await once(other, 'exit')
    }
  })

  it('3: partly done; 1: all failed', async () => {
    const { rig, file } = await rigWith('good')
    const other = rig.source('other.db')
    await rig.run('add', other)
    fs.rmSync(other)
    const partly = await rig.json('backup', '--all')
    expect(partly.status).toBe(3)
    const results = backupDocument.parse(partly.json).results
    expect(results.map(({ database, success, error }) => [database, success, error?.code])).toEqual([
      ['good', true, undefined],
      ['other', false, 'SOURCE_MISSING'],
    ])
    const unknown = await rig.json('backup', 'good', 'nobody')
    expect(unknown.status).toBe(3)
    const failed = await rig.json('backup', 'other', 'nobody')
    expect(failed.status).toBe(1)
    expect(backupDocument.parse(failed.json).error?.code).toBe('SOURCE_MISSING')
    fs.rmSync(file)
    expect((await rig.run('backup', '--all')).status).toBe(1)
  })

  it('1 and 3: a flipped byte is found, and that backup is not restored', async () => {
    const { rig } = await rigWith('a')
    const [first, second] = [await rig.json('backup', 'a'), await rig.json('backup', 'a')].map(
      ({ json }) => backupDocument.parse(json).results[0]!.backup!,
    )
    const payload = path.join(rig.vault, second!.file)
    const bytes = fs.readFileSync(payload)
    bytes[bytes.length >> 1]! ^= 1
    fs.writeFileSync(payload, bytes)

    const all = await rig.json('verify', '--all')
    expect(all.status).toBe(3)
    const statuses = new Map(verifyDocument.parse(all.json).results.map((one) => [one.backup, one.status]))
    expect(statuses).toEqual(
      new Map([
        [first!.id, 'passed'],
        [second!.id, 'failed'],
      ]),
    )
    expect((await rig.json('verify', second!.id)).status).toBe(1)
    const refused = await rig.json('restore', 'a', '--backup', second!.id, '--to', 'x.db')
    expect(refused.status).toBe(1)
    expect(restoreDocument.parse(refused.json)).toMatchObject({
      success: false,
      error: { code: 'BACKUP_DAMAGED' },
    })
    expect(fs.existsSync(path.join(rig.sources, 'x.db'))).toBe(false)
    // The newest that is not known to be damaged.
    const { json } = await rig.json('restore', 'a', '--to', 'x.db')
    expect(restoreDocument.parse(json).backup).toBe(first!.id)
  })

  it('130: Ctrl+C ends a backup and leaves nothing half', async () => {
    const { rig } = await rigWith('small')
    const big = rig.source('big.db', { rows: 1 })
    const db = new Database(big)
    db.exec('CREATE TABLE filler (bytes BLOB)')
    const fill = db.prepare('INSERT INTO filler VALUES (randomblob(1048576))')
    for (let n = 0; n < 160; n += 1) fill.run()
    db.close()
    await rig.run('add', big)
    await rig.run('backup', 'small')
    const before = filesBelow(rig.vault).filter((file) => file.startsWith('manual'))
    const { child, ended } = rig.start('backup', 'big', '--json')
    // Not before it writes: a hidden file in the label folder.
    const folder = path.join(rig.vault, 'manual')
    while (!fs.readdirSync(folder).some((name) => name.startsWith('.'))) await sleep(5)
    child.kill('SIGINT')
    const end = await ended
    expect(end.status).toBe(130)
    expect(backupDocument.parse(JSON.parse(end.out)).results[0]).toMatchObject({
      success: false,
      error: { code: 'JOB_CANCELLED' },
    })
    expect(filesBelow(rig.vault).filter((file) => file.startsWith('manual'))).toEqual(before)
    expect((await rig.run('verify', '--all')).status).toBe(0)
  })

  it('0: help and version are answers, not errors', async () => {
    const rig = cliRig()
    expect(await rig.run('--help')).toMatchObject({ status: 0, err: '' })
    expect(await rig.run('--version')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
  })

  it('says errors on standard error: what happened, what was not harmed, what to do', async () => {
    const { rig, file } = await rigWith('gone')
    fs.rmSync(file)
    const { status, out, err } = await rig.run('backup', 'gone')
    expect(status).toBe(1)
    expect(out).toBe('')
    expect(err).toContain('SOURCE_MISSING')
    expect(err).toContain(file)
    expect(err.trim().split('\n').length).toBeGreaterThanOrEqual(3)
  })
})
