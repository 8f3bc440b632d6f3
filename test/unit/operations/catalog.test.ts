import { brokenBackups } from '../../../main/operations/timeline/restorable-windows.ts'
import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import type { BackupOrder } from '../../../main/operations/catalog/backup-rows.ts'
import { catalogFileFor, openCatalog, type Catalog } from '../../../main/operations/catalog/open-catalog.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { backupOf, entryOf, idOf, validationAt } from './record-samples.ts'

const opened: Catalog[] = []

function open(file = path.join(tempFolder(), 'catalogs', 'c.db')): Catalog {
  const catalog = openCatalog(file)
  opened.push(catalog)
  return catalog
}

afterEach(() => {
  for (const catalog of opened.splice(0)) catalog.close()
})

const everything = { sort: 'takenAt', descending: true, offset: 0, limit: 100 } as const

describe('backups in the catalog', () => {
  it('come back as they were put, with their newest validation', () => {
    const { backups } = open()
    const record = backupOf(1, 1)
    const later = validationAt('2026-06-01T00:00:00.000Z', 'failed')
    backups.put(record, null)
    expect(backups.get(record.id)).toEqual({ ...record, lastValidation: record.validation, lastDrill: null })
    expect(backups.putValidation(record.id, later)).toBe(true)
    expect(backups.get(record.id)).toEqual({ ...record, lastValidation: later, lastDrill: null })
    expect(backups.putValidation(idOf(99), later)).toBe(false)
    expect(backups.getByFile(record.file)?.id).toBe(record.id)
    expect(backups.newestPassed(record.databaseId, 5)).toEqual([])
  })

  it('keep what a drill found of them when they are put again', () => {
    const { backups } = open()
    const record = backupOf(1, 1)
    const drill = { verdict: 'passed', drilledAt: '2026-06-02T00:00:00.000Z', restoreMs: 40 } as const
    expect(backups.putDrill(record.id, drill)).toBe(false)
    backups.put(record, null)
    expect(backups.judged(record.databaseId).map(({ isDrilled }) => isDrilled)).toEqual([false])
    expect(backups.putDrill(record.id, drill)).toBe(true)
    backups.put(record, null)
    expect(backups.get(record.id)?.lastDrill).toEqual(drill)
    expect(backups.judged(record.databaseId).map(({ isDrilled }) => isDrilled)).toEqual([true])
    backups.putDrill(record.id, { ...drill, verdict: 'inconclusive' })
    expect(backups.judged(record.databaseId).map(({ isDrilled }) => isDrilled)).toEqual([false])
  })

  it('are judged by the newest, copies of damaged content that a restore replaced aside', () => {
    const { backups } = open()
    const safety = backupOf(1, 2, {
      label: 'preupdate',
      validation: validationAt('2026-06-01T00:00:00.000Z', 'failed'),
    })
    backups.put(safety, null)
    expect(backups.newest(idOf(1))?.id).toBe(safety.id)
    backups.put(backupOf(1, 1), null)
    expect(backups.newest(idOf(1))?.id).toBe(backupOf(1, 1).id)
    backups.put(backupOf(1, 3, { label: 'preupdate' }), null)
    expect(backups.newest(idOf(1))?.id).toBe(backupOf(1, 3).id)
  })

  it('keep their totals through additions, replacements and removals', () => {
    const { backups } = open()
    for (let n = 0; n < 4; n += 1) backups.put(backupOf(1, n), null)
    backups.put(backupOf(2, 0), null)
    backups.put(backupOf(1, 3, { sizeBytes: 5000 }), null)
    backups.removeByFile(backupOf(1, 0).file)
    expect(backups.totalsOf(idOf(1))).toEqual({ backupCount: 3, storedBytes: 1001 + 1002 + 5000 })
    expect(backups.totalsOfAll()).toEqual({ backupCount: 4, storedBytes: 1001 + 1002 + 5000 + 1000 })
    expect(backups.totalsOf(idOf(7))).toEqual({ backupCount: 0, storedBytes: 0 })
    backups.removeByFile(backupOf(2, 0).file)
    expect(backups.databasesWithBackups()).toEqual([{ databaseId: idOf(1), database: 'database_1' }])
  })

  it('are listed in pages, in every order that is offered, each once', () => {
    const { backups } = open()
    for (let n = 0; n < 25; n += 1) backups.put(backupOf((n % 3) + 1, n), null)
    for (const sort of ['takenAt', 'database', 'sizeBytes', 'type', 'label', 'status'] as BackupOrder[]) {
      for (const descending of [true, false]) {
        const seen = [0, 10, 20].flatMap(
          (offset) => backups.page({ sort, descending, offset, limit: 10 }).rows,
        )
        expect(new Set(seen.map((backup) => backup.id)).size, sort).toBe(25)
      }
    }
    const sizes = backups.page({ ...everything, sort: 'sizeBytes' }).rows.map((backup) => backup.sizeBytes)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  })

  it('are searched by file and by the beginning of the id, wildcards meaning themselves', () => {
    const { backups } = open()
    for (let n = 0; n < 12; n += 1) backups.put(backupOf(1, n), null)
    const found = (search: string): number => backups.page({ ...everything, search }).total
    expect(found('DATABASE_1_full_1.')).toBe(1)
    expect(found('full_')).toBe(12)
    expect(found('full%')).toBe(0)
    expect(found(idOf(1_000_003))).toBe(1)
    expect(backups.page({ ...everything, search: 'full_', databaseId: idOf(2) }).total).toBe(0)
    expect(backups.page({ ...everything, databaseId: idOf(1), limit: 3 })).toMatchObject({ total: 12 })
  })

  it('tell how a database stands with and without their record alike', () => {
    const { backups } = open()
    backups.put(backupOf(1, 1), null)
    backups.put(backupOf(1, 2, { type: 'schema' }), null)
    const damaged = backupOf(1, 3, { label: 'preupdate' })
    backups.put(damaged, validationAt(damaged.takenAt, 'failed'))
    for (const database of [1, 2]) {
      const newest = backups.newest(idOf(database))
      expect(backups.newestMoment(idOf(database))).toEqual(
        newest && { id: newest.id, takenAt: newest.takenAt, status: newest.lastValidation.status },
      )
    }
    expect(backups.newestMoment(idOf(1))?.takenAt).toBe(backupOf(1, 1).takenAt)
  })

  it('are found by name with and without endings, and by the beginning of an id', () => {
    const { backups } = open()
    backups.put(backupOf(1, 1), null)
    backups.put(backupOf(1, 11), null)
    const ids = (name: string): number => backups.withFileName(name, 5).length
    expect(ids('database_1_full_1')).toBe(1)
    expect(ids('database_1_full_1.db.zst')).toBe(1)
    expect(ids('manual/database_1_full_11.db.zst')).toBe(1)
    expect(ids('database_1_full')).toBe(0)
    expect(backups.withIdPrefix('00000000', 5)).toHaveLength(2)
  })
})

describe('history and speeds', () => {
  it('knows each entry once, and which database failed last', () => {
    const { history } = open()
    expect(history.add(entryOf(1))).toBe(true)
    expect(history.add(entryOf(1))).toBe(false)
    history.add(entryOf(2, { result: 'failed', fault: { code: 'SOURCE_MISSING', path: '/a' } }))
    history.add(entryOf(3, { result: 'cancelled' }))
    expect(history.failedSince(idOf(1))).toBe(entryOf(2).startedAt)
    const failures = history.page({ onlyFailures: true, offset: 0, limit: 10 })
    expect(failures).toMatchObject({ total: 1, rows: [{ fault: { code: 'SOURCE_MISSING' } }] })
    history.add(entryOf(4))
    expect(history.failedSince(idOf(1))).toBeNull()
  })

  it('goes back over runs as far as it is asked, and is free to be written then', () => {
    const { history } = open()
    for (let n = 1; n <= 5; n += 1) history.add(entryOf(n, { kind: n % 2 === 0 ? 'verify' : 'backup' }))
    history.add(entryOf(6, { kind: 'restore' }))
    history.add(entryOf(7, { result: 'cancelled' }))
    history.add(entryOf(8, { result: 'no_changes_required', backupId: idOf(9) }))
    const all = [...history.runsBack(idOf(1), ['backup', 'verify'], 100)]
    const moments = [8, 5, 4, 3, 2, 1].map((n) => entryOf(n).startedAt)
    expect(all.map(({ startedAt }) => startedAt)).toEqual(moments)
    for (const run of history.runsBack(idOf(1), ['backup', 'verify'], 100)) {
      expect(run.startedAt).toBe(entryOf(8).startedAt)
      break
    }
    expect(history.add(entryOf(9))).toBe(true)
    expect(history.newestUnchanged(idOf(1))).toBe(entryOf(8).startedAt)
    expect(history.newestUnchanged(idOf(2))).toBeNull()
  })

  it('estimates from the last runs of a kind', () => {
    const { speeds } = open()
    expect(speeds.bytesPerMs('restore')).toBeNull()
    const at = (n: number): string => new Date(n).toISOString()
    for (let n = 0; n < 20; n += 1) {
      speeds.add({
        kind: 'restore',
        databaseId: idOf(1),
        measuredAt: at(n),
        bytes: n < 10 ? 1 : 1000,
        durationMs: 10,
      })
    }
    expect(speeds.bytesPerMs('restore')).toBe(100)
    expect(speeds.newestRestoreMs(idOf(1))).toBe(10)
    expect(speeds.newestRestoreMs(idOf(2))).toBeNull()
  })
})

describe('the catalog file', () => {
  it('is private, and another for another place of the same vault', () => {
    const file = path.join(tempFolder(), 'catalogs', 'c.db')
    open(file)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    expect(catalogFileFor('/c', 'v', '/a')).not.toBe(catalogFileFor('/c', 'v', '/b'))
  })

  it.each(['damaged', 'of a newer version'])('is made again when it is %s', (how) => {
    const file = path.join(tempFolder(), 'c.db')
    if (how === 'damaged') fs.writeFileSync(file, 'x'.repeat(8192))
    else {
      const db = new Database(file)
      db.pragma('user_version = 9999')
      db.close()
    }
    const catalog = open(file)
    catalog.backups.put(backupOf(1, 1), null)
    expect(catalog.backups.totalsOfAll().backupCount).toBe(1)
  })

  it('tells of changes by others apart from its own', () => {
    const file = path.join(tempFolder(), 'c.db')
    const [one, two] = [open(file), open(file)]
    const [mine, others] = [one.revision(), one.revisionByOthers()]
    one.backups.put(backupOf(1, 1), null)
    expect(one.revisionByOthers()).toBe(others)
    expect(one.revision()).not.toBe(mine)
    two.backups.put(backupOf(1, 2), null)
    expect(one.revisionByOthers()).not.toBe(others)
    expect(one.backups.totalsOfAll().backupCount).toBe(2)
  })

  it('forgets everything but what was measured', () => {
    const catalog = open()
    catalog.backups.put(backupOf(1, 1), null)
    catalog.history.add(entryOf(1))
    catalog.marks.set('complete', 'yes')
    catalog.speeds.add({
      kind: 'restore',
      databaseId: idOf(1),
      measuredAt: '2026-01-01',
      bytes: 1,
      durationMs: 7,
    })
    catalog.forgetAll()
    expect(catalog.backups.totalsOfAll().backupCount).toBe(0)
    expect(catalog.history.page({ onlyFailures: false, offset: 0, limit: 1 }).total).toBe(0)
    expect(catalog.marks.get('complete')).toBeNull()
    expect(catalog.speeds.newestRestoreMs(idOf(1))).toBe(7)
  })
})

describe('lanes of the catalog', () => {
  it('know what each backup needs, on the one before it or on an earlier one', () => {
    const { backups, lanes } = open()
    const partOf = (n: number): { id: string; file: string } => {
      const { id, file } = backupOf(1, n)
      return { id, file }
    }
    // A full, two increments in a chain, a differential, an increment on it, and one whose base is not there.
    const needs = [[], [0], [0, 1], [0], [0, 3], [9]]
    for (const [n, numbers] of needs.entries()) {
      const type = n === 0 ? 'full' : n === 3 ? 'differential' : 'incremental'
      const takenAt = new Date(Date.UTC(2026, 10, 1 + n)).toISOString()
      backups.put(backupOf(1, n, { takenAt, type, needs: numbers.map(partOf) }), null)
    }
    const lane = lanes.ofDatabase(idOf(1))
    const ids = needs.map((numbers) => numbers.map((n) => partOf(n).id))
    expect(lane.map((one) => one.needs)).toEqual(ids)
    expect(lane.map(({ newestNeeded }) => newestNeeded)).toEqual(ids.map((one) => one.at(-1) ?? ''))
    expect(lane.map(({ base }) => base?.id ?? null)).toEqual([
      null,
      lane[0]!.id,
      lane[1]!.id,
      null,
      lane[3]!.id,
      null,
    ])
    expect([...brokenBackups(lane, backups)]).toEqual([lane[5]!.id])
  })

  it('have every backup of a database by time, with what each needs, and end with it', () => {
    const { backups, lanes } = open()
    const full = backupOf(1, 0)
    const first = backupOf(1, 1, { type: 'incremental', needs: [{ id: full.id, file: full.file }] })
    const needs = [full, first].map(({ id, file }) => ({ id, file }))
    const second = backupOf(1, 2, { type: 'incremental', needs })
    for (const one of [second, full, first, backupOf(2, 0)]) backups.put(one, null)
    backups.put(second, null)
    expect(lanes.ofDatabase(idOf(1)).map(({ id, needs, status }) => [id, needs, status])).toEqual([
      [full.id, [], 'passed'],
      [first.id, [full.id], 'passed'],
      [second.id, [full.id, first.id], 'passed'],
    ])
    backups.removeByFile(second.file)
    expect(lanes.extents()).toEqual([
      {
        databaseId: idOf(1),
        database: 'database_1',
        backupCount: 2,
        oldestAt: full.takenAt,
        newestAt: first.takenAt,
      },
      expect.objectContaining({ databaseId: idOf(2), backupCount: 1 }),
    ])
    expect([lanes.nameOf(idOf(2)), lanes.nameOf(idOf(9))]).toEqual(['database_2', null])
  })

  it('are known of a catalog from before there were any', () => {
    const file = path.join(tempFolder(), 'catalogs', 'c.db')
    const before = open(file)
    const full = backupOf(1, 0)
    before.backups.put(full, null)
    const needs = [{ id: full.id, file: full.file }]
    before.backups.put(backupOf(1, 1, { type: 'incremental', needs }), null)
    before.close()
    opened.splice(opened.indexOf(before), 1)
    const db = new Database(file)
    db.exec(
      `DROP INDEX backups_of_database; CREATE INDEX backups_of_database ON backups (database_id, taken_at);
       DROP TRIGGER needs_after_delete; DROP TABLE backup_needs; ALTER TABLE backups DROP COLUMN is_drilled;
       ALTER TABLE backup_records DROP COLUMN drill; DROP INDEX backups_drilled; DROP INDEX backups_red;
       ALTER TABLE backups DROP COLUMN drilled_at; ALTER TABLE backups DROP COLUMN drill_verdict;
       DROP INDEX backups_concluded; ALTER TABLE backups DROP COLUMN concluded_at;
       ALTER TABLE backups DROP COLUMN concluded_verdict;
       DROP INDEX history_backed_up; DROP INDEX history_measured; ALTER TABLE history DROP COLUMN scenario;
       ALTER TABLE history DROP COLUMN restore_ms; PRAGMA user_version = 4`,
    )
    db.close()
    expect(
      open(file)
        .lanes.ofDatabase(idOf(1))
        .map(({ needs }) => needs),
    ).toEqual([[], [full.id]])
  })
})
