import fs from 'node:fs'
import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { manifestOf, saveKeepMark } from '../../../main/engine/engine.ts'
import { openCatalog } from '../../../main/operations/catalog/open-catalog.ts'
import { viewTimeline } from '../../../main/operations/timeline/view-timeline.ts'
import { markFlags, type TimelineLane } from '../../../shared/domain/timeline.ts'
import { buildDatabase } from '../../support/database-builder.ts'
import { backupOf, idOf, validationAt } from '../../unit/operations/record-samples.ts'
import { backendRig, closeBackends, jobsEnded, type BackendRig } from './backend-rig.ts'

afterEach(closeBackends)

const dayMs = 86_400_000

async function backUp(
  { client, ...rig }: BackendRig,
  databaseId: string,
  type: 'full' | 'incremental',
): Promise<string> {
  await client.backups.start({ databaseIds: [databaseId], type })
  await jobsEnded({ client, ...rig })
  return (await client.backups.list({ databaseId })).rows[0]!.id
}

async function laneOf({ client }: BackendRig, databaseId: string, days: number): Promise<TimelineLane> {
  const now = Date.now()
  const { lanes } = await client.timeline.view({
    fromMs: now - days * dayMs,
    toMs: now + days * dayMs,
    databaseIds: [databaseId],
  })
  expect(lanes).toHaveLength(1)
  return lanes[0]!
}

describe('the timeline of the demo', () => {
  it('has a lane for each database, ends by its policy, and what goes next as the preview lists it', async () => {
    const rig = await backendRig()
    const { client } = rig
    await client.vault.create({ folder: rig.vault, key: { kind: 'none' } })
    await client.databases.createDemo({ folder: path.join(rig.folder, 'demo') })
    const { lanes, nextCleanUpMs, nowMs } = await client.timeline.lanes()
    expect(lanes.map(({ database, policy }) => [database, policy])).toEqual([
      ['economic_data', 'Weekly, 8 weeks'],
      ['forecast_cache', 'Daily, 7 days'],
      ['market_data', 'Weekly, 8 weeks'],
      ['property_data', 'Weekly, 8 weeks'],
    ])
    expect(nextCleanUpMs).toBeGreaterThan(nowMs)
    const cache = lanes.find(({ database }) => database === 'forecast_cache')!
    const lane = await laneOf(rig, cache.databaseId, 400)
    const marks = lane.marks!
    expect(marks.ids).toHaveLength(cache.backupCount)
    expect(lane.windows.length).toBeGreaterThan(0)
    expect(lane.upcoming.length).toBeGreaterThan(0)
    // Seven days after the next newer point, whatever else there is.
    const young = marks.takenMs.findIndex((ms) => ms > nowMs - 5 * dayMs)
    expect(marks.endMs[young]).toBe(marks.takenMs[young + 1]! + 7 * dayMs)
    expect(marks.flags[young]! & markFlags.estimated).toBe(0)

    const preview = await client.timeline.preview({ databaseId: cache.databaseId })
    const going = marks.ids.filter((_, n) => (marks.flags[n]! & markFlags.goesNext) !== 0)
    expect(preview.backups.map(({ backupId }) => backupId)).toEqual(going)
    expect(preview.count).toBe(lane.goesNext.count)
    // Weeks of dailies that were never cleaned: more than half would go at once, and nobody agreed.
    expect(preview.refused.map(({ refusal }) => refusal.because)).toEqual(['too_many'])
    expect(lane.refusal?.because).toBe('too_many')
  }, 120_000)
})

describe('a lane of changes', () => {
  it('knows chains, pins and what is broken', async () => {
    const rig = await backendRig()
    const { client, backend } = rig
    await client.vault.create({ folder: rig.vault, key: { kind: 'none' } })
    const file = path.join(rig.folder, 'market_data.db')
    buildDatabase(file, { rows: 200 })
    const [added] = await client.databases.add({ paths: [file], tier: 'core' })
    const databaseId = added?.added === true ? added.database.id : ''
    const full = await backUp(rig, databaseId, 'full')
    const db = new Database(file)
    db.exec('UPDATE series SET note = 7 WHERE id = 5')
    db.close()
    const increment = await backUp(rig, databaseId, 'incremental')
    const { world, session } = backend.operations
    const pin = {
      id: world.ports.ids.newId(),
      kind: 'pin' as const,
      databaseId,
      backupId: full,
      name: '',
      note: '',
      since: new Date().toISOString(),
      by: 'dana',
    }
    await saveKeepMark(world.ports, rig.vault, pin)
    const { marks, windows } = await laneOf(rig, databaseId, 1)
    expect(marks).toMatchObject({
      ids: [full, increment],
      types: ['full', 'incremental'],
      verdicts: ['passed', 'passed'],
      bases: [-1, 0],
    })
    expect(marks!.flags.map((flags) => (flags & markFlags.pinned) !== 0)).toEqual([true, false])
    expect(marks!.endMs[0]).toBeNull()
    expect(windows.every(({ isProved }) => isProved)).toBe(true)
    const fate = await client.timeline.fate({ backupId: full })
    expect(fate.reasons.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['pinned', 'last_full', 'needed_by']),
    )
    expect(fate.goesBy).toBeNull()

    const { catalog } = session.known()
    const { file: payload } = catalog.backups.get(full)!
    // Gone from the vault as well: what is looked through meanwhile would find it again.
    fs.rmSync(path.join(rig.vault, manifestOf(payload)))
    catalog.backups.removeByFile(payload)
    const broken = await laneOf(rig, databaseId, 1)
    expect(broken.marks!.flags.map((flags) => (flags & markFlags.broken) !== 0)).toEqual([true])
    expect(broken.windows).toEqual([])
  })

  it('says that all is kept where a pin or a hold can’t be read', async () => {
    const rig = await backendRig()
    const { client } = rig
    await client.vault.create({ folder: rig.vault, key: { kind: 'none' } })
    const file = path.join(rig.folder, 'market_data.db')
    buildDatabase(file, { rows: 20 })
    const [added] = await client.databases.add({ paths: [file], tier: 'core' })
    const databaseId = added?.added === true ? added.database.id : ''
    const backupId = await backUp(rig, databaseId, 'full')
    expect((await client.timeline.lanes()).damagedMarks).toEqual([])
    const { id } = await client.retention.pin({ backupId })
    fs.writeFileSync(path.join(rig.vault, '.holdfast', 'keep-marks', `${id}.json`), '{ torn')
    const { damagedMarks } = await client.timeline.lanes()
    expect(damagedMarks).toEqual([expect.stringContaining(id)])
    const fate = await client.timeline.fate({ backupId })
    expect(fate).toMatchObject({ damagedMarks, goesBy: null, endMs: null })
    expect(await client.timeline.preview({})).toMatchObject({ damagedMarks, count: 0 })
  })

  it('counts what could not be told apart, and tells it apart from nearer', async () => {
    const { client, backend, folder, vault } = await backendRig()
    await client.vault.create({ folder: vault, key: { kind: 'none' } })
    // A catalog that no vault stands behind, and that is therefore never brought in line with one.
    const catalog = openCatalog(path.join(folder, 'crowded.db'))
    const { session } = backend.operations
    const crowded = { ...session.known(), catalog }
    const context = {
      ...backend.operations,
      session: { ...session, known: () => crowded, reachable: () => crowded },
    }
    try {
      const nowMs = Date.now()
      catalog.together(() => {
        for (let n = 0; n < 2100; n += 1) {
          const takenAt = new Date(nowMs - n * 60_000).toISOString()
          const validation = n === 7 ? { validation: validationAt(takenAt, 'failed') } : {}
          catalog.backups.put(backupOf(1, n, { takenAt, ...validation }), null)
        }
      })
      const asked = { fromMs: nowMs - 2 * dayMs, toMs: nowMs + dayMs, databaseIds: [idOf(1)] }
      const [lane] = (await viewTimeline(context, asked)).lanes
      expect(lane!.marks).toBeNull()
      const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)
      expect([sum(lane!.density!.counts), sum(lane!.density!.failed)]).toEqual([2100, 1])
      const [near] = (await viewTimeline(context, { ...asked, fromMs: nowMs - 600_000 })).lanes
      // Eleven of ten minutes, and the newest before them.
      expect([near!.count, near!.marks!.ids.length]).toEqual([11, 12])
      expect(near!.policy).toBeNull()
      expect(near!.marks!.endMs.every((end) => end === null)).toBe(true)
    } finally {
      catalog.close()
    }
  })

  it('refuses a range without length, and leaves out a database that nobody knows', async () => {
    const rig = await backendRig()
    const { client, backend } = rig
    await client.vault.create({ folder: rig.vault, key: { kind: 'none' } })
    const databaseIds = [backend.operations.world.ports.ids.newId()]
    expect((await client.timeline.view({ fromMs: 0, toMs: 1, databaseIds })).lanes).toEqual([])
    await expect(client.timeline.view({ fromMs: 5, toMs: 5, databaseIds })).rejects.toMatchObject({
      code: 'FAULT',
    })
  })
})
