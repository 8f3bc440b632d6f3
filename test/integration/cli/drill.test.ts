import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { drillLevels } from '../../../shared/domain/drills/drill.ts'
import { cliRig, type Rig } from './cli-rig.ts'
import { errorShape } from './json-shapes.ts'

const instant = z.iso.datetime()
const drillDocument = z.strictObject({
  success: z.boolean(),
  drills: z.array(
    z.strictObject({
      backup: z.uuid(),
      database: z.string(),
      file: z.string(),
      takenAt: instant,
      because: z.enum(['newest', 'least_recently_drilled', 'oldest', 'random', 'asked']),
      verdict: z.enum(['passed', 'failed', 'inconclusive']),
      levels: z.array(
        z.strictObject({
          level: z.enum(drillLevels),
          status: z.enum(['passed', 'failed', 'inconclusive', 'not_made', 'not_applicable']),
          detail: z.string(),
          durationMs: z.number(),
        }),
      ),
      assertions: z.array(
        z.strictObject({
          name: z.string(),
          sql: z.string(),
          status: z.enum(['held', 'contradicted', 'impossible']),
          wanted: z.string(),
          found: z.string(),
        }),
      ),
      restoreMs: z.number().nullable(),
      bytes: z.number().nullable(),
      drilledAt: instant,
      durationMs: z.number(),
      error: errorShape.optional(),
    }),
  ),
})

async function rigOfTwo(): Promise<Rig> {
  const rig = cliRig()
  await rig.run('init', rig.vault)
  await rig.run('add', rig.source('market_data', { rows: 30 }))
  for (let n = 0; n < 2; n += 1) expect((await rig.run('backup', 'market_data')).status).toBe(0)
  return rig
}

async function stateOf(rig: Rig): Promise<readonly unknown[]> {
  const { databases } = (await rig.json('list')).json as {
    databases: readonly { state: string; reason: { code: string } }[]
  }
  return databases.map(({ state, reason }) => [state, reason.code])
}

describe('drill', () => {
  it('brings backups back, says what each level showed, and leaves nothing but the evidence', async () => {
    const rig = await rigOfTwo()
    const { status, json } = await rig.json('drill', 'market_data')
    expect(status).toBe(0)
    const { success, drills } = drillDocument.parse(json)
    expect([success, drills.map(({ because, verdict }) => [because, verdict])]).toEqual([
      true,
      [
        ['newest', 'passed'],
        ['least_recently_drilled', 'passed'],
      ],
    ])
    expect(drills[0]!.levels.map(({ level }) => level)).toEqual(drillLevels)
    const records = fs.readdirSync(path.join(rig.vault, '.holdfast', 'drills'))
    expect(records.toSorted()).toEqual(drills.map(({ backup }) => `${backup}.json`).toSorted())
    const left = fs.readdirSync(path.join(rig.home, 'drills'), { recursive: true, withFileTypes: true })
    expect(left.filter((entry) => entry.isFile())).toEqual([])

    expect((await rig.run('drill', '--due')).out).toBe('No drill is due.\n')
    const shown = await rig.run('prune', '--dry-run')
    expect(shown.status).toBe(0)
    expect((await rig.run('drill', 'market_data', '--newest')).out).toMatch(
      /: passed, restored in [\d.]+ m?s\n {2}D0 passed/,
    )
  })

  it('that fails makes a green backup red, here and on another machine, until a drill passes', async () => {
    const rig = await rigOfTwo()
    const { drills } = drillDocument.parse((await rig.json('drill', 'market_data', '--newest')).json)
    expect(await stateOf(rig)).toEqual([['proved', 'proved']])
    const assertions = path.join(rig.folder, 'assertions.json')
    const asserted = (value: number): string =>
      JSON.stringify([
        { name: 'rows', sql: 'SELECT count(*) FROM series', expected: { kind: 'at_least', value } },
      ])
    fs.writeFileSync(assertions, asserted(31))
    const failed = await rig.run('drill', '--backup', drills[0]!.backup, '--assertions', assertions)
    expect(failed.status).toBe(1)
    expect(failed.err).toContain('[DRILL_NOT_PASSED]')
    expect(failed.out).toContain('rows: it gave 30 and not at least 31')
    expect(await stateOf(rig)).toEqual([['failed', 'drill_failed']])
    // Another machine reads the evidence from the vault; so does this one when its catalog is lost.
    fs.rmSync(path.join(rig.home, 'catalogs'), { recursive: true })
    expect(await stateOf(rig)).toEqual([['failed', 'drill_failed']])

    fs.writeFileSync(assertions, asserted(30))
    expect((await rig.run('drill', '--backup', drills[0]!.backup, '--assertions', assertions)).status).toBe(0)
    expect(await stateOf(rig)).toEqual([['proved', 'proved']])
  })

  it('finds a planted corruption, and says what can’t be asked of it', async () => {
    const rig = await rigOfTwo()
    const { backups } = (await rig.json('list', 'market_data')).json as {
      backups: readonly { file: string }[]
    }
    const file = path.join(rig.vault, backups[0]!.file)
    const bytes = fs.readFileSync(file)
    bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 1
    fs.writeFileSync(file, bytes)
    const { status, json } = await rig.json('drill', 'market_data')
    const { success, drills } = drillDocument.parse(json)
    expect([status, success, drills.map(({ verdict }) => verdict)]).toEqual([3, false, ['failed', 'passed']])
    expect(drills[0]!.error?.message).toContain('D1')
    expect(await stateOf(rig)).toEqual([['failed', 'drill_failed']])

    expect((await rig.run('drill')).status).toBe(2)
    expect((await rig.run('drill', 'market_data', '--due')).status).toBe(2)
    expect((await rig.run('drill', 'market_data', '--corruption', 'bit')).status).toBe(2)
    const wrong = path.join(rig.folder, 'wrong.json')
    fs.writeFileSync(wrong, '[{ "name": "x" }]')
    const refused = await rig.run('drill', 'market_data', '--assertions', wrong)
    expect([refused.status, refused.err.includes('holds no assertions')]).toEqual([2, true])
  })

  it('asks what the vault keeps of assertions, until it is cleared', async () => {
    const rig = await rigOfTwo()
    const file = path.join(rig.folder, 'assertions.json')
    const sql = 'SELECT count(*) FROM series'
    const kept = [
      { name: 'thirty rows', sql, expected: { kind: 'equals', value: 30 }, of: 'every_backup' },
      { name: 'too many', sql, expected: { kind: 'at_least', value: 31 }, of: 'newest_backup' },
    ]
    fs.writeFileSync(file, JSON.stringify(kept))
    expect((await rig.run('assertions', 'set', 'market_data', file)).status).toBe(0)
    const { json } = await rig.json('assertions', 'list', 'market_data')
    expect(json).toMatchObject({ database: 'market_data', assertions: kept })
    const drilled = drillDocument.parse((await rig.json('drill', 'market_data')).json)
    expect(
      drilled.drills.map(({ verdict, assertions }) => [verdict, assertions.map(({ status }) => status)]),
    ).toEqual([
      ['failed', ['held', 'contradicted']],
      // What is asserted of the newest only is not asked of an older one.
      ['passed', ['held']],
    ])
    fs.writeFileSync(file, JSON.stringify([{ ...kept[0], sql: 'DELETE FROM series' }]))
    const refused = await rig.run('assertions', 'set', 'market_data', file)
    expect([refused.status, refused.err.includes('is no statement that reads')]).toEqual([2, true])

    const [record] = fs.readdirSync(path.join(rig.vault, '.holdfast', 'assertions'))
    fs.writeFileSync(path.join(rig.vault, '.holdfast', 'assertions', record!), '{')
    const unread = drillDocument.parse((await rig.json('drill', 'market_data', '--newest')).json)
    expect(unread.drills.map(({ verdict }) => verdict)).toEqual(['inconclusive'])
    expect((await rig.run('assertions', 'clear', 'market_data')).status).toBe(0)
    expect((await rig.run('drill', 'market_data', '--newest')).status).toBe(0)
  })

  it('shows on a copy that a corruption is found, and that leaves the vault as it was', async () => {
    const rig = await rigOfTwo()
    const sums = (): readonly string[] =>
      fs
        .readdirSync(path.join(rig.vault, 'manual'))
        .toSorted()
        .map((name) => `${name} ${fs.readFileSync(path.join(rig.vault, 'manual', name)).toString('base64')}`)
    const before = sums()
    const words = ['drill', 'market_data', '--prove-detection', '--corruption', 'bit', '--part', 'payload']
    const { status, json } = await rig.json(...words)
    expect([status, json]).toMatchObject([
      0,
      { success: true, kind: 'bit', part: 'payload', foundAt: 'D1', expectedAt: 'D1' },
    ])
    expect(sums()).toEqual(before)
    expect(fs.readdirSync(path.join(rig.vault, '.holdfast', 'drills'))).toEqual([])
    const left = fs.readdirSync(path.join(rig.home, 'drills'), { recursive: true, withFileTypes: true })
    expect(left.filter((entry) => entry.isFile())).toEqual([])
    expect(await stateOf(rig)).toEqual([['proved', 'proved']])
    expect((await rig.run('drill', 'market_data', '--prove-detection', '--part', 'half')).status).toBe(2)

    // What is damaged already shows nothing.
    const { backups } = (await rig.json('list', 'market_data')).json as {
      backups: readonly { file: string }[]
    }
    const file = path.join(rig.vault, backups[0]!.file)
    const bytes = fs.readFileSync(file)
    bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 1
    fs.writeFileSync(file, bytes)
    const failed = await rig.run('drill', 'market_data', '--prove-detection')
    expect([failed.status, failed.err.includes('DETECTION_NOT_SHOWN')]).toEqual([1, true])
  })
})
