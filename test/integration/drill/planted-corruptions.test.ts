import { randomInt } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { drillBackup } from '../../../main/engine/drill/drill-backup.ts'
import type { DrillOutcome, DrillRequest } from '../../../main/engine/drill/drill-types.ts'
import { putBackBackup, setAsideBackup, type VaultAccess } from '../../../main/engine/engine.ts'
import type { BackupRecord } from '../../../shared/domain/backup-record.ts'
import type { DrillAssertion } from '../../../shared/domain/drills/assertion.ts'
import { levelReached, reasonOf, type DrillLevel } from '../../../shared/domain/drills/drill.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import {
  backupOf,
  basedOn,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
} from '../../support/engine-vault.ts'
import { canMountFor, mountSmallDisk } from '../../support/small-disk.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** A vault that is planted in, and put back each time. */
interface Scene {
  readonly folder: string
  readonly vault: VaultAccess
  readonly full: BackupRecord
  readonly change: BackupRecord
}

async function sceneOf(encryption: 'key_file' | 'none'): Promise<Scene> {
  // Not a test's own folder: it serves all of them.
  const folder = fs.mkdtempSync(path.join(path.dirname(tempFolder('drill')), 'holdfast-planted-'))
  const source = path.join(folder, 'market_data.db')
  buildDatabase(source, { rows: 400 })
  const vault = await newVault(folder, encryption)
  const full = await storedBackup(backupOf(vault, source, { threads: 0 }))
  const db = new Database(source)
  db.exec('UPDATE series SET value = value + 1 WHERE id % 7 = 0')
  db.close()
  const change = await storedBackup(backupOf(vault, source, { threads: 0, ...basedOn(full) }))
  return { folder, vault, full, change }
}

function drill({ folder, vault, change }: Scene, changes: Partial<DrillRequest> = {}): Promise<DrillOutcome> {
  const request: DrillRequest = {
    vault,
    manifestFile: manifestFileOf(change),
    databaseId: change.databaseId,
    database: change.database,
    scratchFolder: path.join(folder, 'scratch'),
    scratchLimitBytes: 2 ** 40,
    assertions: [],
    lastValidation: change.validation,
    threads: 0,
    ...changes,
  }
  return drillBackup(realPorts, request, quietRun())
}

type Plant = (file: string) => void

function rewrite(file: string, change: (bytes: Buffer) => Buffer | void): void {
  const bytes = fs.readFileSync(file)
  fs.writeFileSync(file, change(bytes) ?? bytes)
}

const plants: Readonly<Record<string, { readonly plant: Plant; readonly sizeChanges: boolean }>> = {
  'a bit is turned': {
    sizeChanges: false,
    plant: (file) =>
      rewrite(file, (bytes) => {
        const at = randomInt(bytes.length)
        bytes[at] = bytes[at]! ^ (1 << randomInt(8))
      }),
  },
  'a stretch is zeroed': {
    sizeChanges: false,
    plant: (file) =>
      rewrite(file, (bytes) => {
        const length = Math.min(64, bytes.length)
        const at = randomInt(bytes.length - length + 1)
        // Zeros in the place of zeros are no corruption.
        for (let n = at; n < at + length; n += 1) bytes[n] = bytes[n] === 0 ? 1 : 0
      }),
  },
  'its end is lost': {
    sizeChanges: true,
    plant: (file) => rewrite(file, (bytes) => bytes.subarray(0, -1 - randomInt(20))),
  },
  'something follows it': { sizeChanges: true, plant: (file) => fs.appendFileSync(file, '\n') },
  'it is empty': { sizeChanges: true, plant: (file) => fs.writeFileSync(file, '') },
  'it is gone': { sizeChanges: true, plant: (file) => fs.rmSync(file) },
  'a folder has its name': {
    sizeChanges: true,
    plant: (file) => {
      fs.rmSync(file)
      fs.mkdirSync(file)
    },
  },
  'its name leads elsewhere': {
    sizeChanges: true,
    plant: (file) => {
      const elsewhere = path.join(path.dirname(path.dirname(path.dirname(file))), 'elsewhere')
      fs.copyFileSync(file, elsewhere)
      fs.rmSync(file)
      fs.symlinkSync(elsewhere, file)
    },
  },
}

const parts = [
  ['payload', ''],
  ['page index', '.pages'],
  ['manifest', '.manifest.json'],
] as const

/** The level that should find it. */
function levelFor(part: (typeof parts)[number][0], sizeChanges: boolean): DrillLevel {
  if (part === 'manifest' || sizeChanges) return 'D0'
  return part === 'payload' ? 'D1' : 'D2'
}

/** How often each is planted, at another place each time: together more than 200. */
const timesEach = 3

describe.each(['key_file', 'none'] as const)('corruptions planted in a vault (%s)', (encryption) => {
  let scene: Scene
  beforeAll(async () => {
    scene = await sceneOf(encryption)
  })
  afterAll(() => {
    fs.rmSync(scene.folder, { recursive: true, force: true })
  })

  it('without one every level passes, and the restore was timed', async () => {
    const outcome = await drill(scene)
    expect(outcome.levels.map(({ level, status }) => [level, status])).toEqual([
      ...['D0', 'D1', 'D2', 'D3', 'D4', 'D5'].map((level) => [level, 'passed']),
      ['D6', 'not_applicable'],
      ['D7', 'passed'],
    ])
    expect(outcome).toMatchObject({ verdict: 'passed', bytes: scene.change.sourceBytes })
    expect(outcome.restoreMs).toBeGreaterThanOrEqual(0)
    expect(fs.existsSync(path.join(scene.folder, 'scratch'))).toBe(false)
  })

  it.each(Object.keys(plants))(
    '%s: the level that should find it does, and none is called fine',
    async (name) => {
      const { plant, sizeChanges } = plants[name]!
      for (const backup of [scene.full, scene.change]) {
        for (const [part, ending] of parts) {
          for (let time = 0; time < timesEach; time += 1) {
            const file = path.join(scene.vault.folder, backup.file + ending)
            const bytes = fs.readFileSync(file)
            plant(file)
            const outcome = await drill(scene)
            const where = `${name}: ${part} of ${backup.type}, time ${time}`
            expect([where, outcome.verdict, reasonOf(outcome.levels)?.level]).toEqual([
              where,
              'failed',
              levelFor(part, sizeChanges),
            ])
            expect(outcome.restoreMs, where).toBeNull()
            fs.rmSync(file, { recursive: true, force: true })
            fs.writeFileSync(file, bytes, { mode: 0o600 })
          }
        }
      }
      expect((await drill(scene)).verdict).toBe('passed')
    },
  )
})

describe('what a drill shows beyond the stored bytes', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await sceneOf('key_file')
  })
  afterAll(() => {
    fs.rmSync(scene.folder, { recursive: true, force: true })
  })

  const asserting = async (sql: string, expected: DrillAssertion['expected']): Promise<readonly string[]> => {
    const outcome = await drill(scene, { assertions: [{ name: 'asserted', sql, expected }] })
    const level = outcome.levels.find((one) => one.level === 'D6')!
    return [outcome.verdict, level.status, level.detail]
  }

  it('what its owner asserts holds, does not, or can’t be asked', async () => {
    const count = 'SELECT count(*) FROM series'
    expect(await asserting(count, { kind: 'equals', value: 400 })).toEqual([
      'passed',
      'passed',
      '1 assertion held',
    ])
    expect(await asserting(count, { kind: 'at_least', value: 401 })).toEqual([
      'failed',
      'failed',
      'asserted: it gave 400 and not at least 401',
    ])
    const orphans = 'SELECT id FROM series WHERE msa NOT IN (SELECT msa FROM metro)'
    expect(await asserting(orphans, { kind: 'no_row' })).toEqual(['passed', 'passed', '1 assertion held'])
    for (const sql of [
      'DELETE FROM series',
      'SELECT nothing FROM nowhere',
      'SELECT 1; SELECT 2',
      'PRAGMA user_version = 5',
    ]) {
      expect((await asserting(sql, { kind: 'no_row' })).slice(0, 2), sql).toEqual([
        'inconclusive',
        'inconclusive',
      ])
    }
  })

  it('a database that was broken at its source is told of by the level that asks SQLite', async () => {
    const source = path.join(scene.folder, 'broken.db')
    buildDatabase(source, { rows: 10 })
    const db = new Database(source)
    db.pragma('foreign_keys = OFF')
    db.exec('UPDATE series SET msa = 1 WHERE id = 3')
    db.close()
    const broken = await storedBackup(backupOf(scene.vault, source, { threads: 0 }))
    const outcome = await drill({ ...scene, change: broken })
    expect([outcome.verdict, reasonOf(outcome.levels)?.level]).toEqual(['failed', 'D4'])
  })

  it('without the room that it may take it is inconclusive, which is not passed', async () => {
    const outcome = await drill(scene, { scratchLimitBytes: 4096 })
    expect([outcome.verdict, reasonOf(outcome.levels)]).toMatchObject([
      'inconclusive',
      { level: 'D2', status: 'inconclusive' },
    ])
    expect(outcome.levels.map(({ level }) => level)).toEqual(['D0', 'D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7'])
  })

  it.runIf(canMountFor('a drill whose scratch place is full'))(
    'on a full disk it says of no level that was not looked at that it was shown',
    async () => {
      const disk = path.join(tempFolder('drill-disk'), 'disk')
      mountSmallDisk(disk, 64 << 10)
      const outcome = await drill(scene, { scratchFolder: path.join(disk, 'scratch') })
      expect([outcome.verdict, reasonOf(outcome.levels)?.level, levelReached(outcome.levels)]).toEqual([
        'inconclusive',
        'D2',
        'D1',
      ])
      expect(reasonOf(outcome.levels)!.detail).toMatch(/[^.]$/)
      expect(fs.readdirSync(disk)).toEqual([])
    },
  )

  it('that a clean-up set aside meanwhile is no failed drill', async () => {
    const { vault, change, folder } = scene
    const removal = await setAsideBackup(realPorts, vault, change, 'outlived')
    await expect(drill(scene)).rejects.toMatchObject({ fault: { code: 'BACKUP_SET_ASIDE' } })
    await putBackBackup(realPorts, vault, removal!)
    expect((await drill(scene)).verdict).toBe('passed')
    expect(fs.readdirSync(path.join(folder, 'vault', '.holdfast', 'leases'))).toEqual([])
  })

  it('leaves nothing behind when it is cancelled', async () => {
    const canceller = new AbortController()
    const request = {
      vault: scene.vault,
      manifestFile: manifestFileOf(scene.change),
      databaseId: scene.change.databaseId,
      database: scene.change.database,
      scratchFolder: path.join(scene.folder, 'scratch'),
      scratchLimitBytes: 2 ** 40,
      assertions: [],
      lastValidation: scene.change.validation,
      threads: 0,
    }
    const onProgress = ({ step }: { readonly step: string }): void => {
      if (step === 'rebuilding') canceller.abort(new Error('cancelled here'))
    }
    await expect(drillBackup(realPorts, request, { signal: canceller.signal, onProgress })).rejects.toThrow(
      'cancelled here',
    )
    expect(fs.existsSync(request.scratchFolder)).toBe(false)
  })
})
