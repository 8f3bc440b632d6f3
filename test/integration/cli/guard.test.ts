import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { serialized } from '../../support/serialized-image.ts'
import { changing, guard, kindsInLog, query, ready } from './guard-rig.ts'
import { guardDocument } from './json-shapes.ts'

function integrityOf({ check }: Awaited<ReturnType<typeof guard>>['end']) {
  return check.status === 'not_made' ? undefined : check.checks.integrity
}

const halfWay = "UPDATE series SET note = 'half'; DROP INDEX series_by_metro"
const orphaning = 'DELETE FROM metro WHERE msa = 35620'

describe('guard: a change that fails', () => {
  it('keeps the command’s status and leaves everything as it is, with the command that rolls back', async () => {
    const { rig, file } = await ready()
    const before = serialized(file)
    const { status, end } = await guard(rig, [], changing(file, halfWay, '3'))
    expect(status).toBe(3)
    expect(end).toMatchObject({
      success: false,
      backup: { type: 'full', label: 'preupdate' },
      command: { status: 3, signal: null },
      check: { status: 'passed', schema: [{ name: 'series_by_metro', change: 'removed' }] },
      rollback: null,
      error: { code: 'GUARD_COMMAND_FAILED' },
    })
    expect(end.check).toMatchObject({
      tables: [
        { table: 'metro', changed: 0 },
        { table: 'series', changed: 300 },
      ],
    })
    expect(query(file, "SELECT count(*) FROM series WHERE note = 'half'")).toBe(300)

    const [program, ...byHand] = end.rollbackCommand.split(' ')
    expect(program).toBe('holdfast')
    expect((await rig.run(...byHand, '--yes')).status).toBe(0)
    expect(serialized(file)).toEqual(before)
    expect(kindsInLog(rig).slice(2)).toEqual([
      'backup success',
      'guard failed GUARD_COMMAND_FAILED',
      'restore success',
    ])
  })

  it('is rolled back when asked to, and what it left is kept', async () => {
    const { rig, file } = await ready()
    const before = serialized(file)
    const { status, end } = await guard(rig, ['--rollback-on-failure'], changing(file, halfWay, '3'))
    expect(status).toBe(3)
    expect(end.rollback).toMatchObject({ success: true, method: 'swap', root: end.backup.root })
    expect(serialized(file)).toEqual(before)
    // Its schedules go on: a rollback leaves no recovery behind.
    const registrations = path.join(rig.vault, '.holdfast', 'databases')
    for (const name of fs.readdirSync(registrations))
      expect(fs.readFileSync(path.join(registrations, name), 'utf8')).not.toContain('recoveryStartedAt')
    const kept = end.rollback?.success === true ? end.rollback.safetyBackup : null
    expect((await rig.run('restore', 'market', '--backup', kept!, '--yes')).status).toBe(0)
    expect(query(file, "SELECT count(*) FROM series WHERE note = 'half'")).toBe(300)
    expect(kindsInLog(rig).slice(2, 5)).toEqual([
      'backup success',
      'restore success',
      'guard failed GUARD_COMMAND_FAILED',
    ])
  })

  it('succeeds and breaks foreign keys: the check fails it, and it is rolled back', async () => {
    const { rig, file } = await ready()
    const before = serialized(file)
    const { status, end } = await guard(rig, ['--rollback-on-failure'], changing(file, orphaning))
    expect(status).toBe(1)
    expect(end.error?.code).toBe('GUARD_CHECK_FAILED')
    expect(end.error?.message).toContain('100 broken references')
    expect(end.check).toMatchObject({
      status: 'failed',
      checks: {
        integrity: { status: 'passed' },
        foreign_keys: {
          status: 'failed',
          fresh: {
            total: 100,
            listed: [
              { words: 'series refers by msa = 35620 to a row of metro that is not there', times: 100 },
            ],
          },
          before: { total: 0 },
        },
      },
    })
    expect(serialized(file)).toEqual(before)
  })

  it.each([
    ['deletes the database', (file: string) => `rm "${file}"`],
    ['puts something else in its place', (file: string) => `printf 'no database, none at all' > "${file}"`],
  ])('%s: a failed check, and the database is brought back', async (_name, script) => {
    const { rig, file } = await ready()
    const before = serialized(file)
    const shell = ['/bin/sh', '-c', script(file)]
    const { status, end } = await guard(rig, ['--rollback-on-failure'], shell)
    expect(status).toBe(1)
    expect(end.check).toMatchObject({
      status: 'failed',
      observedAt: null,
      checks: { database_readable: { status: 'failed' }, integrity: { status: 'not_made' } },
    })
    expect(end.rollback).toMatchObject({ success: true, root: end.backup.root })
    expect(serialized(file)).toEqual(before)
  })

  it('drops every table: no table is left', async () => {
    const { rig, file } = await ready()
    const { status, end } = await guard(rig, [], changing(file, 'DROP TABLE series; DROP TABLE metro'))
    expect(status).toBe(1)
    expect(end.check).toMatchObject({
      checks: { tables: { status: 'failed' }, foreign_keys: { status: 'passed' } },
      sizeBefore: { tables: 2, rows: 303 },
      sizeAfter: { tables: 0, rows: 0 },
    })
  })
})

describe('guard: signals, and commands that do not start', () => {
  it('counts a command that is killed as failed: 128 and the signal', async () => {
    const { rig, file } = await ready()
    const before = serialized(file)
    const { status, end } = await guard(rig, ['--rollback-on-failure'], changing(file, halfWay, 'killed'))
    expect(status).toBe(137)
    expect(end.command).toMatchObject({ status: 137, signal: 'SIGKILL' })
    expect(end.error?.message).toContain('was ended by SIGKILL')
    expect(serialized(file)).toEqual(before)
  })

  it('passes every signal on, and goes on with the check when the command has ended', async () => {
    const { rig, file } = await ready()
    const { child, ended } = rig.start('guard', 'market', '--', ...changing(file, halfWay, 'collects'))
    await once(child.stdout!, 'data')
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const) {
      child.kill(signal)
      const said = await once(child.stdout!, 'data')
      expect(String(said[0])).toBe(`${signal}\n`)
    }
    const { status, err } = await ended
    expect(status).toBe(9)
    expect(err).toContain('The command ended with status 9')
    expect(err).toMatch(/Integrity +passed/)
  })

  it('rolls back after a SIGTERM that ended the command', async () => {
    const { rig, file } = await ready()
    const before = serialized(file)
    const options = ['guard', 'market', '--rollback-on-failure']
    const { child, ended } = rig.start(...options, '--', ...changing(file, halfWay, 'waits'))
    await once(child.stdout!, 'data')
    child.kill('SIGTERM')
    const { status, err } = await ended
    expect(status).toBe(143)
    expect(err).toContain('was ended by SIGTERM')
    expect(err).toContain('Rolled back: market is as of')
    expect(serialized(file)).toEqual(before)
  })

  it('127 where it is not found, 126 where it may not be started; the database is checked all the same', async () => {
    const { rig, file } = await ready()
    const before = serialized(file)
    const none = await guard(rig, [], ['no-such-migration', 'now'])
    expect(none.status).toBe(127)
    expect(none.end).toMatchObject({
      command: { status: 127, startErrno: 'ENOENT' },
      check: { status: 'passed' },
    })
    const plain = path.join(rig.folder, 'plain.sql')
    fs.writeFileSync(plain, 'SELECT 1', { mode: 0o600 })
    const refused = await guard(rig, [], [plain])
    expect(refused.status).toBe(126)
    expect(refused.end).toMatchObject({ command: { startErrno: 'EACCES' }, check: { status: 'passed' } })
    expect(serialized(file)).toEqual(before)
  })
})

describe('guard: a change that is right', () => {
  it('leaves the command its output, says what it did, and keeps the change', async () => {
    const { rig, file } = await ready()
    const sql = "INSERT INTO metro VALUES (12060, 'Atlanta'); ALTER TABLE metro ADD COLUMN state TEXT"
    const { status, out, err } = await rig.run('guard', 'market', '--', ...changing(file, sql))
    expect(status).toBe(0)
    expect(out).toBe('changed\n')
    expect(err).toMatch(/Foreign keys +passed/)
    expect(err).toMatch(/table metro +changed/)
    expect(err).not.toContain('roll back')
    expect(query(file, 'SELECT name FROM metro WHERE msa = 12060')).toBe('Atlanta')
    expect(kindsInLog(rig).slice(2)).toEqual(['backup success', 'guard success'])

    // One document: what the command prints goes beside it.
    const again = await rig.run(
      '--json',
      'guard',
      'market',
      '--',
      ...changing(file, 'DELETE FROM series WHERE id = 7'),
    )
    expect(again.err).toContain('changed\n')
    const end = guardDocument.parse(JSON.parse(again.out))
    expect(end).toMatchObject({ success: true, rollback: null, check: { status: 'passed' } })
    expect(end.check).toMatchObject({ tables: [{}, { table: 'series', added: 0, changed: 0, removed: 1 }] })
  })

  it('hands arguments over untouched, without a shell, where it was called', async () => {
    const { rig } = await ready()
    const odd = ['a b', "it's", '"$HOME"', '*', '', '--json', '--vault', 'x\ny', '--', '; rm -rf nothing']
    const print = 'console.log(JSON.stringify([process.cwd(), ...process.argv.slice(1)]))'
    const { status, out } = await rig.run(
      'guard',
      'market',
      '--',
      process.execPath,
      '-e',
      print,
      '--',
      ...odd,
    )
    expect(status).toBe(0)
    expect(JSON.parse(out)).toEqual([rig.sources, ...odd])
  })

  it('is not blamed for foreign keys that were broken before; new ones are told apart', async () => {
    const { rig, file } = await ready()
    const db = new Database(file)
    db.pragma('foreign_keys = OFF')
    db.exec(orphaning)
    db.close()
    const right = await guard(rig, [], changing(file, "UPDATE series SET note = 'x' WHERE id < 9"))
    expect(right.status).toBe(0)
    expect(right.end.backup.validation.status).toBe('failed')
    expect(right.end.check).toMatchObject({
      status: 'passed',
      checks: { foreign_keys: { status: 'passed', fresh: { total: 0 }, before: { total: 100 } } },
    })
    const wrong = await guard(
      rig,
      ['--rollback-on-failure'],
      changing(file, 'UPDATE series SET msa = 1 WHERE id = 2'),
    )
    expect(wrong.status).toBe(1)
    expect(wrong.end.check).toMatchObject({
      checks: {
        foreign_keys: {
          fresh: {
            total: 1,
            listed: [{ words: 'series refers by msa = 1 to a row of metro that is not there' }],
          },
          before: { total: 100 },
        },
      },
    })
    expect(wrong.end.rollback).toMatchObject({ success: true })
    expect(query(file, "SELECT count(*) FROM series WHERE note = 'x'")).toBe(8)
  })

  it('tells an index that was damaged before from one that the change damaged', async () => {
    const { rig, file } = await ready()
    // An index whose statement names another column than the one that its entries are of: in one row the two differ.
    const damaged = (index: string): string =>
      `CREATE INDEX ${index} ON series (quarter); PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = 'CREATE INDEX ${index} ON series (note)' WHERE name = '${index}'`
    const db = new Database(file)
    db.unsafeMode(true)
    db.exec('UPDATE series SET note = quarter WHERE id <> 200')
    db.exec(damaged('one'))
    db.close()
    const same = await guard(rig, [], changing(file, 'DELETE FROM series WHERE id = 1'))
    expect(same.status).toBe(0)
    const first = integrityOf(same.end)
    expect(first).toMatchObject({ status: 'passed', fresh: { total: 0 } })
    expect(first?.before.total).toBeGreaterThan(0)

    const wrong = await guard(rig, ['--rollback-on-failure'], changing(file, damaged('two')))
    expect(wrong.status).toBe(1)
    const second = integrityOf(wrong.end)
    expect(second?.status).toBe('failed')
    expect(second?.fresh.listed[0]?.words).toContain('two')
    expect(second?.before.total).toBe(first?.before.total)
    expect(wrong.end.rollback).toMatchObject({ success: true })
    expect(query(file, "SELECT count(*) FROM sqlite_schema WHERE name = 'two'")).toBe(0)
  })
})
