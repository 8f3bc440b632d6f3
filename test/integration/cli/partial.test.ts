import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { cliRig, type Rig } from './cli-rig.ts'
import {
  errorDocument,
  partialDocument,
  partialFailure,
  partialPreviewDocument,
  schemaCopyDocument,
} from './json-shapes.ts'

function withDatabase<T>(file: string, work: (db: Database.Database) => T): T {
  const db = new Database(file)
  try {
    return work(db)
  } finally {
    db.close()
  }
}

/** A vault with one backup of a database of metros and their series. */
async function backedUp(): Promise<{ readonly rig: Rig; readonly file: string }> {
  const rig = cliRig()
  const file = rig.source('market.db', { rows: 300 })
  expect((await rig.run('init', rig.vault, '--no-encryption')).status).toBe(0)
  await rig.run('add', file)
  expect((await rig.run('backup', 'market')).status).toBe(0)
  return { rig, file }
}

const sums = 'SELECT msa, sum(value), count(*) FROM series GROUP BY msa ORDER BY msa'

describe('restore --table', () => {
  it('previews and brings back just the rows that were wrecked', async () => {
    const { rig, file } = await backedUp()
    const before = withDatabase(file, (db) => db.prepare(sums).all()) as { msa: number }[]
    withDatabase(file, (db) => {
      db.exec(
        'UPDATE series SET value = 0 WHERE msa = 35620; UPDATE series SET value = value + 1 WHERE msa = 31080',
      )
      db.exec('DELETE FROM series WHERE id = 4')
    })
    const wrecked = withDatabase(file, (db) => db.prepare(sums).all()) as { msa: number }[]
    const chosen = ['restore', 'market', '--table', 'series', '--where', 'msa=35620']

    const shown = await rig.json(...chosen, '--preview')
    expect(shown.status).toBe(0)
    const preview = partialPreviewDocument.parse(shown.json)
    expect(preview).toMatchObject({ success: true, target: file, conflicts: [] })
    expect(preview.tables).toMatchObject([{ table: 'series', added: 1, changed: 98, removed: 0, same: 1 }])
    expect(preview.rows[0]).toMatchObject({ table: 'series', total: 99, keyColumns: ['id'] })
    expect(preview.rows[0]!.rows).toHaveLength(20)
    expect(withDatabase(file, (db) => db.prepare(sums).all())).toEqual(wrecked)
    const text = await rig.run(...chosen, '--preview')
    expect(text.out).toMatch(/TABLE +ADDED +CHANGED/)
    expect(text.out).toContain('value: 0.0 → ')
    expect(text.out).toContain('and 79 more rows')

    const unconfirmed = await rig.json(...chosen)
    expect(errorDocument.parse(unconfirmed.json).error.code).toBe('RESTORE_NOT_CONFIRMED')
    expect(unconfirmed.status).toBe(2)

    const done = await rig.json(...chosen, '--yes')
    expect(done.status).toBe(0)
    const report = partialDocument.parse(done.json)
    expect(report).toMatchObject({ success: true, rowsCompared: 100, foreignKeysChecked: true })
    const after = withDatabase(file, (db) => db.prepare(sums).all()) as { msa: number }[]
    expect(after.find(({ msa }) => msa === 35620)).toEqual(before.find(({ msa }) => msa === 35620))
    expect(after.find(({ msa }) => msa === 31080)).toEqual(wrecked.find(({ msa }) => msa === 31080))

    // The safety backup is known, and undoes it.
    const undone = await rig.json('restore', 'market', '--yes', '--backup', report.safetyBackup!)
    expect(undone.status).toBe(0)
    expect(withDatabase(file, (db) => db.prepare(sums).all())).toEqual(wrecked)
    const log = fs.readdirSync(path.join(rig.vault, 'backup_logs'))[0]!
    const lines = fs
      .readFileSync(path.join(rig.vault, 'backup_logs', log), 'utf8')
      .trim()
      .split('\n')
    const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind)
    expect(kinds.slice(-2)).toEqual(['partial_restore', 'restore'])
  })

  it('says what is in the way, and takes a choice about triggers', async () => {
    const { rig, file } = await backedUp()
    withDatabase(file, (db) => {
      db.exec("UPDATE metro SET name = 'wrecked' WHERE msa = 35620")
      db.exec(
        "CREATE TRIGGER seen AFTER UPDATE ON metro BEGIN UPDATE series SET note = 'seen' WHERE id = 1; END",
      )
    })
    const chosen = ['restore', 'market', '--table', 'metro', '--yes']
    const blocked = await rig.json(...chosen)
    expect(blocked.status).toBe(1)
    const failure = partialFailure.parse(blocked.json)
    expect(failure).toMatchObject({ success: false, error: { code: 'PARTIAL_BLOCKED' } })
    expect(failure.conflicts).toMatchObject([{ kind: 'trigger', isBlocking: true }])
    expect((await rig.run(...chosen, '--preview')).out).toContain('In the way: metro has the trigger seen')

    const done = await rig.json(...chosen, '--triggers', 'stand-still')
    expect(partialDocument.parse(done.json)).toMatchObject({ triggers: 'stand_still' })
    withDatabase(file, (db) => {
      expect(db.prepare('SELECT name FROM metro WHERE msa = 35620').pluck().get()).toBe('New York')
      expect(db.prepare('SELECT note FROM series WHERE id = 1').pluck().get()).not.toBe('seen')
    })
  })

  it('takes every form of condition, and refuses what does not go together', async () => {
    const { rig, file } = await backedUp()
    withDatabase(file, (db) => db.exec("UPDATE series SET note = 'wrecked'"))
    const changedBy = async (...where: readonly string[]): Promise<number | undefined> => {
      const options = where.flatMap((one) => ['--where', one])
      const { json } = await rig.json('restore', 'market', '--table', 'series', '--preview', ...options)
      return partialPreviewDocument.parse(json).tables[0]?.changed
    }
    expect(await changedBy('msa=35620', 'msa=16980', 'id between 1 and 9')).toBe(6)
    expect(await changedBy('note like note 1_ %', 'id between 1 and 20')).toBe(10)
    expect(await changedBy('note is null')).toBe(0)
    const wrong = async (...args: readonly string[]): Promise<unknown> => {
      const { status, json } = await rig.json('restore', 'market', ...args)
      return [status, errorDocument.parse(json).error.code]
    }
    expect(await wrong('--where', 'a=1')).toEqual([2, 'WRONG_USE'])
    expect(await wrong('--table', 'series', '--to', 'x.db')).toEqual([2, 'WRONG_USE'])
    expect(await wrong('--table', 'series', '--where', 'nothing')).toEqual([2, 'WRONG_USE'])
    expect(await wrong('--table', 'series', '--triggers', 'maybe')).toEqual([2, 'WRONG_USE'])
    expect(await wrong('--table', 'nowhere')).toEqual([2, 'TABLE_UNKNOWN'])
    // A table without the column would come back whole.
    expect(await wrong('--table', 'series', '--table', 'metro', '--where', 'quarter=x')).toEqual([
      2,
      'COLUMN_UNKNOWN',
    ])
  })
})

describe('restore --schema-only', () => {
  it('makes an empty database where nothing is, and nowhere else', async () => {
    const { rig, file } = await backedUp()
    const to = path.join(rig.folder, 'empty.db')
    const made = await rig.json('restore', 'market', '--schema-only', '--to', to)
    expect(made.status).toBe(0)
    expect(schemaCopyDocument.parse(made.json)).toMatchObject({
      success: true,
      target: to,
      objects: 3,
      leftOut: [],
    })
    const schema = 'SELECT name, sql FROM sqlite_schema ORDER BY name'
    expect(withDatabase(to, (db) => db.prepare(schema).all())).toEqual(
      withDatabase(file, (db) => db.prepare(schema).all()),
    )
    expect(withDatabase(to, (db) => db.prepare('SELECT count(*) FROM series').pluck().get())).toBe(0)

    const again = await rig.json('restore', 'market', '--schema-only', '--to', to)
    expect([again.status, errorDocument.parse(again.json).error.code]).toEqual([2, 'WRONG_USE'])
    const nowhere = await rig.json('restore', 'market', '--schema-only')
    expect([nowhere.status, errorDocument.parse(nowhere.json).error.code]).toEqual([2, 'WRONG_USE'])
    expect(
      (await rig.run('restore', 'market', '--schema-only', '--to', path.join(rig.folder, 'b.db'))).out,
    ).toContain('and no rows')
  })
})
