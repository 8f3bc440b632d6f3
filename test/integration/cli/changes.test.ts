import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { serialized } from '../../support/serialized-image.ts'
import { cliRig, type Rig } from './cli-rig.ts'
import {
  backupDocument,
  errorDocument,
  partialPreviewDocument,
  pointsDocument,
  restoreDocument,
  schemaCopyDocument,
  verifyDocument,
} from './json-shapes.ts'

async function backUp(rig: Rig, type: string) {
  const { json } = await rig.json('backup', 'market_data', '--type', type)
  return backupDocument.parse(json).results[0]!
}

function change(file: string, sql: string): void {
  const db = new Database(file)
  db.exec(sql)
  db.close()
}

async function readyRig(): Promise<{ rig: Rig; file: string }> {
  const rig = cliRig()
  const file = rig.source('market_data.db')
  await rig.run('init', rig.vault)
  await rig.run('add', file)
  return { rig, file }
}

async function pointsOf(rig: Rig) {
  return pointsDocument.parse((await rig.json('points', 'market_data')).json).points
}

describe('changes on the command line', () => {
  it('takes increments and differentials, says what did not change, and brings every point back', async () => {
    const { rig, file } = await readyRig()
    const states = new Map<string, Buffer>()
    const take = async (type: string) => {
      const { backup } = await backUp(rig, type)
      states.set(backup!.id, serialized(file))
      return backup!
    }
    const first = await take('incremental')
    expect(first.type).toBe('full')
    expect(first.remarks[0]).toContain('A full backup was taken instead of an incremental one')

    change(file, "UPDATE series SET note = 'one' WHERE id = 1")
    const second = await take('incremental')
    expect(second).toMatchObject({ type: 'incremental', needs: [first.id] })
    expect(path.basename(second.file)).toMatch(/^market_data_incremental_\d{8}_\d{6}\.db\.zst\.enc$/)
    const again = await backUp(rig, 'incremental')
    expect(again).toMatchObject({ success: true, outcome: 'no_changes_required', unchangedSince: second.id })

    change(file, "UPDATE series SET note = 'two' WHERE id = 900")
    const third = await take('differential')
    expect(third).toMatchObject({ type: 'differential', needs: [first.id] })
    expect(path.basename(third.file)).toContain('_differential_')

    const points = await pointsOf(rig)
    expect(points.map(({ backupId, state }) => [backupId, state])).toEqual(
      [first, second, third].map(({ id }) => [id, 'proved']),
    )
    expect(points[1]!.unchangedUntil).not.toBeNull()
    for (const { backupId } of points) {
      const target = path.join(rig.folder, `${backupId}.db`)
      expect((await rig.json('restore', 'market_data', '--backup', backupId, '--to', target)).status).toBe(0)
      expect(fs.readFileSync(target).equals(states.get(backupId)!)).toBe(true)
    }
    expect(
      fs.readdirSync(path.join(rig.vault, 'manual')).filter((name) => name.endsWith('.enc')),
    ).toHaveLength(3)
  })

  it('merges a chain into a full that needs nothing else', async () => {
    const { rig, file } = await readyRig()
    expect((await rig.json('merge', 'market_data')).status).toBe(1)
    const full = (await backUp(rig, 'full')).backup!
    const nothing = await rig.json('merge', 'market_data')
    expect(errorDocument.parse(nothing.json).error.code).toBe('NOTHING_TO_MERGE')
    change(file, "UPDATE series SET note = 'one' WHERE id = 1")
    const change1 = (await backUp(rig, 'incremental')).backup!
    const merged = await rig.json('merge', 'market_data')
    expect(merged.status).toBe(0)
    expect(merged.json).toMatchObject({
      success: true,
      mergedFrom: change1.id,
      backup: { type: 'full', root: change1.root, needs: [], takenAt: change1.takenAt },
    })
    for (const { file: payload } of [full, change1]) {
      for (const ending of ['.manifest.json', '.pages', '']) fs.rmSync(path.join(rig.vault, payload + ending))
    }
    const target = path.join(rig.folder, 'back.db')
    const restored = restoreDocument.parse((await rig.json('restore', 'market_data', '--to', target)).json)
    expect(restored.root).toBe(change1.root)
    expect(fs.readFileSync(target).equals(serialized(file))).toBe(true)
  })

  it('merges changes into one that needs their full alone', async () => {
    const { rig, file } = await readyRig()
    const full = (await backUp(rig, 'full')).backup!
    change(file, "UPDATE series SET note = 'one' WHERE id = 1")
    const first = (await backUp(rig, 'incremental')).backup!
    const nothing = await rig.json('merge', 'market_data', '--changes')
    expect(errorDocument.parse(nothing.json).error.code).toBe('NOTHING_TO_MERGE')
    change(file, "UPDATE series SET note = 'two' WHERE id = 200")
    const second = (await backUp(rig, 'incremental')).backup!
    expect(second.needs).toHaveLength(2)
    const merged = await rig.json('merge', 'market_data', '--changes')
    expect(merged.json).toMatchObject({
      success: true,
      mergedFrom: second.id,
      backup: { type: 'incremental', root: second.root, takenAt: second.takenAt, needs: [full.id] },
    })
    for (const { file: payload } of [first, second]) {
      for (const ending of ['.manifest.json', '.pages', '']) fs.rmSync(path.join(rig.vault, payload + ending))
    }
    const target = path.join(rig.folder, 'back.db')
    const restored = restoreDocument.parse((await rig.json('restore', 'market_data', '--to', target)).json)
    expect(restored.root).toBe(second.root)
    expect(fs.readFileSync(target).equals(serialized(file))).toBe(true)
  })

  it('goes back to a moment, says how far it is, and names the link that is missing', async () => {
    const { rig, file } = await readyRig()
    const full = (await backUp(rig, 'full')).backup!
    const atFull = serialized(file)
    change(file, "UPDATE series SET note = 'one' WHERE id = 1")
    const second = (await backUp(rig, 'incremental')).backup!
    const target = path.join(rig.folder, 'then.db')
    const justBefore = new Date(Date.parse(second.takenAt) - 1).toISOString()
    const back = restoreDocument.parse(
      (await rig.json('restore', 'market_data', '--at', justBefore, '--to', target)).json,
    )
    expect(back).toMatchObject({ backup: full.id, point: { askedFor: justBefore, achieved: full.takenAt } })
    expect(back.point!.distanceMs).toBe(Date.parse(justBefore) - Date.parse(full.takenAt))
    expect(fs.readFileSync(target).equals(atFull)).toBe(true)

    for (const [which, document] of [
      [['--table', 'series', '--preview'], partialPreviewDocument],
      [['--schema-only', '--to', path.join(rig.folder, 'empty.db')], schemaCopyDocument],
    ] as const) {
      const { json } = await rig.json('restore', 'market_data', '--at', justBefore, ...which)
      expect(document.parse(json)).toMatchObject({ backup: full.id, point: back.point })
    }

    const early = await rig.json('restore', 'market_data', '--at', '2001-01-01 00:00:00', '--utc', '--plan')
    expect([early.status, errorDocument.parse(early.json).error.code]).toEqual([1, 'NO_POINT_BEFORE'])

    for (const ending of ['.manifest.json', '.pages', '']) fs.rmSync(path.join(rig.vault, full.file + ending))
    const late = await rig.json('restore', 'market_data', '--at', second.takenAt, '--plan')
    expect(errorDocument.parse(late.json).error).toMatchObject({ code: 'CHAIN_BROKEN' })
    expect(errorDocument.parse(late.json).error.message).toContain(full.file)
    expect((await pointsOf(rig)).map(({ state, broken }) => [state, broken?.because])).toEqual([
      ['failed', 'missing'],
    ])
    const verified = verifyDocument.parse((await rig.json('verify', second.id)).json)
    expect(verified.results[0]!.status).toBe('failed')
    // The next change starts a chain of its own.
    change(file, "UPDATE series SET note = 'two' WHERE id = 2")
    expect((await backUp(rig, 'incremental')).backup).toMatchObject({ type: 'full', needs: [] })
  })

  it('stores the structure alone, which is no recovery point and never replaces a database', async () => {
    const { rig, file } = await readyRig()
    await backUp(rig, 'full')
    const { backup } = await backUp(rig, 'schema')
    expect(backup).toMatchObject({ type: 'schema', needs: [], validation: { status: 'passed' } })
    expect(path.basename(backup!.file)).toContain('_schema_')
    expect((await pointsOf(rig)).map(({ type }) => type)).toEqual(['full'])
    const over = await rig.json('restore', 'market_data', '--backup', backup!.id, '--yes')
    expect(errorDocument.parse(over.json).error.code).toBe('BACKUP_WITHOUT_ROWS')
    const target = path.join(rig.folder, 'empty.db')
    expect((await rig.json('restore', 'market_data', '--backup', backup!.id, '--to', target)).status).toBe(0)
    const sqlOf = (of: string): unknown => {
      const db = new Database(of, { readonly: true })
      try {
        return db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all()
      } finally {
        db.close()
      }
    }
    expect(sqlOf(target)).toEqual(sqlOf(file))
    const empty = new Database(target, { readonly: true })
    expect(
      empty.prepare('SELECT (SELECT count(*) FROM series) + (SELECT count(*) FROM metro) AS rows').get(),
    ).toEqual({ rows: 0 })
    empty.close()
    // A change is stored against the full, not against the structure.
    change(file, "UPDATE series SET note = 'one' WHERE id = 1")
    expect((await backUp(rig, 'incremental')).backup?.type).toBe('incremental')
  })
})
