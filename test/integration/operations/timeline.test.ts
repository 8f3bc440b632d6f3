import path from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'

import { saveKeepMark } from '../../../main/engine/engine.ts'
import { markFlags, type TimelineLane } from '../../../shared/domain/timeline.ts'
import { buildDatabase } from '../../support/database-builder.ts'
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
  it('knows chains, pins, what is broken, and counts what could not be told apart', async () => {
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
    catalog.backups.removeByFile(catalog.backups.get(full)!.file)
    const broken = await laneOf(rig, databaseId, 1)
    expect(broken.marks!.flags.map((flags) => (flags & markFlags.broken) !== 0)).toEqual([true])
    expect(broken.windows).toEqual([])

    const record = catalog.backups.get(increment)!
    for (let n = 0; n < 2100; n += 1) {
      const takenAt = new Date(Date.now() - n * 60_000).toISOString()
      const id = world.ports.ids.newId()
      catalog.backups.put({ ...record, id, type: 'full', needs: [], file: `manual/x_${n}.db`, takenAt }, null)
    }
    const crowded = await laneOf(rig, databaseId, 2)
    expect(crowded.marks).toBeNull()
    expect(crowded.density!.counts.reduce((sum, count) => sum + count, 0)).toBe(2101)
    expect(crowded.density!.failed.reduce((sum, count) => sum + count, 0)).toBe(1)
    const near = await client.timeline.view({
      fromMs: Date.now() - 600_000,
      toMs: Date.now(),
      databaseIds: [databaseId],
    })
    expect(near.lanes[0]!.marks!.ids.length).toBeLessThan(40)
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
