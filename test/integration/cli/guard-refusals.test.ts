import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { cliRig } from './cli-rig.ts'
import { changing, guard, kindsInLog, query, ready } from './guard-rig.ts'
import { errorDocument } from './json-shapes.ts'
import { canMountFor, mountSmallDisk } from '../../support/small-disk.ts'

const holder = fileURLToPath(new URL('./hold-database.ts', import.meta.url))

const canMount = canMountFor('a full vault under a guard')

describe('guard: no backup, no change', () => {
  it('does not run the command where no backup can be taken', async () => {
    const { rig, file } = await ready()
    const marker = path.join(rig.folder, 'ran')
    const touch = ['/bin/sh', '-c', `: > "${marker}"`]
    const refusedWith = async (...args: readonly string[]): Promise<unknown> => {
      const { status, json } = await rig.json(...args)
      expect(fs.existsSync(marker)).toBe(false)
      return [status, errorDocument.parse(json).error.code]
    }
    expect(await refusedWith('guard', 'nowhere', '--', ...touch)).toEqual([1, 'DATABASE_UNKNOWN'])
    expect(await refusedWith('guard', 'market', '--vault', rig.sources, '--', ...touch)).toEqual([
      10,
      'VAULT_NOT_A_VAULT',
    ])
    expect(await refusedWith('guard', 'market', '--')).toEqual([2, 'WRONG_USE'])
    expect(await refusedWith('guard', 'market', ...touch)).toEqual([2, 'WRONG_USE'])
    for (const name of [file, `${file}-wal`, `${file}-shm`]) fs.rmSync(name, { force: true })
    expect(await refusedWith('guard', 'market', '--', ...touch)).toEqual([1, 'SOURCE_MISSING'])
  })

  it.skipIf(!canMount)('does not run the command where the vault has no room', async () => {
    const rig = cliRig()
    mountSmallDisk(rig.vault, 4 << 20)
    await rig.run('init', rig.vault, '--no-encryption')
    await rig.run('add', rig.source('market.db', { rows: 300 }))
    const { bavail, bsize } = fs.statfsSync(rig.vault)
    fs.writeFileSync(path.join(rig.vault, 'ballast'), Buffer.alloc(bavail * bsize))
    const marker = path.join(rig.folder, 'ran')
    const { status, json } = await rig.json('guard', 'market', '--', '/bin/sh', '-c', `: > "${marker}"`)
    expect([status, errorDocument.parse(json).error.code]).toEqual([1, 'VAULT_FULL'])
    expect(fs.existsSync(marker)).toBe(false)
  })
})

describe('guard: rolling back beside others', () => {
  it('in place where another program has the database open', async () => {
    const { rig, file } = await ready()
    const before = query(file, 'SELECT sum(value) FROM series')
    const other = spawn(process.execPath, [holder, file], { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    const { status, end } = await guard(
      rig,
      ['--rollback-on-failure'],
      changing(file, 'UPDATE series SET value = 0', '4'),
    )
    other.stdin.end()
    await once(other, 'exit')
    expect(status).toBe(4)
    expect(end.rollback).toMatchObject({ success: true, method: 'in_place' })
    expect(query(file, 'SELECT sum(value) FROM series')).toBe(before)
  })

  it('is refused where what is left is no database and a program has it open', async () => {
    const { rig, file } = await ready()
    const other = spawn(process.execPath, [holder, file], { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    const emptying = ['/bin/sh', '-c', `: > "${file}"`]
    const { status, end } = await guard(rig, ['--rollback-on-failure'], emptying)
    other.stdin.end()
    await once(other, 'exit')
    expect(status).toBe(1)
    expect(end).toMatchObject({ rollback: { success: false }, error: { code: 'GUARD_ROLLBACK_FAILED' } })
    expect(end.error?.message).toContain('(TARGET_IN_USE)')
    expect(end.error?.message).toContain('The database is as the change left it.')
  })

  it('that fails says so, names the backup and what is there now, and ends with 1', async () => {
    const { rig, file } = await ready()
    const losing = `for f in "${rig.vault}"/pre_update/*; do case $f in *.json) ;; *) rm "$f" ;; esac; done; exit 5`
    const command = ['/bin/sh', '-c', losing]
    const { status, out, err } = await rig.run('guard', 'market', '--rollback-on-failure', '--', ...command)
    expect(status).toBe(1)
    expect(out).toBe('')
    expect(err).toContain('Not checked.')
    expect(err).toContain('Rollback failed [GUARD_ROLLBACK_FAILED]')
    expect(err).toMatch(/market was not brought back to pre_update\/market_preupdate_\d+_\d+\.db/)
    expect(err).toContain('The database is as the change left it.')
    expect(err).toContain('To roll back: holdfast restore market --backup')
    expect(query(file, 'SELECT count(*) FROM series')).toBe(300)
    expect(kindsInLog(rig)).toContain('guard failed GUARD_ROLLBACK_FAILED')
  })
})
